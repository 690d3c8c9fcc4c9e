import {
  accepted,
  check,
  either,
  type Facts,
  inHttp10,
  lineOfHttp10,
  type Patch,
  rawCall,
  rawTokenRequest,
  unserved,
  withField,
  withFirstLine,
  withLines,
  withoutData,
  withoutField,
  withTarget,
} from '../fixtures/index.ts';

const elsewhere = 'm2m-conformance.invalid';

const noHostOrTwo: Readonly<Record<string, Patch>> = {
  none: { bytes: (text) => withoutField(text, 'host') },
  'another one after it': { bytes: (text) => withLines(text, `host: ${elsewhere}`) },
  'another one before it': {
    bytes: (text) => withField(text, 'host', (line) => `host: ${elsewhere}\r\n${line}`),
  },
};

check({
  id: 'raw-request-line/absolute-form',
  title: 'serves a request target in absolute-form as the same one in origin-form',
  requirements: ['BASE-12n'],
  level: 'SHOULD', // the RFC says MUST, but many servers do not, and no client needs it that is no proxy
  needs: ['raw'],
  given: rawCall,
  but: ({ apiOrigin }) => ({ bytes: (text) => withTarget(text, (target) => apiOrigin + target) }),
  expect: accepted(),
});

check({
  id: 'raw-request-line/absolute-form-without-token',
  title: 'requires an access token of a request target in absolute-form',
  requirements: ['E1-AUTH-02', 'BASE-09d'],
  needs: ['raw'],
  given: rawCall,
  butEach: (facts) => inAbsoluteForm(facts, (text) => withoutField(text, 'authorization')),
  expect: unserved(),
});

check({
  id: 'raw-request-line/absolute-form-without-client-id',
  title: 'requires the client-id header of a request target in absolute-form',
  requirements: ['E1-AUTH-03', 'E1-AUTH-18'],
  needs: ['raw', 'client-id-header'],
  given: rawCall,
  butEach: (facts) => inAbsoluteForm(facts, (text) => withoutField(text, facts.clientIdHeader)),
  expect: unserved(),
});

check({
  id: 'raw-request-line/absolute-form-without-scope',
  title: 'requires the scope of a request target in absolute-form',
  requirements: ['E1-AUTHZ-10', 'ENABLE-09', 'BASE-09f'],
  needs: ['raw', 'other-scope', 'several-tokens'],
  given: rawCall,
  butEach: (facts) => withChange(inAbsoluteForm(facts), { token: { scope: () => facts.scopes.other } }),
  expect: unserved(),
});

check({
  id: 'raw-request-line/absolute-form-for-foreign-company',
  title: 'refuses a foreign company in a request target in absolute-form',
  requirements: ['E1-AUTHZ-15', 'E1-AUTHZ-16'],
  needs: ['raw', 'foreign-company'],
  given: rawCall,
  butEach: (facts) =>
    withChange(inAbsoluteForm(facts), {
      params: { [facts.profile.company.parameter]: facts.companyIds.foreign },
    }),
  expect: unserved(),
});

check({
  id: 'raw-request-line/absolute-form-elsewhere',
  title: 'serves its own data or nothing for a request target in absolute-form that names another host',
  requirements: ['E1-AUTHZ-21', 'BASE-30a'],
  needs: ['raw', 'distinct-data'],
  given: rawCall,
  butEach: {
    'another host': { bytes: (text) => withTarget(text, (target) => `http://${elsewhere}${target}`) },
    'this machine': { bytes: (text) => withTarget(text, (target) => `http://localhost${target}`) },
    'another port': ({ apiOrigin }) => ({
      bytes: (text) => withTarget(text, (target) => apiOrigin.replace(/(:\d+)?$/, ':9') + target),
    }),
  },
  expect: either(accepted(), unserved(), withoutData()),
});

