import {
  type Answer,
  accepted,
  acceptedOrRefused,
  answered,
  anyMethod,
  apiCall,
  cacheDirectives,
  callAs,
  check,
  either,
  type Facts,
  header,
  keptByNetworks,
  negotiatingField,
  oddQuery,
  type Patch,
  property,
  refused,
  refusedOrRedirected,
  says,
  unknownField,
  unserved,
  withoutData,
} from '../fixtures/index.ts';

check({
  id: 'http-surface/unsafe-methods',
  title: 'refuses to change anything on a route that reads',
  requirements: ['E1-AUTHZ-08', 'E1-AUTHZ-18'],
  given: apiCall,
  butEach: {
    POST: { method: 'POST' },
    PUT: { method: 'PUT' },
    PATCH: { method: 'PATCH' },
    DELETE: { method: 'DELETE' },
  },
  expect: refused('method-not-allowed'),
});

check({
  id: 'http-surface/trace',
  title: 'refuses TRACE, which would repeat the token',
  requirements: ['BASE-30f'],
  given: apiCall,
  but: { method: 'TRACE' },
  expect: refused(['method-not-allowed', 'refused']),
});

check({
  id: 'http-surface/unknown-methods-without-token',
  title: 'gives nothing to a method that it does not know and no token',
  requirements: ['E1-AUTH-02', 'BASE-09d'],
  given: apiCall,
  butEach: {
    PROPFIND: { method: 'PROPFIND', headers: { authorization: null } },
    SEARCH: { method: 'SEARCH', headers: { authorization: null } },
    'get in lower case': { method: 'get', headers: { authorization: null } },
    GETX: { method: 'GETX', headers: { authorization: null } },
  },
  expect: refused(['method-not-allowed', 'refused']),
});

check({
  id: 'http-surface/method-case',
  title: 'takes no method in another case for the one that it knows',
  requirements: ['BASE-15a'],
  steps: [
    {
      ...callAs('primary', { but: { method: 'GETX' } }),
      saveAnswer: 'GETX',
      expect: either(refused(['method-not-allowed', 'refused']), accepted()),
      because: 'some routes heed no method at all',
    },
    ...['get', 'Get'].map((method) => ({
      ...callAs('primary', { but: { method } }),
      expect: either(
        refused(['method-not-allowed', 'refused']),
        accepted(
          says('a refusal, unless GETX is accepted, too', (_answer, { answerTo }) =>
            answerTo('GETX').status < 400 ? undefined : 'the data',
          ),
        ),
      ),
      because: method,
    })),
  ],
});

check({
  id: 'http-surface/unknown-method-status',
  title: 'answers 501 or 405 to a method that it does not know or does not allow',
  requirements: ['BASE-15c'],
  given: apiCall,
  butEach: { PROPFIND: { method: 'PROPFIND' }, SEARCH: { method: 'SEARCH' } },
  expect: refused(
    ['method-not-allowed', 'refused'],
    says('status 501 or 405 (RFC 9110 section 9.1)', ({ status }) =>
      status === 501 || status === 405 ? undefined : String(status),
    ),
  ),
});

check({
  id: 'http-surface/head-without-token',
  title: 'refuses HEAD without an access token as it refuses GET',
  requirements: ['E1-AUTH-02', 'BASE-09d'],
  given: apiCall,
  but: { method: 'HEAD', headers: { authorization: null } },
  expect: refused(['token-missing', 'method-not-allowed']),
});

check({
  id: 'http-surface/options',
  title: 'gives no data in answer to OPTIONS',
  requirements: ['E1-AUTH-02', 'BASE-09d'],
  given: apiCall,
  butEach: {
    'with the token': { method: 'OPTIONS' },
    'without a token': { method: 'OPTIONS', headers: { authorization: null } },
    'a preflight request': preflight('https://app.example'),
  },
  expect: either(refused('method-not-allowed'), withoutData()),
});

