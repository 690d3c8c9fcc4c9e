import {
  accepted,
  answered,
  apiCall,
  callAs,
  check,
  type Expectation,
  either,
  type Facts,
  observing,
  type Patch,
  refused,
  says,
  tokenFor,
} from '../fixtures/index.ts';

/** RFC 6750 knows two carriers more, which E1 does not offer; knob `api.altTokenCarriers`. */
const refusedUnlessOpen: Expectation = either(
  refused('refused'),
  answered(
    says('anything else only where the profile leaves other carriers open', (_answer, { profile }) =>
      profile.api.altTokenCarriers === 'reject' ? 'the token taken' : undefined,
    ),
    observing('another carrier of the token', ({ status }) => ({ 'answer to a token elsewhere': status })),
  ),
);

/** By which frameworks and gateways look for a token in the query, beside `access_token` (RFC 6750 section 2.3). */
const namesInQuery = [
  ...['jwt', 'bearer', 'bearer_token', 'auth_token', 'oauth_token', 'id_token', 'accessToken', 'authToken'],
  ...['auth', 'api_key', 'apikey', 'key'],
];

/** By which gateways and platforms hand on the token of who has signed in: nobody outside may set them. */
const headersOfPlatforms = [
  ...['x-auth-request-access-token', 'x-amzn-oidc-accesstoken', 'x-amzn-oidc-data', 'x-jwt-assertion'],
  ...['x-ms-token-aad-access-token', 'x-goog-iap-jwt-assertion', 'cf-access-jwt-assertion', 'x-id-token'],
];

check({
  id: 'token-carriers/query',
  title: 'refuses an access token in the query alone',
  requirements: ['E1-AUTH-15', 'BASE-09c'],
  given: apiCall,
  butEach: ({ token }) => ({
    access_token: { headers: { authorization: null }, query: { access_token: token } },
    token: { headers: { authorization: null }, query: { token } },
    authorization: { headers: { authorization: null }, query: { authorization: `Bearer ${token}` } },
  }),
  expect: refusedUnlessOpen,
  on: 'every-route',
});

check({
  id: 'token-carriers/query-by-other-names',
  title: 'refuses an access token in the query alone, by whatever name it stands there',
  requirements: ['E1-AUTH-15', 'BASE-09c'],
  given: apiCall,
  butEach: ({ token }) =>
    Object.fromEntries(
      namesInQuery.map((name) => [name, { headers: { authorization: null }, query: { [name]: token } }]),
    ),
  expect: refusedUnlessOpen,
});

check({
  id: 'token-carriers/form',
  title: 'refuses an access token in a form body alone',
  requirements: ['E1-AUTH-15', 'BASE-09c'],
  given: apiCall,
  but: ({ token }) => ({
    headers: { authorization: null, 'content-type': 'application/x-www-form-urlencoded' },
    form: { access_token: token },
  }),
  expect: refusedUnlessOpen,
});

check({
  id: 'token-carriers/body-of-commands',
  title: 'refuses an access token that stands in the body of a command alone, be it a form or JSON',
  requirements: ['E1-AUTH-15', 'BASE-09c'],
  needs: ['json-body'],
  given: apiCall,
  butEach: ({ token, json }) => {
    const members = typeof json === 'object' && json !== null && !Array.isArray(json) ? json : {};
    const texts = Object.entries(members).map(([name, value]): [string, string] => [name, String(value)]);
    const withBody = (type: string, body: string): Patch => ({
      headers: { authorization: null, 'content-type': type },
      body,
    });
    return Object.fromEntries(
      ['access_token', 'token'].flatMap((name): [string, Patch][] => {
        const form = new URLSearchParams([...texts, [name, token]]).toString();
        return [
          [`${name} of a form`, withBody('application/x-www-form-urlencoded', form)],
          [
            `${name} of its JSON`,
            withBody('application/json', JSON.stringify({ ...members, [name]: token })),
          ],
        ];
      }),
    );
  },
  expect: refusedUnlessOpen,
  on: 'every-route-with-json',
});

check({
  id: 'token-carriers/cookie',
  title: 'refuses an access token in a cookie alone',
  requirements: ['E1-AUTH-15'],
  given: apiCall,
  butEach: ({ token }) => ({
    access_token: { headers: { authorization: null, cookie: `access_token=${token}` } },
    token: { headers: { authorization: null, cookie: `token=${token}` } },
    Authorization: { headers: { authorization: null, cookie: `Authorization=Bearer ${token}` } },
    ...Object.fromEntries(
      ['session', 'sid', 'jwt', 'auth', 'bearer', 'id_token', '__Host-session'].map((name) => [
        name,
        { headers: { authorization: null, cookie: `${name}=${token}` } },
      ]),
    ),
  }),
  expect: refusedUnlessOpen,
});