check({
  id: 'raw-request-line/local-host-without-token',
  title: 'gives no data without an access token to a request target that names a local host',
  requirements: ['E1-AUTH-02', 'BASE-09d'],
  needs: ['raw', 'company-canaries'],
  given: rawCall,
  butEach: Object.fromEntries(
    ['http://localhost', 'http://127.0.0.1', 'http://[::1]'].map((origin): [string, Patch] => [
      origin,
      { bytes: (text) => withTarget(withoutField(text, 'authorization'), (target) => origin + target) },
    ]),
  ),
  // Another virtual host may answer, in any way; only what it gives away is judged.
  expect: either(withoutData(), unserved()),
});

check({
  id: 'raw-request-line/odd-target-without-token',
  title: 'gives no data without an access token, in whatever form the request target is',
  requirements: ['E1-AUTH-02', 'BASE-09d'],
  needs: ['raw', 'company-canaries'],
  given: rawCall,
  butEach: withoutToken({
    'no slash at the beginning': (line) => line.replace(' /', ' '),
    'a backslash at the beginning': (line) => line.replace(' /', ' \\'),
    'a question mark before it': (line) => line.replace(' /', ' ?/'),
    'a fragment before it': (line) => line.replace(' /', ' #/'),
    'a scheme without an authority': (line) => line.replace(' /', ' http:/'),
    'user information': (line) => line.replace(' /', ' http://health@localhost/'),
    'in authority-form': (line) => line.replace(/ .* /, ` ${elsewhere}:443 `),
    'in asterisk-form': (line) => line.replace(/ .* /, ' * '),
    'without a host, in HTTP/1.0': lineOfHttp10,
  }),
  expect: either(withoutData(), unserved()),
});

check({
  id: 'raw-request-line/odd-line-without-token',
  title: 'requires an access token, in whatever way the first line is written',
  requirements: ['E1-AUTH-02', 'BASE-09d'],
  needs: ['raw'],
  given: rawCall,
  butEach: withoutToken({
    'two spaces': (line) => line.replace(' ', '  '),
    'a tab': (line) => line.replace(' ', '\t'),
    'a space after it': (line) => `${line} `,
    'a space before it': (line) => ` ${line}`,
    'HTTP/1.2': (line) => line.replace(/1\.1$/, '1.2'),
    'HTTP/2.0': (line) => line.replace(/1\.1$/, '2.0'),
    'a version in lower case': (line) => line.replace('HTTP/', 'http/'),
    'a version of three parts': (line) => `${line}.1`,
  }),
  expect: unserved(),
});

check({
  id: 'raw-request-line/http-1-0-without-client-id',
  title: 'requires the client-id header of a request of HTTP/1.0',
  requirements: ['E1-AUTH-03', 'E1-AUTH-18'],
  needs: ['raw', 'client-id-header'],
  given: rawCall,
  but: ({ clientIdHeader }) => ({ bytes: (text) => inHttp10(withoutField(text, clientIdHeader)) }),
  expect: unserved(),
});

check({
  id: 'raw-request-line/http-1-0-without-requestor',
  title: 'requires a requestor of a request of HTTP/1.0',
  requirements: ['REQUESTOR-17'],
  needs: ['raw', 'requestor-header'],
  given: { ...rawCall, route: 'requestor' },
  but: ({ requestorHeader }) => ({ bytes: (text) => inHttp10(withoutField(text, requestorHeader)) }),
  expect: unserved(),
});

check({
  id: 'raw-request-line/http-1-0-without-scope',
  title: 'requires the scope of a request of HTTP/1.0',
  requirements: ['E1-AUTHZ-10', 'ENABLE-09', 'BASE-09f'],
  needs: ['raw', 'other-scope', 'several-tokens'],
  given: rawCall,
  but: ({ scopes }) => ({ token: { scope: () => scopes.other }, bytes: inHttp10 }),
  expect: unserved(),
});