check({
  id: 'http-surface/part-or-condition-without-token',
  title: 'requires an access token also of a call for a part, or on a condition',
  requirements: ['E1-AUTH-02', 'BASE-16', 'BASE-09d'],
  given: apiCall,
  butEach: {
    Range: { headers: { authorization: null, range: 'bytes=0-9' } },
    'If-None-Match': { headers: { authorization: null, 'if-none-match': '*' } },
    'If-Modified-Since': {
      headers: { authorization: null, 'if-modified-since': 'Fri, 31 Dec 2100 23:59:59 GMT' },
    },
  },
  expect: refused('token-missing'),
});

check({
  id: 'http-surface/known-entity-tag-without-token',
  title: 'requires an access token of whoever knows the entity tag of an answer',
  requirements: ['E1-AUTH-02', 'BASE-16', 'BASE-09d'],
  steps: [
    { ...apiCall, saveHeader: { $tag: 'etag' } },
    ...(['if-none-match', 'if-range'] as const).map((field) => ({
      ...callAs('primary', {
        but: ({ saved }) => ({
          headers: { authorization: null, [field]: saved('$tag'), range: 'bytes=0-9' },
        }),
      }),
      when: '$tag' as const,
      expect: refused('token-missing'),
      because: `${field} names the entity tag of an answer`,
    })),
  ],
});

check({
  id: 'http-surface/preflight-headers-without-token',
  title: 'takes no GET for a preflight request',
  requirements: ['E1-AUTH-02', 'BASE-09d'],
  given: apiCall,
  butEach: {
    Origin: { headers: { authorization: null, origin: 'https://app.example' } },
    'Access-Control-Request-Method': {
      headers: { authorization: null, 'access-control-request-method': 'GET' },
    },
    both: {
      headers: {
        authorization: null,
        origin: 'https://app.example',
        'access-control-request-method': 'GET',
      },
    },
  },
  expect: refused('token-missing'),
});

check({
  id: 'http-surface/preflight-headers-without-client-id',
  title: 'requires the client-id header of a GET that looks like a preflight request',
  requirements: ['E1-AUTH-03', 'E1-AUTH-18'],
  needs: ['client-id-header'],
  given: apiCall,
  but: {
    headers: { $clientId: null, origin: 'https://app.example', 'access-control-request-method': 'GET' },
  },
  expect: refused('client-id-header-missing'),
});

check({
  id: 'http-surface/preflight-headers-without-requestor',
  title: 'requires a requestor of a GET that looks like a preflight request',
  requirements: ['REQUESTOR-17'],
  needs: ['requestor-header'],
  given: callAs('primary', { route: 'requestor' }),
  but: {
    headers: { $requestor: null, origin: 'https://app.example', 'access-control-request-method': 'GET' },
  },
  expect: refused('requestor-id-missing'),
});

check({
  id: 'http-surface/origin-not-reflected',
  title: 'allows no origin whatever to read with credentials',
  requirements: ['BASE-30f'],
  level: 'SHOULD',
  given: apiCall,
  butEach: (facts) =>
    Object.fromEntries(
      Object.entries(strangers(facts)).map(([name, origin]) => [name, { headers: { origin } }]),
    ),
  expect: either(accepted(notReflected()), refused('refused', notReflected())),
});

check({
  id: 'http-surface/origin-not-reflected-in-preflight',
  title: 'allows no origin whatever to call with credentials, asked before the call',
  requirements: ['BASE-30f'],
  level: 'SHOULD',
  given: apiCall,
  butEach: (facts) =>
    Object.fromEntries(Object.entries(strangers(facts)).map(([name, origin]) => [name, preflight(origin)])),
  expect: either(refused('method-not-allowed', notReflected()), withoutData(notReflected())),
});

check({
  id: 'http-surface/method-override',
  title: 'serves no POST as a GET because a header or parameter says so',
  requirements: ['E1-AUTHZ-08'],
  level: 'SHOULD',
  given: apiCall,
  butEach: {
    'X-HTTP-Method-Override': { method: 'POST', headers: { 'x-http-method-override': 'GET' } },
    'X-HTTP-Method': { method: 'POST', headers: { 'x-http-method': 'GET' } },
    'X-Method-Override': { method: 'POST', headers: { 'x-method-override': 'GET' } },
    '_method in the query': { method: 'POST', query: { _method: 'GET' } },
    '_method in a form': {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      form: { _method: 'GET' },
    },
  },
  expect: refused(['method-not-allowed', 'refused']),
});

