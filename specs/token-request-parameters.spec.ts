import {
  accepted,
  answered,
  callWith,
  check,
  either,
  type Facts,
  formSpelling,
  ordinaryGrant,
  type Patch,
  type PatchSource,
  property,
  refused,
  type Step,
  says,
  spelledForm,
  tokenFor,
  tokenRequest,
  unknownParameter,
} from '../fixtures/index.ts';

const { requests: ordinaryRequests, same: sameAsOrdinary, sameOrNone } = ordinaryGrant;

const thirtyUnknown = Array.from({ length: 30 }, (_, at): [string, string] => [`m2m${at}`, '1']);

const likeAbsent = says('a token, or none, as without the parameter', (answer, { answerTo }) => {
  const [absent, empty] = [answerTo('without scope'), answer].map((each) => each.status === 200);
  return absent === empty ? undefined : `status ${answer.status}`;
});

check({
  id: 'token-request-parameters/scope-empty',
  title: 'takes a scope parameter without a value for an absent one',
  requirements: ['BASE-03c', 'E1-AUTH-47'],
  level: 'SHOULD', // strictly a MUST, but a text without a character is no list of scopes either (RFC 6749 section 3.3)
  needs: ['scopes'],
  steps: [
    {
      ...tokenRequest,
      but: { form: { scope: null } },
      expect: either(accepted(), refused('token-refused')),
      saveAnswer: 'without scope',
      because: 'no scope is named',
    },
    {
      ...tokenRequest,
      but: { form: { scope: '' } },
      expect: either(accepted(likeAbsent), refused('token-refused', likeAbsent)),
      because: 'the parameter has no value',
    },
  ],
});

check({
  id: 'token-request-parameters/order',
  title: 'takes the parameters in any order',
  requirements: ['E1-AUTH-08', 'E1-AUTH-09'],
  given: tokenRequest,
  butEach: {
    reversed: (facts) => body(Object.entries(facts.tokenForm).reverse()),
    rotated: (facts) => body(rotated(Object.entries(facts.tokenForm))),
  },
  expect: accepted(),
});

check({
  id: 'token-request-parameters/percent-encoding',
  title: 'takes parameters with more characters encoded than need to be',
  requirements: ['E1-AUTH-07', 'BASE-03e', 'ENABLE-20'],
  given: tokenRequest,
  butEach: {
    'in the values': (facts) => ({ body: written(facts.tokenForm, (name) => name, everyByteEncoded) }),
    'in the names': (facts) => ({ body: written(facts.tokenForm, everyByteEncoded, encodeURIComponent) }),
    'in lower case': (facts) => ({
      body: written(
        facts.tokenForm,
        (name) => name,
        (value) => everyByteEncoded(value).toLowerCase(),
      ),
    }),
  },
  expect: accepted(),
});

property({
  id: 'token-request-parameters/any-spelling',
  title: 'takes the parameters however a form may write them',
  requirements: ['E1-AUTH-07', 'BASE-03e', 'ENABLE-20'],
  given: tokenRequest,
  forAll: ({ tokenForm }) => formSpelling(Object.entries(tokenForm)),
  but: (spelling, { tokenForm }) => ({ body: spelledForm(Object.entries(tokenForm), spelling) }),
  expect: accepted(),
});

check({
  id: 'token-request-parameters/encoded-space',
  title: 'reads %20 and + alike as the space between scopes',
  requirements: ['E1-AUTH-49', 'E1-AUTH-07', 'BASE-03e', 'ENABLE-20'],
  needs: ['other-scope'],
  given: tokenFor('primary', bothScopes),
  butEach: {
    '%20': (facts) => ({ body: formWithBothScopes(facts).replaceAll('+', '%20') }),
    '+': (facts) => ({ body: formWithBothScopes(facts).replaceAll('%20', '+') }),
  },
  expect: accepted(),
});

check({
  id: 'token-request-parameters/secret-of-any-characters',
  title: 'takes a secret of any characters, as the form spells it',
  requirements: ['E1-AUTH-07', 'E1-AUTH-08', 'ENABLE-20'],
  needs: ['body-credentials', 'odd-characters'],
  steps: [
    {
      ...tokenFor('odd-characters', ({ scopes }: Facts) => scopes.main || undefined),
      save: { $odd: 'access_token' },
    },
    { ...callWith('$odd', 'odd-characters') },
  ],
});