check({
  id: 'raw-request-line/other-host-without-token',
  title: 'gives no data without an access token, whichever host is asked for',
  requirements: ['E1-AUTH-02', 'BASE-09d'],
  needs: ['raw', 'company-canaries'],
  given: rawCall,
  butEach: forEachHost((text) => withoutField(text, 'authorization')),
  // As above.
  expect: either(withoutData(), unserved()),
});

check({
  id: 'raw-request-line/other-host-without-client-id',
  title: 'gives no data without the client-id header, whichever host is asked for',
  requirements: ['E1-AUTH-03', 'E1-AUTH-18'],
  needs: ['raw', 'client-id-header', 'company-canaries'],
  given: rawCall,
  butEach: (facts) => forEachHost((text) => withoutField(text, facts.clientIdHeader)),
  expect: either(withoutData(), unserved()),
});

check({
  id: 'raw-request-line/other-host-without-requestor',
  title: 'gives no data without a requestor, whichever host is asked for',
  requirements: ['REQUESTOR-17'],
  needs: ['raw', 'requestor-header', 'company-canaries'],
  given: { ...rawCall, route: 'requestor' },
  butEach: (facts) => forEachHost((text) => withoutField(text, facts.requestorHeader)),
  expect: either(withoutData(), unserved()),
});

check({
  id: 'raw-request-line/other-host-without-scope',
  title: 'gives no data for a token without the scope, whichever host is asked for',
  requirements: ['E1-AUTHZ-10', 'ENABLE-09', 'BASE-09f'],
  needs: ['raw', 'other-scope', 'several-tokens', 'company-canaries'],
  given: rawCall,
  butEach: ({ scopes }) => withChange(forEachHost(), { token: { scope: () => scopes.other } }),
  expect: either(withoutData(), unserved()),
});

check({
  id: 'raw-request-line/http-0-9-without-token',
  title: 'gives no data to a request of HTTP/0.9, which can have no access token',
  requirements: ['E1-AUTH-02', 'BASE-09d'],
  needs: ['raw', 'distinct-data'],
  given: rawCall,
  but: ({ path }) => ({ bytes: () => `GET ${path}\r\n\r\n` }),
  expect: either(withoutData(), unserved()),
});

check({
  id: 'raw-request-line/version',
  title: 'answers a version of HTTP that it does not know without a server error but 505',
  requirements: ['BASE-12m'],
  needs: ['raw'],
  given: rawCall,
  butEach: Object.fromEntries(
    ['HTTP/2.0', 'HTTP/3.0', 'HTTP/9.9', 'HTTP/1.10', 'HTTP/11', 'http/1.1', 'HTCPCP/1.0'].map(
      (version): [string, Patch] => [
        version,
        { bytes: (text) => withFirstLine(text, (line) => line.replace(/\S+$/, version)) },
      ],
    ),
  ),
  expect: either(accepted(), unserved()),
});

check({
  id: 'raw-request-line/cut-target',
  title: 'ends no request target at a byte that does not belong there',
  requirements: ['BASE-12m'],
  needs: ['raw'],
  given: rawCall,
  butEach: endedBy({
    NUL: '\0',
    DEL: '\x7f',
    'a no-break space': '\xa0',
    'UTF-8': '\xc3\xa9',
    'a byte that is no UTF-8': '\xff',
  }),
  expect: unserved(),
});

check({
  id: 'raw-request-line/more-words',
  title: 'takes no first line of more than three words for a request',
  requirements: ['BASE-12m'],
  needs: ['raw'],
  given: rawCall,
  butEach: Object.fromEntries(
    Object.entries({ 'a space': ' ', 'a tab': '\t', 'a vertical tab': '\v', CR: '\r' }).map(
      ([name, blank]): [string, Patch] => [
        `${name} and more`,
        { bytes: (text) => withTarget(text, (target) => `${target}${blank}/x`) },
      ],
    ),
  ),
  expect: unserved(),
});