check({
  id: 'token-carriers/other-header',
  title: 'refuses an access token in another header than Authorization',
  requirements: ['E1-AUTH-15'],
  given: apiCall,
  butEach: ({ token }) => ({
    'x-access-token': { headers: { authorization: null, 'x-access-token': token } },
    'x-auth-token': { headers: { authorization: null, 'x-auth-token': token } },
    'proxy-authorization': { headers: { authorization: null, 'proxy-authorization': `Bearer ${token}` } },
    'x-authorization': { headers: { authorization: null, 'x-authorization': `Bearer ${token}` } },
    'sec-websocket-protocol': {
      headers: { authorization: null, 'sec-websocket-protocol': `bearer, ${token}` },
    },
  }),
  expect: refusedUnlessOpen,
});

check({
  id: 'token-carriers/forwarded-header',
  title: 'refuses an access token in a header by which gateways pass Authorization on',
  requirements: ['E1-AUTH-15'],
  given: apiCall,
  butEach: ({ token }) => ({
    'x-forwarded-authorization': {
      headers: { authorization: null, 'x-forwarded-authorization': `Bearer ${token}` },
    },
    'x-original-authorization': {
      headers: { authorization: null, 'x-original-authorization': `Bearer ${token}` },
    },
    'x-forwarded-access-token': { headers: { authorization: null, 'x-forwarded-access-token': token } },
    http_authorization: { headers: { authorization: null, http_authorization: `Bearer ${token}` } },
  }),
  expect: refusedUnlessOpen,
});

