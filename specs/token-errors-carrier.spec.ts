import {
  accepted,
  apiCall,
  basicCredentials,
  callWith,
  check,
  either,
  type Facts,
  isUnchallenged,
  type Patch,
  refused,
  type Step,
  says,
  tokenRequest,
  unsignedAssertion,
} from '../fixtures/index.ts';

check({
  id: 'token-errors-carrier/query',
  title: 'takes no token request from the query',
  requirements: ['E1-AUTH-08'],
  given: tokenRequest,
  but: (facts) => ({ query: facts.tokenForm, body: '' }),
  expect: refused(['token-refused', 'token-content-type-refused']),
});

check({
  id: 'token-errors-carrier/secret-in-query',
  title: 'takes no secret from the query',
  requirements: ['BASE-02a', 'E1-AUTH-08'],
  given: tokenRequest,
  butEach: {
    'instead of the body': ({ client }) => ({
      credentials: { secret: null },
      query: { client_secret: client('primary').secret },
    }),
    'beside a wrong one in the body': ({ client }) => ({
      credentials: { secret: 'wrong-secret' },
      query: { client_secret: client('primary').secret },
    }),
  },
  expect: refused('client-credentials-missing'),
});

check({
  id: 'token-errors-carrier/pair-in-query',
  title: 'authenticates no client by the query alone',
  requirements: ['BASE-02a', 'E1-AUTH-08'],
  given: tokenRequest,
  but: ({ client }) => ({
    credentials: { id: null, secret: null },
    query: { client_id: client('primary').id, client_secret: client('primary').secret },
  }),
  expect: refused('client-credentials-missing'),
});

check({
  id: 'token-errors-carrier/client-id-in-query',
  title: 'takes no client id from the query',
  requirements: ['BASE-02a', 'E1-AUTH-08'],
  given: tokenRequest,
  but: ({ clientId }) => ({ credentials: { id: null }, query: { client_id: clientId } }),
  expect: refused('client-credentials-missing'),
});

check({
  id: 'token-errors-carrier/grant-type-in-query',
  title: 'takes no grant type from the query',
  requirements: ['E1-AUTH-09', 'E1-AUTH-07'],
  level: 'SHOULD',
  given: tokenRequest,
  but: { form: { grant_type: null }, query: { grant_type: 'client_credentials' } },
  expect: refused('token-refused'),
});

check({
  id: 'token-errors-carrier/secret-in-header-or-cookie',
  title: 'takes no secret from a header field or a cookie',
  requirements: ['E1-AUTH-08'],
  given: tokenRequest,
  butEach: {
    'client_secret header': withoutSecret(({ client }) => ({ client_secret: client('primary').secret })),
    'x-client-secret header': withoutSecret(({ client }) => ({
      'x-client-secret': client('primary').secret,
    })),
    cookie: withoutSecret(({ client }) => ({ cookie: `client_secret=${client('primary').secret}` })),
  },
  expect: refused('client-credentials-missing'),
});

check({
  id: 'token-errors-carrier/bracketed-secret',
  title: 'takes nothing for the secret that has brackets in its name, and makes no operator of it',
  requirements: ['E1-AUTH-10', 'BASE-02d'],
  given: tokenRequest,
  butEach: {
    '[$ne]': { credentials: { secret: null }, form: { 'client_secret[$ne]': 'x' } },
    '[$gt]': { credentials: { secret: null }, form: { 'client_secret[$gt]': '' } },
    '[$regex]': { credentials: { secret: null }, form: { 'client_secret[$regex]': '.*' } },
    '[length]': { credentials: { secret: null }, form: { 'client_secret[length]': '0' } },
    '[toString]': { credentials: { secret: null }, form: { 'client_secret[toString]': 'x' } },
    '[]': bracketed('[]'),
    '[0]': bracketed('[0]'),
  },
  expect: refused('client-credentials-missing'),
});

check({
  id: 'token-errors-carrier/bracketed-client-id',
  title: 'makes no operator of a client id’s name in brackets',
  requirements: ['E1-AUTH-10', 'BASE-02d'],
  given: tokenRequest,
  butEach: {
    '[$ne]': { credentials: { id: null }, form: { 'client_id[$ne]': 'x' } },
    '[$regex]': { credentials: { id: null }, form: { 'client_id[$regex]': '.*' } },
    '[toString]': { credentials: { id: null }, form: { 'client_id[toString]': 'x' } },
  },
  expect: refused('client-credentials-missing'),
});

check({
  id: 'token-errors-carrier/client-assertion',
  title: 'takes no unsigned assertion in place of the secret',
  requirements: ['E1-AUTH-08', 'E1-AUTH-10', 'BASE-02d'],
  given: tokenRequest,
  butEach: {
    unsigned: (facts) => asClientAssertion(unsignedAssertion(facts.clientId, facts.now)),
    'no JWT at all': ({ clientId }) => asClientAssertion(clientId),
    'unsigned, and nothing else of the client': (facts) => ({
      ...asClientAssertion(unsignedAssertion(facts.clientId, facts.now)),
      credentials: { id: null, secret: null },
    }),
    'with a signature of nobody, and nothing else of the client': (facts) => ({
      ...asClientAssertion(`${unsignedAssertion(facts.clientId, facts.now)}AAAA`),
      credentials: { id: null, secret: null },
    }),
  },
  expect: refused('client-credentials-missing'),
});