check({
  id: 'raw-request-line/host',
  title: 'refuses a request without Host, or with two',
  requirements: ['BASE-12h'],
  needs: ['raw'],
  given: rawCall,
  butEach: noHostOrTwo,
  expect: unserved(),
});

check({
  id: 'raw-request-line/equal-hosts',
  title: 'refuses a request with the same Host twice',
  requirements: ['BASE-12h'],
  level: 'SHOULD', // the RFC says MUST, but some take equal lines for one, and there is nothing to be gained by it
  needs: ['raw'],
  given: rawCall,
  but: { bytes: (text) => withField(text, 'host', (line) => `${line}\r\n${line}`) },
  expect: unserved(),
});

check({
  id: 'raw-request-line/host-at-token-endpoint',
  title: 'refuses a token request without Host, or with two',
  requirements: ['BASE-12h'],
  needs: ['raw'],
  given: rawTokenRequest,
  butEach: noHostOrTwo,
  expect: unserved(),
});

check({
  id: 'raw-request-line/host-syntax',
  title: 'refuses a Host that is no host',
  requirements: ['BASE-12h'],
  level: 'SHOULD', // the RFC says MUST, but hardly a server does: the value is compared, and nothing else
  needs: ['raw'],
  given: rawCall,
  butEach: {
    'a space inside': { bytes: (text) => withField(text, 'host', (line) => `${line} ${elsewhere}`) },
    'a path after it': { bytes: (text) => withField(text, 'host', (line) => `${line}/x`) },
    'user information before it': {
      bytes: (text) => withField(text, 'host', (_line, value) => `host: x@${value}`),
    },
  },
  expect: unserved(),
});

/** A call whose request target is in absolute-form, with the scheme in different cases. */
function inAbsoluteForm(
  { apiOrigin }: Facts,
  change: (text: string) => string = (text) => text,
): Record<string, Patch> {
  const origins = {
    'its own origin': apiOrigin,
    'the scheme in capitals': apiOrigin.replace(/^https?/, upperCase),
  };
  return Object.fromEntries(
    Object.entries(origins).map(([name, origin]) => [
      name,
      { bytes: (text: string) => withTarget(change(text), (target) => origin + target) },
    ]),
  );
}

/** A request for other hosts than the API's, which a server may take for itself. */
function forEachHost(change: (text: string) => string = (text) => text): Record<string, Patch> {
  return Object.fromEntries(
    [elsewhere, 'localhost', '127.0.0.1', '[::1]'].map((host) => [
      host,
      { bytes: (text: string) => withField(change(text), 'host', () => `host: ${host}`) },
    ]),
  );
}

/** The same request in the version before, in which it may name its host all the same. */
function upperCase(text: string): string {
  return text.toUpperCase();
}

function withChange(patches: Readonly<Record<string, Patch>>, change: Patch): Record<string, Patch> {
  return Object.fromEntries(Object.entries(patches).map(([name, patch]) => [name, { ...patch, ...change }]));
}

function withoutToken(lines: Readonly<Record<string, (line: string) => string>>): Record<string, Patch> {
  return Object.fromEntries(
    Object.entries(lines).map(([name, change]) => [
      name,
      {
        bytes: (text: string) => {
          const changed = withFirstLine(withoutField(text, 'authorization'), change);
          return /HTTP\/1\.0$/m.test(changed) ? withoutField(changed, 'host') : changed;
        },
      },
    ]),
  );
}

/** The path of the route, one of these bytes, and more. */
function endedBy(bytes: Readonly<Record<string, string>>): Record<string, Patch> {
  return Object.fromEntries(
    Object.entries(bytes).flatMap(([name, byte]): [string, Patch][] => [
      [name, { bytes: (text) => withTarget(text, (target) => target + byte) }],
      [`${name} and more`, { bytes: (text) => withTarget(text, (target) => `${target + byte}/x`) }],
    ]),
  );
}
