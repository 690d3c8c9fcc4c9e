import {
  type Answer,
  accepted,
  answered,
  check,
  either,
  type Facts,
  header,
  member,
  type Patch,
  refused,
  says,
  tokenRequest,
  told,
} from '../fixtures/index.ts';

const inTurkish = { headers: { 'accept-language': 'tr' } } as const;

/** The same change by a client that says which form of answer it takes. */
function accepting(accept: string, change: Patch): Patch {
  return { ...change, headers: { accept } };
}

/** One request for each way in which the token endpoint refuses. */
const faults = ({ profile }: Facts): Readonly<Record<string, Patch>> => ({
  'a wrong secret': { credentials: { secret: 'wrong-secret' } },
  'an unknown client': { credentials: { id: 'no-such-client' } },
  'no secret': { credentials: { secret: null } },
  'another grant type': { form: { grant_type: 'no-such-grant' } },
  'no grant type': { form: { grant_type: null } },
  ...whereRefused(profile),
});

/** What only some token endpoints refuse, by what their documents say. */
function whereRefused({ token }: Facts['profile']): Readonly<Record<string, Patch>> {
  const { instanceParam, requiredParams, scopeRequired, unknownScope } = token;
  return {
    ...(scopeRequired && { 'no scope': { form: { scope: null } } }),
    ...(unknownScope.every((way) => way === 'error') && {
      'an unknown scope': { form: { scope: 'no-such-scope' } },
    }),
    ...(instanceParam !== undefined && {
      ...(requiredParams.includes(instanceParam) && { 'no instance': { form: { [instanceParam]: null } } }),
      'an unknown instance': { form: { [instanceParam]: 'no-such-instance' } },
    }),
  };
}

check({
  id: 'token-errors/json',
  title: 'refuses in JSON, and says so',
  requirements: ['BASE-07a'],
  given: tokenRequest,
  butEach: faults,
  expect: answered(
    says('content type application/json', (answer) => {
      const [type = 'none', ...more] = header(answer, 'content-type');
      return /^application\/json\s*(;|$)/i.test(type) && !more.length ? undefined : [type, ...more];
    }),
  ),
});

check({
  id: 'token-errors/in-any-form-asked-for',
  title: 'labels a refusal as what it is whatever the caller accepts, and gives it a code where it is JSON',
  requirements: ['BASE-07a', 'BASE-07b', 'ENABLE-26'],
  given: tokenRequest,
  // Some servers have a page for whoever accepts HTML before all else, as a browser does.
  butEach: {
    'a wrong secret, accepting HTML': accepting('text/html', { credentials: { secret: 'wrong-secret' } }),
    'another grant type, accepting a problem document': accepting('application/problem+json', {
      form: { grant_type: 'no-such-grant' },
    }),
  },
  expect: refused(
    'refused',
    says(
      'JSON that is labelled as JSON and has a code of token.errorEnum, or another form',
      (answer, facts) => {
        const { json, code = 'none' } = answer;
        const [type = 'none'] = header(answer, 'content-type');
        const isLabelled = /^application\/(?:[\w.-]+\+)?json\s*(;|$)/i.test(type);
        if ((json === undefined) === isLabelled)
          return `${isLabelled ? 'no JSON' : 'JSON'}, labelled ${type}`;
        return json === undefined || facts.profile.token.errorEnum.includes(code) ? undefined : code;
      },
    ),
  ),
});

check({
  id: 'token-errors/code',
  title: 'refuses with a code that is defined for it',
  requirements: ['BASE-07b', 'ENABLE-26'],
  given: tokenRequest,
  // Turkish writes I and i in a way of its own: a code is no text to be translated.
  butEach: (facts) => ({
    ...faults(facts),
    'a wrong secret, in Turkish': { credentials: { secret: 'wrong-secret' }, ...inTurkish },
    'another grant type, in Turkish': { form: { grant_type: 'no-such-grant' }, ...inTurkish },
  }),
  expect: refused(
    'token-refused',
    says('error is one of token.errorEnum', ({ code = 'none' }, { profile }) =>
      profile.token.errorEnum.includes(code) ? undefined : code,
    ),
  ),
});

check({
  id: 'token-errors/code-for-another-body',
  title: 'refuses a body that is no form with a code that is defined, if it names one',
  requirements: ['ENABLE-26'],
  needs: ['declared-form-only'],
  given: tokenRequest,
  butEach: {
    JSON: ({ tokenForm }) => ({
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(tokenForm),
    }),
    'a form that is declared to be text': { headers: { 'content-type': 'text/plain' } },
    'a form that is declared to be XML': { headers: { 'content-type': 'application/xml' } },
  },
  // What stands in front of the token server may refuse it in a form of its own, with words and no code.
  expect: refused(
    'token-content-type-refused',
    says('error, if it is a code, is one of token.errorEnum', (answer, { profile }) => {
      const error = member(answer, 'error');
      const isCode = typeof error === 'string' && /^[a-z]+(_[a-z]+)*$/.test(error);
      return isCode && !profile.token.errorEnum.includes(error) ? error : undefined;
    }),
  ),
});

