import {
  accepted,
  callAs,
  check,
  claimingMethod,
  decidedBy,
  type Expectation,
  type Facts,
  header,
  justExpired,
  oneof,
  type Patch,
  pathForm,
  pathNearMiss,
  property,
  refused,
  refusedOrRedirected,
  says,
  tamper,
  verifies,
  withoutData,
} from '../fixtures/index.ts';

// An exempt command creates something each time, so it is called no more often than it takes.
const exemptCall = callAs('primary', { route: 'exempt' });
const namedCall = callAs('primary', { route: 'requestor' });

check({
  id: 'requestor-id-exempt/without-header',
  title: 'accepts an exempt command that names no requestor',
  requirements: ['REQUESTOR-20', 'REQUESTOR-21'],
  needs: ['requestor-header', 'exempt-command'],
  send: exemptCall,
  expect: accepted(),
  on: 'every-exempt-route',
});

/** Where an answer says that something is (RFC 9110 sections 8.7 and 10.2.2, RFC 8288). */
const places = ['location', 'content-location', 'link'];
/** Hosts that nobody reaches from elsewhere (RFC 1918, RFC 3927, RFC 4193, RFC 6762). */
const inside = /^(10\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.|\[f[cd])|\.(local|internal)$/;

check({
  id: 'requestor-id-exempt/located-outside',
  title: 'says of what it has created where a caller can reach it, and names no machine behind the API',
  requirements: ['BASE-27c'],
  level: 'SHOULD', // callers on the same network may be told so
  needs: ['requestor-header', 'exempt-command'],
  send: exemptCall,
  expect: accepted(
    says('no address of another machine in a private network', (answer, { apiOrigin }) =>
      places
        .flatMap((name) => header(answer, name))
        .flatMap((line) => line.match(/https?:\/\/[^/\s>]+/gi) ?? [])
        .filter(
          (origin) => origin !== apiOrigin && URL.canParse(origin) && inside.test(new URL(origin).hostname),
        ),
    ),
  ),
  on: 'every-exempt-route',
});

check({
  id: 'requestor-id-exempt/without-token',
  title: 'requires an access token of an exempt command',
  requirements: ['REQUESTOR-10', 'REQUESTOR-20', 'REQUESTOR-21'],
  needs: ['requestor-header', 'exempt-command'],
  send: callAs('primary', { route: 'exempt', but: { headers: { authorization: null } } }),
  expect: refused('token-missing'),
  on: 'every-exempt-route',
});

check({
  id: 'requestor-id-exempt/expired-token',
  title: 'refuses an exempt command with a token that has just expired',
  requirements: ['REQUESTOR-12', 'REQUESTOR-10', 'REQUESTOR-20', 'REQUESTOR-21'],
  needs: ['requestor-header', 'exempt-command', 'jwt', 'mint'],
  send: callAs('primary', { route: 'exempt', token: justExpired }),
  expect: refused('token-expired'),
  on: 'every-exempt-route',
});

check({
  id: 'requestor-id-exempt/forged-token',
  title: 'refuses an exempt command with a token whose signature was changed',
  requirements: ['REQUESTOR-10', 'REQUESTOR-20', 'REQUESTOR-21'],
  needs: ['requestor-header', 'exempt-command', 'jwt'],
  send: {
    ...exemptCall,
    but: ({ token }) => ({ token: tamper.signatureTamperings['one bit changed'](token) }),
  },
  expect: refused('invalid-token'),
  on: 'every-exempt-route',
});

check({
  id: 'requestor-id-exempt/other-audience',
  title: 'refuses an exempt command with a token for another API',
  requirements: ['BASE-20c', 'REQUESTOR-10'],
  needs: ['requestor-header', 'exempt-command', 'other-audience'],
  send: { ...exemptCall, token: { of: 'other-audience' } },
  expect: refused('invalid-token'),
  on: 'every-exempt-route',
});

check({
  id: 'requestor-id-exempt/not-yet-valid-token',
  title: 'refuses an exempt command with a token whose time has not begun',
  requirements: ['BASE-20b', 'REQUESTOR-10'],
  needs: ['requestor-header', 'exempt-command', 'jwt', 'not-yet-valid-token'],
  send: {
    ...exemptCall,
    token: {
      readyMade: 'not-yet-valid',
      orMinted: { claims: ({ now }) => ({ nbf: Math.floor(now) + 3600 }) },
    },
  },
  expect: refused('invalid-token'),
  on: 'every-exempt-route',
});

check({
  id: 'requestor-id-exempt/person-for-token',
  title: 'takes no requestor for an access token on an exempt command',
  requirements: ['REQUESTOR-22', 'REQUESTOR-10'],
  needs: ['requestor-header', 'exempt-command'],
  send: callAs('primary', {
    route: 'exempt',
    but: ({ requestors }) => ({ headers: { authorization: null, $requestor: requestors.own } }),
  }),
  expect: refused('token-missing'),
});

check({
  id: 'requestor-id-exempt/usual-person',
  title: 'accepts an exempt command that names its requestor all the same',
  requirements: ['REQUESTOR-20', 'REQUESTOR-21'],
  needs: ['requestor-header', 'exempt-command'],
  send: callAs('primary', {
    route: 'exempt',
    but: ({ requestors }) => ({ headers: { $requestor: requestors.own } }),
  }),
  expect: decidedBy(
    'requestor.onExempt',
    ({ requestor }) => (requestor?.onExempt === 'report' ? 'open' : 'accepted'),
    'requestor on an exempt command',
    'requestor-id-refused',
  ),
});

check({
  id: 'requestor-id-exempt/unknown-person',
  title: 'ignores or verifies, as it says, an unknown requestor on an exempt command',
  requirements: ['REQUESTOR-20', 'REQUESTOR-21', 'REQUESTOR-18'],
  needs: ['requestor-header', 'exempt-command', 'unknown-person'],
  send: callAs('primary', {
    route: 'exempt',
    but: ({ requestors }) => ({ headers: { $requestor: requestors.unknown } }),
  }),
  expect: decidedBy(
    'requestor.onExempt',
    (profile) => {
      if (profile.requestor?.onExempt === 'ignore') return 'accepted';
      return profile.requestor?.onExempt === 'validate' && verifies(profile, 'exists') ? 'refused' : 'open';
    },
    'unknown requestor on an exempt command',
    'requestor-id-refused',
  ),
});

check({
  id: 'requestor-id-exempt/other-methods',
  title: 'exempts a command and not the other methods at its path',
  requirements: ['REQUESTOR-17', 'REQUESTOR-20', 'REQUESTOR-21'],
  needs: ['requestor-header', 'exempt-command'],
  given: namedCall,
  butEach: (facts) =>
    besideExempt(facts, (path) =>
      ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'].map((method) => ({ method, path })),
    ),
  expect: refusedOrRedirected,
});

check({
  id: 'requestor-id-exempt/other-method-afterwards',
  title: 'requires a requestor of another method at the path of an exempt command that was just called',
  requirements: ['REQUESTOR-17', 'REQUESTOR-20', 'REQUESTOR-21'],
  needs: ['requestor-header', 'exempt-command'],
  after: exemptCall,
  send: callAs('primary', { route: 'exempt', but: { method: 'GET' } }),
  expect: refused(['requestor-id-missing', 'method-not-allowed']),
});

check({
  id: 'requestor-id-exempt/below',
  title: 'exempts a command and not what can be read below or beside its path',
  requirements: ['REQUESTOR-17', 'REQUESTOR-20', 'REQUESTOR-21'],
  needs: ['requestor-header', 'exempt-command'],
  given: namedCall,
  butEach: (facts) =>
    besideExempt(facts, (path) =>
      [
        `/${facts.requestors.own}`,
        `/${facts.requestors.own}/documents`,
        '/1',
        '/search',
        '/export',
        '-export',
        '.json',
      ].map((suffix) => ({ method: 'GET', path: path + suffix })),
    ),
  expect: refusedOrRedirected,
});

check({
  id: 'requestor-id-exempt/other-forms',
  title: 'exempts no reading in another form of the path of an exempt command',
  requirements: ['REQUESTOR-17', 'BASE-29'],
  needs: ['requestor-header', 'exempt-command'],
  given: namedCall,
  butEach: (facts) =>
    besideExempt(facts, (path) =>
      [
        `${path}/`,
        path.toUpperCase(),
        path.replace(/[^/]+$/, './$&'),
        path.replace(/[^/]+$/, 'x/../$&'),
        `/${path}`,
        `${path};x=1`,
      ].map((form) => ({ method: 'GET', path: form })),
    ),
  expect: refusedOrRedirected,
});

check({
  id: 'requestor-id-exempt/path-by-detour',
  title: 'requires a requestor though the path goes through that of an exempt command',
  requirements: ['REQUESTOR-17', 'BASE-29'],
  needs: ['requestor-header', 'exempt-command'],
  given: namedCall,
  butEach: (facts) =>
    Object.fromEntries(
      facts.exemptCommands.flatMap(({ path }) => {
        const up = '/..'.repeat(path.split('/').length - 1);
        const encoded = up.replaceAll('..', '%2e%2e');
        const detours = [
          `${path}${up}${facts.path}`,
          `${path}${encoded}${facts.path}`,
          `${facts.path};${path}`,
        ];
        return detours.map((detour): [string, Patch] => [
          detour,
          { path: detour, headers: { $requestor: null } },
        ]);
      }),
    ),
  expect: refusedOrRedirected,
});

/** Where a claimed method is taken at its word, the command is carried out, which is no reading. */
const notRead: Expectation = withoutData(
  says('a refusal, a redirection or the answer to the command', ({ status }, { profile }) => {
    const commands = Object.values(profile.routes).filter(({ requestor }) => requestor === 'exempt');
    const ofCommands = commands.flatMap(({ successStatuses }) => successStatuses ?? [200]);
    return status >= 300 || ofCommands.includes(status) ? undefined : String(status);
  }),
);

check({
  id: 'requestor-id-exempt/claimed-method',
  title: 'exempts no reading at the path of an exempt command because it claims the method of the command',
  requirements: ['REQUESTOR-17', 'REQUESTOR-20', 'REQUESTOR-21'],
  needs: ['requestor-header', 'exempt-command'],
  given: namedCall,
  butEach: (facts) => {
    const readings = besideExempt(facts, (path) => [{ method: 'GET', path }]);
    const methods = [...new Set(facts.exemptCommands.map(({ method }) => method))];
    return Object.fromEntries(
      Object.entries(readings).flatMap(([reading, but]) =>
        Object.entries(claimingMethod(methods, but)).map(([claim, patch]) => [`${reading}, ${claim}`, patch]),
      ),
    );
  },
  expect: notRead,
});

check({
  id: 'requestor-id-exempt/body-of-an-exempt-command',
  title: 'exempts no command because its body is that of an exempt one',
  requirements: ['REQUESTOR-17', 'REQUESTOR-20', 'REQUESTOR-21'],
  needs: ['requestor-header', 'exempt-command'],
  given: namedCall,
  butEach: ({ profile }) => {
    const bodies = Object.entries(profile.routes).filter(
      ([, { requestor, json }]) => requestor === 'exempt' && json !== undefined,
    );
    return Object.fromEntries([
      ...bodies.map(([name, { json }]): [string, Patch] => [`that of ${name}`, withJson(json)]),
      ['one that names an exempt command', withJson({ command: 'createNaturalPerson', name: 'Ada Example' })],
    ]);
  },
  // Another body than the command’s own may be refused for itself, and so may any body of a reading.
  expect: refused('refused'),
  on: 'every-requestor-route',
});

check({
  id: 'requestor-id-exempt/named-elsewhere',
  title: 'exempts no command because a parameter or another header names an exempt one',
  requirements: ['REQUESTOR-17', 'BASE-28d'],
  needs: ['requestor-header', 'exempt-command'],
  given: namedCall,
  butEach: ({ exemptCommands, path }) => {
    const [exempt = { method: 'POST', path: '/' }] = exemptCommands;
    const paths = exemptCommands.map((each) => `next=${each.path}`).join('&');
    const none = { $requestor: null };
    const command = 'createNaturalPerson';
    return {
      'a command in the query': { headers: none, query: { command } },
      'an action in the query': { headers: none, query: { action: command } },
      'the paths of all in the query': { path: `${path}?${paths}`, headers: none },
      'x-command': { headers: { ...none, 'x-command': command } },
      soapaction: { headers: { ...none, soapaction: command } },
      'x-original-url': { headers: { ...none, 'x-original-url': exempt.path } },
      'x-rewrite-url': { headers: { ...none, 'x-rewrite-url': exempt.path } },
      'x-forwarded-uri': { headers: { ...none, 'x-forwarded-uri': exempt.path } },
      ...claimingMethod([exempt.method], { headers: none }),
      'x-original-uri and x-original-method': {
        headers: { ...none, 'x-original-uri': exempt.path, 'x-original-method': exempt.method },
      },
      'x-forwarded-uri and x-forwarded-method': {
        headers: { ...none, 'x-forwarded-uri': exempt.path, 'x-forwarded-method': exempt.method },
      },
      'the paths of all in referer': { headers: { ...none, referer: `/?${paths}` } },
      referer: { headers: { ...none, referer: exempt.path } },
    };
  },
  // A method that a header claims may be refused as such.
  expect: refused(['requestor-id-missing', 'method-not-allowed']),
  on: 'every-requestor-route',
});

property({
  id: 'requestor-id-exempt/any-form',
  title: 'exempts no reading at any path that is that of an exempt command in another form, or resembles it',
  requirements: ['REQUESTOR-17', 'REQUESTOR-20', 'REQUESTOR-21', 'BASE-29'],
  needs: ['requestor-header', 'exempt-command'],
  given: namedCall,
  forAll: ({ exemptCommands }) =>
    oneof(...exemptCommands.flatMap(({ path }) => [pathForm(path), pathNearMiss(path)])),
  but: (path) => ({ method: 'GET', path, headers: { $requestor: null } }),
  expect: refusedOrRedirected,
});

/** A call without a requestor that has this body. */
function withJson(json: unknown): Patch {
  return {
    headers: { $requestor: null, 'content-type': 'application/json' },
    body: JSON.stringify(json),
  };
}

/** Calls without a requestor that resemble an exempt command, but for those that the target lists as exempt, too. */
function besideExempt(
  { exemptCommands }: Facts,
  calls: (path: string) => readonly { readonly method: string; readonly path: string }[],
): Record<string, Patch> {
  const isExempt = ({ method, path }: { readonly method: string; readonly path: string }): boolean =>
    exemptCommands.some((each) => each.path === path && each.method === method);
  const beside = exemptCommands.flatMap(({ path }) => calls(path)).filter((call) => !isExempt(call));
  return Object.fromEntries(
    beside.map(({ method, path }) => [`${method} ${path}`, { method, path, headers: { $requestor: null } }]),
  );
}