check({
  id: 'http-surface/method-override-without-token',
  title: 'requires an access token whatever method a header or parameter claims',
  requirements: ['E1-AUTH-02', 'BASE-09d'],
  given: apiCall,
  butEach: {
    'X-HTTP-Method-Override': { headers: { authorization: null, 'x-http-method-override': 'OPTIONS' } },
    'X-HTTP-Method': { headers: { authorization: null, 'x-http-method': 'OPTIONS' } },
    'X-Method-Override': { headers: { authorization: null, 'x-method-override': 'HEAD' } },
    '_method in the query': { headers: { authorization: null }, query: { _method: 'OPTIONS' } },
  },
  expect: refused('refused'),
});

check({
  id: 'http-surface/unknown-path',
  title: 'answers a path that it does not know without a server error',
  requirements: ['BASE-30f'],
  level: 'MUST', // no path that a client can send is a fault of the server (RFC 9110 section 15.6)
  given: apiCall,
  butEach: ({ path }) => ({
    'below the route': { path: `${path}/no-such-thing` },
    'beside the route': { path: path.replace(/[^/]+$/, 'no-such-thing') },
  }),
  expect: either(refused('refused'), accepted()),
});

check({
  id: 'http-surface/other-versions-without-token',
  title: 'gives no data from another version of a route without an access token',
  requirements: ['E1-AUTH-02', 'BASE-30g'],
  given: apiCall,
  butEach: ({ path }) =>
    Object.fromEntries(
      ['v0', 'v2', 'v1.0', 'latest', 'internal', 'beta'].map((version): [string, Patch] => [
        version,
        { path: path.replace(/\/v\d+(?=\/)/, `/${version}`), headers: { authorization: null } },
      ]),
    ),
  expect: refusedOrRedirected,
});

check({
  id: 'http-surface/not-kept-by-shared-caches',
  title: 'lets no shared cache keep data',
  requirements: ['BASE-30f'],
  level: 'SHOULD',
  send: apiCall,
  expect: accepted(
    says('no directive by which a shared cache may keep an answer to Authorization', (answer) =>
      keptByDirective(answer) && !isOfNoUse(answer) ? header(answer, 'cache-control').join(', ') : undefined,
    ),
    says('none for caches of one kind either', (answer) =>
      variesByToken(answer) ? undefined : keptByNetworks(answer),
    ),
  ),
  on: 'every-route',
});

property({
  id: 'http-surface/any-method-without-token',
  title: 'gives nothing to any method without an access token',
  requirements: ['E1-AUTH-02', 'BASE-09d', 'BASE-15a'],
  given: apiCall,
  forAll: () => anyMethod(),
  but: (method) => ({ method, headers: { authorization: null } }),
  expect: unserved(),
});

property({
  id: 'http-surface/any-unknown-field',
  title: 'ignores any header field that it does not know',
  requirements: ['BASE-12a', 'BASE-30f'],
  level: 'SHOULD', // RFC 9110 section 5.1
  given: apiCall,
  forAll: (facts) => unknownField(knownFields(facts)),
  but: ({ name, value }) => ({ headers: { [name]: value } }),
  // What is odd may be refused for itself.
  expect: ({ name, value }) =>
    /^[a-z][a-z0-9-]*$/i.test(name) && /^[ -~]*$/.test(value)
      ? accepted()
      : acceptedOrRefused('odd header field'),
});

property({
  id: 'http-surface/any-negotiation',
  title:
    'answers whatever form, part or condition a call names without a server error, and with its own data',
  requirements: ['BASE-16', 'BASE-30f', 'BASE-30a'],
  given: apiCall,
  forAll: () => negotiatingField(),
  but: ({ name, value }) => ({ headers: { [name]: value } }),
  expect: answered(),
});