check({
  id: 'token-errors/code-for-a-broken-form',
  title: 'refuses a secret in broken percent-encoding with a code that is defined',
  requirements: ['ENABLE-26'],
  needs: ['body-credentials'],
  given: tokenRequest,
  butEach: ({ tokenForm }) =>
    Object.fromEntries(
      Object.entries({
        'no hexadecimal digits': '%zz',
        'a percent sign alone': '%',
        'a character cut short': '%C3',
        'bytes that are no UTF-8': '%FF%FE',
        NUL: '%00',
      }).map(([how, secret]) => {
        const { client_secret: _, ...others } = tokenForm;
        return [how, { body: `${new URLSearchParams(others)}&client_secret=${secret}` }];
      }),
    ),
  expect: refused(
    ['token-refused', 'client-credentials-missing'],
    says('error is one of token.errorEnum', ({ code = 'none' }, { profile }) =>
      profile.token.errorEnum.includes(code) ? undefined : code,
    ),
  ),
});

check({
  id: 'token-errors/not-cacheable',
  title: 'lets no cache answer with a refusal',
  requirements: ['BASE-30f'],
  level: 'SHOULD',
  given: tokenRequest,
  butEach: faults,
  expect: answered(
    says('no permission to store', (answer) => {
      const value = header(answer, 'cache-control').join(', ');
      const allowing = /(^|[\s,])(public|(s-maxage|max-age)=0*[1-9])/i.test(value);
      return allowing && !/no-store/i.test(value) ? value : undefined;
    }),
  ),
});

const definedCharacters = says(
  'error and error_description of printable ASCII without quotes and backslashes',
  oddCharacters,
);

check({
  id: 'token-errors/description-of-odd-input',
  title: 'describes an error in the characters that are defined for it, whatever was sent',
  requirements: ['BASE-07e'],
  given: tokenRequest,
  butEach: {
    'quotes in the grant type': { form: { grant_type: 'a "quoted" \\grant' } },
    'line ends in the grant type': { form: { grant_type: 'grant\r\nx-injected: 1' } },
    'other letters in the grant type': { form: { grant_type: 'grån†' } },
    'quotes in the client id': { credentials: { id: 'a "quoted" \\client' } },
    'line ends in the client id': { credentials: { id: 'client\r\nx-injected: 1' } },
    'other letters in the client id': { credentials: { id: 'clïen†' } },
  },
  expect: refused(
    'token-refused',
    definedCharacters,
    says('no header field from the input', (answer) => header(answer, 'x-injected')),
  ),
});

check({
  id: 'token-errors/description-of-what-nobody-has',
  title: 'describes what it does not know in the characters that are defined for it',
  requirements: ['BASE-07e'],
  given: tokenRequest,
  butEach: {
    'a scope': { form: { scope: 'no-such-scope' } },
    'a scope with quotes and a backslash': { form: { scope: 'a-"quoted"-\\scope' } },
    'a grant type': { form: { grant_type: 'no_such_grant' } },
    'a client id': { credentials: { id: 'no-such-client' } },
  },
  expect: either(refused('token-refused', definedCharacters), accepted()),
});

check({
  id: 'token-errors/markup',
  title: 'gives no markup back',
  requirements: ['BASE-07a'],
  given: tokenRequest,
  butEach: {
    'in the grant type': { form: { grant_type: '<script>alert(1)</script>' } },
    'in the client id': { credentials: { id: '<script>alert(1)</script>' } },
  },
  expect: answered(
    says('no markup outside JSON', (answer) =>
      answer.body.includes('<script>') && !/^application\/json/i.test(header(answer, 'content-type')[0] ?? '')
        ? 'the markup that was sent'
        : undefined,
    ),
  ),
});

check({
  id: 'token-errors/wrong-secret-not-echoed',
  title: 'does not give a wrong secret back, which may be almost right',
  requirements: ['BASE-30f'],
  given: tokenRequest,
  but: { credentials: { secret: 'almost-the-right-secret' } },
  expect: answered(
    says('not the secret that was sent', (answer) =>
      told(answer).includes('almost-the-right-secret') ? 'it' : undefined,
    ),
  ),
});

function oddCharacters(answer: Answer): string[] {
  return ['error', 'error_description'].flatMap((name) => {
    const value = member(answer, name);
    return value === undefined || (typeof value === 'string' && /^[ !#-[\]-~]*$/.test(value))
      ? []
      : [`${name} ${JSON.stringify(value)}`];
  });
}