check({
  id: 'token-carriers/in-basic-credentials',
  title: 'refuses an access token that stands for a user name or a password of HTTP Basic',
  requirements: ['E1-AUTH-15'],
  given: apiCall,
  butEach: ({ token, clientId }) =>
    Object.fromEntries(
      Object.entries({
        'as the name, without a password': `${token}:`,
        'as the name': `${token}:x-oauth-basic`,
        'as the password, without a name': `:${token}`,
        'as the password': `x-access-token:${token}`,
        'as the password of the client': `${clientId}:${token}`,
      }).map(([how, pair]) => [
        how,
        { headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` } },
      ]),
    ),
  expect: refusedUnlessOpen,
});

check({
  id: 'token-carriers/header-of-a-platform',
  title: 'refuses an access token in a header by which platforms tell who has signed in',
  requirements: ['E1-AUTH-15', 'BASE-28d'],
  given: apiCall,
  butEach: ({ token }) =>
    Object.fromEntries(
      headersOfPlatforms.map((name) => [name, { headers: { authorization: null, [name]: token } }]),
    ),
  expect: refusedUnlessOpen,
});

check({
  id: 'token-carriers/forged-in-header-good-in-query',
  title: 'refuses a forged token in Authorization beside the access token in the query',
  requirements: ['E1-AUTH-15', 'BASE-09b'],
  given: apiCall,
  but: ({ token }) => ({ token: 'forged-token-0123456789abcdefghijkl', query: { access_token: token } }),
  expect: refused('refused'), // an invalid token, or two methods at once: 401 or 400 (RFC 6750 section 3.1)
});

check({
  id: 'token-carriers/beside-other-credentials',
  title: 'refuses an access token elsewhere beside credentials of another scheme, or none, in Authorization',
  requirements: ['E1-AUTH-15', 'BASE-09c'],
  given: apiCall,
  butEach: ({ token }) => {
    const form = { access_token: token };
    return {
      'Basic, and the query': { headers: { authorization: 'Basic eDp5' }, query: form },
      'a scheme that nobody knows, and the query': { headers: { authorization: 'Custom x' }, query: form },
      'the scheme alone, and the query': { headers: { authorization: 'Bearer' }, query: form },
      'Basic, and a cookie': {
        headers: { authorization: 'Basic eDp5', cookie: `access_token=${token}` },
      },
      'Basic, and another header': { headers: { authorization: 'Basic eDp5', 'x-access-token': token } },
    };
  },
  expect: refusedUnlessOpen,
});

check({
  id: 'token-carriers/forged-in-header-good-elsewhere',
  title: 'refuses a forged token in Authorization whatever other place holds the access token',
  requirements: ['E1-AUTH-15', 'BASE-09b'],
  given: apiCall,
  butEach: ({ token }) => goodElsewhere(token, { token: 'forged-token-0123456789abcdefghijkl' }),
  expect: refusedUnlessOpen,
});

check({
  id: 'token-carriers/expired-in-header-good-elsewhere',
  title: 'refuses an expired token in Authorization whatever other place holds one that has not expired',
  requirements: ['E1-AUTH-15', 'E1-AUTH-14', 'BASE-09b'],
  needs: ['expired-token'],
  given: apiCall,
  butEach: ({ token }) =>
    goodElsewhere(token, {
      token: { readyMade: 'expired', orMinted: { claims: ({ now }) => ({ exp: now - 3600 }) } },
    }),
  expect: refusedUnlessOpen,
});

check({
  id: 'token-carriers/cookie-of-a-success',
  title: 'accepts no cookie that a success sets in the place of an access token',
  requirements: ['E1-AUTH-15', 'E1-AUTH-02', 'BASE-09d'],
  steps: [
    { ...apiCall, saveHeader: { $cookies: 'set-cookie' } },
    {
      ...callAs('primary', {
        but: (facts) => ({ headers: { authorization: null, cookie: cookiesIn(facts) } }),
      }),
      when: '$cookies',
      expect: refusedUnlessOpen,
      because: 'the cookies of the success, and no token',
    },
    {
      ...callAs('primary', {
        but: (facts) => ({ token: 'no-such-token', headers: { cookie: cookiesIn(facts) } }),
      }),
      when: '$cookies',
      expect: refusedUnlessOpen,
      because: 'the cookies of the success, and a forged token',
    },
  ],
});

check({
  id: 'token-carriers/cookie-of-another-client',
  title: 'serves the client of the token, whoever was given the cookie beside it',
  requirements: ['E1-AUTH-15', 'E1-AUTHZ-21', 'BASE-30a'],
  needs: ['distinct-data'],
  steps: [
    { ...callAs('$another'), expect: answered(), saveHeader: { $cookies: 'set-cookie' } },
    {
      ...callAs('primary', { but: (facts) => ({ headers: { cookie: cookiesIn(facts) } }) }),
      when: '$cookies',
      expect: either(accepted(), refused('refused')),
      because: 'the cookies of the other client',
    },
  ],
});

check({
  id: 'token-carriers/two-clients',
  title:
    'takes all that it needs from the token in Authorization beside another in the query, or refuses both',
  requirements: ['E1-AUTH-15', 'E1-AUTHZ-21'],
  needs: ['distinct-data'],
  steps: [
    { ...tokenFor('$another', ({ scopes }) => scopes.main), save: { $other: 'access_token' } },
    {
      ...callAs('primary', { but: ({ saved }) => ({ query: { access_token: saved('$other') } }) }),
      expect: either(accepted(), refused('refused')),
    },
    {
      ...callAs('primary', {
        but: ({ saved }) => ({ headers: { cookie: `access_token=${saved('$other')}` } }),
      }),
      expect: either(accepted(), refused('refused')),
    },
  ],
});

/** A token that is no good where it belongs, and the access token in each place where it does not. */
function goodElsewhere(token: string, inHeader: Patch): Record<string, Patch> {
  return {
    'in the query': { ...inHeader, query: { access_token: token } },
    'in a form': {
      ...inHeader,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      form: { access_token: token },
    },
    'in the cookie access_token': { ...inHeader, headers: { cookie: `access_token=${token}` } },
    'in the cookie token': { ...inHeader, headers: { cookie: `token=${token}` } },
    'in x-access-token': { ...inHeader, headers: { 'x-access-token': token } },
    'in x-auth-token': { ...inHeader, headers: { 'x-auth-token': token } },
    'in x-forwarded-access-token': { ...inHeader, headers: { 'x-forwarded-access-token': token } },
    'in x-forwarded-authorization': {
      ...inHeader,
      headers: { 'x-forwarded-authorization': `Bearer ${token}` },
    },
    'in proxy-authorization': { ...inHeader, headers: { 'proxy-authorization': `Bearer ${token}` } },
  };
}

/** What a browser would send back after the saved `Set-Cookie` (RFC 6265 section 5.4). */
function cookiesIn({ saved }: Facts): string {
  return saved('$cookies')
    .split('\n')
    .map((line) => line.split(';')[0]?.trim() ?? '')
    .join('; ');
}