property({
  id: 'http-surface/any-negotiation-without-token',
  title: 'requires an access token whatever form, part or condition a call names',
  requirements: ['E1-AUTH-02', 'BASE-16', 'BASE-09d'],
  given: apiCall,
  forAll: () => negotiatingField(),
  but: ({ name, value }) => ({ headers: { authorization: null, [name]: value } }),
  expect: refused(['token-missing', 'refused']), // what is odd may be refused for itself
});

property({
  id: 'http-surface/any-query',
  title: 'ignores or refuses any query that means nothing',
  requirements: ['BASE-30f'],
  level: 'MUST', // no query that a client can send is a fault of the server (RFC 9110 section 15.6)
  given: apiCall,
  forAll: () => oddQuery(),
  but: (query, { path }) => ({ path: `${path}?${query}` }),
  expect: either(accepted(), refused('refused')),
});

property({
  id: 'http-surface/any-query-without-token',
  title: 'requires an access token whatever the query holds',
  requirements: ['E1-AUTH-02', 'BASE-09d'],
  given: apiCall,
  forAll: () => oddQuery(),
  but: (query, { path }) => ({ path: `${path}?${query}`, headers: { authorization: null } }),
  expect: refused(['token-missing', 'refused']),
});

/** Names of header fields that mean something to the API. */
function knownFields({ profile: { api, requestor } }: Facts): readonly string[] {
  return [api.identityHeader?.name, requestor?.header].filter((name) => name !== undefined);
}

/** Whether an answer to a request with Authorization may be stored by a shared cache (RFC 9111 section 3.5). */
function keptByDirective(answer: Answer): boolean {
  const names = directivesOf(answer).map(([name]) => name);
  const forbids = ['private', 'no-store', 'no-cache'].some((name) => names.includes(name));
  return !forbids && ['public', 's-maxage', 'must-revalidate'].some((name) => names.includes(name));
}

/** Whether nobody gets what is stored unasked: it is never fresh (RFC 9111 section 4.2.1), or it is for one token only. */
function isOfNoUse(answer: Answer): boolean {
  if (variesByToken(answer)) return true;
  const directives = new Map(directivesOf(answer));
  const age = directives.get('s-maxage') ?? directives.get('max-age');
  if (age !== undefined) return Number(age) === 0;
  const [expires, date] = ['expires', 'date'].map((name) => header(answer, name)[0]);
  // Where no time is named, a cache may reckon one, which is likely only for what is public.
  if (expires === undefined) return !directives.has('public');
  return !(Date.parse(expires) > (date === undefined ? 0 : Date.parse(date)));
}

function variesByToken(answer: Answer): boolean {
  const varying = header(answer, 'vary').flatMap((line) => line.toLowerCase().split(/\s*,\s*/));
  return varying.includes('*') || varying.includes('authorization');
}

function directivesOf(answer: Answer): [string, string | undefined][] {
  return cacheDirectives(header(answer, 'cache-control'));
}

/** Origins of nobody: others may belong to whoever the API does, even if they are not its own. */
function strangers({ apiOrigin }: Facts): Readonly<Record<string, string>> {
  const { hostname } = new URL(apiOrigin);
  const domain = /[a-z]/i.test(hostname) ? hostname.split('.').slice(-2).join('.') : hostname;
  return {
    'some origin': 'https://attacker.example',
    null: 'null',
    'an origin that begins as the own host does': `https://${hostname}.attacker.example`,
    'an origin that ends as the own domain does': `https://attacker${domain}`,
  };
}

/** What a browser asks before it sends a call with a token for a page of that origin. */
function preflight(origin: string): Patch {
  return {
    method: 'OPTIONS',
    headers: {
      authorization: null,
      $clientId: null,
      origin,
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'authorization',
    },
  };
}

function notReflected() {
  return says('no access for every origin with credentials', (answer, facts) => {
    const [origin = ''] = header(answer, 'access-control-allow-origin');
    const [credentials = ''] = header(answer, 'access-control-allow-credentials');
    const reflected = Object.values(strangers(facts)).includes(origin);
    return reflected && credentials.trim().toLowerCase() === 'true' ? `${origin}, credentials` : undefined;
  });
}