check({
  id: 'token-errors-carrier/access-token-for-secret',
  title: 'takes no access token in place of the secret',
  requirements: ['E1-AUTH-10', 'E1-AUTH-22', 'BASE-02d'],
  steps: [
    { ...tokenRequest, save: { $token: 'access_token' } },
    ...Object.entries({
      'it stands in Authorization': withToken((token) => ({ headers: { authorization: `Bearer ${token}` } })),
      'it stands in Authorization, and no client id in the body': withToken((token) => ({
        credentials: { id: null, secret: null },
        headers: { authorization: `Bearer ${token}` },
      })),
      'it stands in Authorization, beside a wrong secret': withToken((token) => ({
        credentials: { secret: 'wrong-secret' },
        headers: { authorization: `Bearer ${token}` },
      })),
      'it is the secret': withToken((token) => ({ credentials: { secret: token } })),
      'it is a parameter': withToken((token) => ({ form: { access_token: token } })),
      'it is an assertion of the client': withToken(asClientAssertion),
    }).map(
      ([because, but]): Step => ({
        ...tokenRequest,
        but,
        expect: refused(['client-credentials-missing', 'invalid-client']),
        because,
      }),
    ),
  ],
});

check({
  id: 'token-errors-carrier/basic-of-another-client',
  title: 'issues no token to a client that a Basic header merely names',
  requirements: ['E1-AUTH-10', 'BASE-01', 'BASE-02d'],
  needs: ['another-client', 'body-credentials'],
  steps: [
    {
      ...tokenRequest,
      but: ({ client }) => ({
        headers: {
          authorization: basicCredentials({ id: client('$another').id, secret: 'wrong-secret' }, 'form'),
        },
      }),
      expect: either(refused('token-refused'), accepted()),
      save: { $token: 'access_token' },
      because: 'two ways of authentication at once are refused, or one of them counts',
    },
    {
      ...callWith('$token', 'primary'),
      when: '$token',
      because: 'the token is that of the client whose secret was right',
    },
  ],
});

check({
  id: 'token-errors-carrier/basic-wrong-secret',
  title: 'issues no token for a wrong secret in a Basic header',
  requirements: ['E1-AUTH-10', 'BASE-02d'],
  needs: ['body-credentials'],
  given: tokenRequest,
  but: ({ clientId }) => basicInstead(clientId, 'wrong-secret'),
  expect: refused('client-credentials-missing'),
});

check({
  id: 'token-errors-carrier/basic-challenge',
  title: 'challenges a client whose Basic credentials it refuses with 401',
  requirements: ['BASE-07d', 'BASE-10a'],
  level: 'SHOULD',
  given: tokenRequest,
  but: ({ clientId }) => basicInstead(clientId, 'wrong-secret'),
  expect: refused(
    'client-credentials-missing',
    says('WWW-Authenticate with a 401 (RFC 9110 section 15.5.2)', (answer) =>
      isUnchallenged(answer) ? 'a 401 without it' : undefined,
    ),
  ),
});

check({
  id: 'token-errors-carrier/challenge',
  title: 'challenges a client whom it refuses with 401 because it lacks credentials',
  requirements: ['BASE-10a'],
  level: 'SHOULD', // as above
  given: tokenRequest,
  butEach: {
    'no secret': { credentials: { secret: null } },
    'neither id nor secret': { credentials: { id: null, secret: null } },
  },
  expect: refused(
    'client-credentials-missing',
    says('WWW-Authenticate with a 401 (RFC 9110 section 15.5.2)', (answer) =>
      isUnchallenged(answer) ? 'a 401 without it' : undefined,
    ),
  ),
});

check({
  id: 'token-errors-carrier/secret-as-api-key',
  title: 'takes no secret for an API key',
  requirements: ['E1-AUTH-01', 'E1-AUTH-02', 'E1-AUTH-15', 'JWT-BASIC-13'],
  needs: ['secret-no-token'],
  given: apiCall,
  butEach: {
    'x-api-key': asApiKey('x-api-key'),
    'api-key': asApiKey('api-key'),
    'x-client-secret': asApiKey('x-client-secret'),
  },
  expect: refused('refused'),
});

/** The request without its secret, and with an access token of the client. */
function withToken(change: (token: string) => Patch) {
  return ({ saved }: Facts): Patch => ({ credentials: { secret: null }, ...change(saved('$token')) });
}

function withoutSecret(headers: (facts: Facts) => Readonly<Record<string, string>>) {
  return (facts: Facts): Patch => ({ credentials: { secret: null }, headers: headers(facts) });
}

/** The right secret, by its name with more behind it. */
function bracketed(brackets: string) {
  return ({ client }: Facts): Patch => ({
    credentials: { secret: null },
    form: { [`client_secret${brackets}`]: client('primary').secret },
  });
}

function asApiKey(header: string) {
  return ({ client }: Facts): Patch => ({
    headers: { authorization: null, [header]: client('primary').secret },
  });
}

function basicInstead(id: string, secret: string): Patch {
  return {
    credentials: { id: null, secret: null },
    headers: { authorization: basicCredentials({ id, secret }, 'form') },
  };
}

function asClientAssertion(assertion: string): Patch {
  return {
    credentials: { secret: null },
    form: {
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    },
  };
}