check({
  id: 'token-request-parameters/charset',
  title: 'takes a form that is declared with a charset parameter',
  requirements: ['E1-AUTH-07'],
  level: 'SHOULD',
  given: tokenRequest,
  butEach: {
    'charset=UTF-8': { headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' } },
    'space, charset=utf-8': {
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    },
  },
  expect: accepted(),
});

check({
  id: 'token-request-parameters/media-type-case',
  title: 'reads the media type without regard to case',
  requirements: ['E1-AUTH-07', 'BASE-12d'],
  level: 'SHOULD',
  given: tokenRequest,
  but: { headers: { 'content-type': 'Application/X-WWW-Form-URLEncoded' } },
  expect: accepted(),
});

check({
  id: 'token-request-parameters/unknown',
  title: 'ignores parameters that it does not know',
  requirements: ['BASE-03b'],
  steps: [
    ...issuesTheSameWith({ form: { hello: 'world', version: '2' } }),
    {
      ...tokenRequest,
      but: ({ tokenForm }) => body([...thirtyUnknown, ...Object.entries(tokenForm)]),
      expect: accepted(sameAsOrdinary),
      because: 'thirty of them come first',
    },
  ],
});

property({
  id: 'token-request-parameters/any-unknown',
  title: 'ignores any parameter that it does not know',
  requirements: ['BASE-03b'],
  given: tokenRequest,
  forAll: unknownParameter,
  but: ({ name, value }) => ({ form: { [name]: value } }),
  // What would set a prototype may be refused for itself.
  expect: ({ name }) =>
    /^__|^prototype$/.test(name) ? either(accepted(), refused('token-refused')) : accepted(),
});

check({
  id: 'token-request-parameters/lifetime',
  title: 'lets no parameter choose the lifetime',
  requirements: ['E1-AUTH-14', 'BASE-03b'],
  steps: issuesTheSameWith(livingFor(86_400)),
});

check({
  id: 'token-request-parameters/shorter-lifetime',
  title: 'lets no parameter shorten the lifetime',
  // Where no lifetime is promised, a server may know a parameter for a shorter one.
  requirements: ['E1-AUTH-14'],
  steps: issuesTheSameWith(livingFor(600)),
});

check({
  id: 'token-request-parameters/identity',
  title: 'lets no parameter choose whom the token is for',
  requirements: ['E1-AUTHZ-23', 'E1-AUTHZ-22', 'BASE-03b'],
  steps: issuesTheSameWith({
    form: {
      sub: 'admin',
      user: 'admin',
      user_id: '1',
      userId: '1',
      assignedUserId: '1',
      assigned_user_id: '1',
      username: 'admin',
      azp: 'admin',
      iss: 'https://issuer.example',
      claims: '{"sub":"admin","admin":true}',
    },
  }),
});

check({
  id: 'token-request-parameters/rights',
  title: 'lets no parameter add rights',
  requirements: ['E1-AUTH-48', 'BASE-03b'],
  steps: issuesTheSameWith({
    form: {
      role: 'admin',
      roles: 'admin',
      groups: 'admin',
      permissions: '*',
      scp: '*',
      admin: 'true',
      companyId: '1',
      company_id: '1',
    },
  }),
});

check({
  id: 'token-request-parameters/audience',
  title: 'issues no token for an API that a parameter names',
  requirements: ['BASE-28b'],
  steps: [
    ...ordinaryRequests,
    ...['audience', 'resource', 'aud'].map(
      (name): Step => ({
        ...tokenRequest,
        but: { form: { [name]: 'https://another-api.example' } },
        expect: answered(sameOrNone),
        because: `${name} is ignored or refused`,
      }),
    ),
  ],
});

check({
  id: 'token-request-parameters/forwarded-host',
  title: 'issues the same token whatever forwarded headers say of the host',
  requirements: ['BASE-28d'],
  steps: issuesTheSameWith({
    headers: {
      'x-forwarded-host': 'elsewhere.example',
      'x-forwarded-proto': 'https',
      forwarded: 'host=elsewhere.example;proto=https',
    },
  }),
});

check({
  id: 'token-request-parameters/debug-switch',
  title: 'tells nothing more when asked to debug',
  requirements: ['BASE-03b', 'BASE-30f'],
  steps: issuesTheSameWith({
    form: { debug: '1', verbose: 'true', trace: '1' },
    headers: { 'x-debug': '1' },
  }),
});

/** What asks for tokens that live so many seconds. */
function livingFor(seconds: number): PatchSource {
  const names = [
    'expires_in',
    'expiry',
    'lifetime',
    'token_lifetime',
    'ttl',
    'max_age',
    'validity_period',
    'duration',
  ];
  return ({ now }) => ({
    form: {
      ...Object.fromEntries(names.map((name) => [name, String(seconds)])),
      exp: String(now + seconds),
    },
  });
}

/** The token of a request with a change grants what ordinary ones grant, and shows the caller's own data. */
function issuesTheSameWith(change: PatchSource): readonly Step[] {
  return [
    ...ordinaryRequests,
    {
      ...tokenRequest,
      but: change,
      expect: accepted(sameAsOrdinary),
      save: { $token: 'access_token' },
      because: 'with the further parameters',
    },
    { ...callWith('$token', 'primary'), because: 'the token is the caller’s' },
  ];
}

function body(parameters: [string, string][]): Patch {
  return { body: new URLSearchParams(parameters).toString() };
}

function rotated<T>([first, ...others]: readonly T[]): T[] {
  return first === undefined ? others : [...others, first];
}

type Encoding = (text: string) => string;

function written(parameters: Readonly<Record<string, string>>, name: Encoding, value: Encoding): string {
  return Object.entries(parameters)
    .map((each) => `${name(each[0])}=${value(each[1])}`)
    .join('&');
}

function everyByteEncoded(text: string): string {
  return Buffer.from(text).toString('hex').toUpperCase().replace(/../g, '%$&');
}

function bothScopes({ scopes }: Facts): string {
  return `${scopes.main} ${scopes.other}`;
}

function formWithBothScopes(facts: Facts): string {
  return new URLSearchParams({ ...facts.tokenForm, scope: bothScopes(facts) }).toString();
}
