import {
  accepted,
  answered,
  callWith,
  check,
  either,
  type Facts,
  oneof,
  ordinaryGrant,
  parameterNameNearMiss,
  property,
  refused,
  type Step,
  tokenFor,
  tokenRequest,
} from '../fixtures/index.ts';

const main = ({ scopes }: Facts) => scopes.main;
const other = ({ scopes }: Facts) => scopes.other;

const asOrdinaryOrRefused = { expect: answered(ordinaryGrant.sameOrNone) } as const;

check({
  id: 'token-parameter-names/near-misses',
  title: 'takes no parameter for one of which the name is only similar',
  requirements: ['BASE-03b', 'E1-AUTH-49'],
  needs: ['other-scope'],
  steps: [
    ...ordinaryGrant.requests,
    ...['Scope', 'SCOPE', 'scope[]', 'scope[0]', 'scope.', ' scope', 'scope '].map(
      (name): Step => ({
        ...tokenRequest,
        but: (facts) => ({ form: { [name]: other(facts) } }),
        ...asOrdinaryOrRefused,
        because: `“${name}” is another name than scope`,
      }),
    ),
  ],
});

check({
  id: 'token-parameter-names/padded',
  title: 'takes nothing for the grant type that has a blank or a mark beside its name',
  requirements: ['BASE-03f', 'BASE-03g'],
  level: 'SHOULD', // it is another name, but nobody gains by it
  given: tokenRequest,
  butEach: ({ tokenForm }) =>
    Object.fromEntries(
      Object.entries({
        'a blank before it': ' grant_type',
        'a blank after it': 'grant_type ',
        'a tab before it': '\tgrant_type',
        'a line break after it': 'grant_type\r\n',
        'a no-break space before it': '\u00a0grant_type',
        'a byte order mark before it': '\ufeffgrant_type',
        'a zero byte after it': 'grant_type\0',
      }).map(([what, name]) => [what, { form: { grant_type: null, [name]: tokenForm.grant_type ?? '' } }]),
    ),
  expect: refused(['token-refused', 'client-credentials-missing']),
});

check({
  id: 'token-parameter-names/semicolon',
  title: 'takes a semicolon in a value for a part of the value',
  requirements: ['BASE-03e', 'BASE-03b'],
  needs: ['other-scope'],
  steps: [
    ...ordinaryGrant.requests,
    ...['first', 'last'].map(
      (place): Step => ({
        ...tokenRequest,
        but: (facts) => {
          const odd = `odd=1;scope=${encodeURIComponent(other(facts))}`;
          const form = new URLSearchParams(facts.tokenForm).toString();
          return { body: place === 'first' ? `${odd}&${form}` : `${form}&${odd}` };
        },
        ...asOrdinaryOrRefused,
        because: `a value with a semicolon stands ${place}`,
      }),
    ),
  ],
});

check({
  id: 'token-parameter-names/among-many',
  title: 'reads every parameter, or refuses the request, however many there are',
  requirements: ['E1-AUTH-49', 'BASE-03b'],
  needs: ['other-scope'],
  steps: [
    {
      ...tokenFor('primary', main),
      but: (facts) => {
        const { scope: _, ...form } = facts.tokenForm;
        const many = Array.from({ length: 100 }, (_each, index) => [`odd${index}`, '1'] as const);
        return {
          body: new URLSearchParams([...Object.entries(form), ...many, ['scope', main(facts)]] as [
            string,
            string,
          ][]).toString(),
        };
      },
      expect: either(accepted(), refused('token-refused')),
      save: { $token: 'access_token' },
      because: 'the scope stands after a hundred unknown parameters',
    },
    {
      ...callWith('$token', 'primary', { route: 'other-scope' }),
      when: '$token',
      expect: refused('insufficient-scope'),
      because: 'the token was asked for one scope only',
    },
  ],
});

property({
  id: 'token-parameter-names/any-other-name',
  title: 'takes no parameter of its client from one of which the name is only similar',
  requirements: ['BASE-03f', 'BASE-03g', 'BASE-02d'],
  given: tokenRequest,
  forAll: ({ tokenForm }) => {
    const names = Object.keys(tokenForm);
    const needed = names.filter((name) => ['grant_type', 'client_id', 'client_secret'].includes(name));
    return oneof(
      ...needed.map((name) => parameterNameNearMiss(name, names).map((other) => ({ name, other }))),
    );
  },
  but: ({ name, other: similar }, { tokenForm }) => ({
    form: { [name]: null, [similar]: tokenForm[name] ?? '' },
  }),
  expect: refused(['token-refused', 'client-credentials-missing']),
});

property({
  id: 'token-parameter-names/any-near-miss-of-scope',
  title: 'gives no right for a scope in a parameter of whatever name resembles scope',
  requirements: ['BASE-03b', 'BASE-03f', 'E1-AUTH-49'],
  needs: ['other-scope', 'several-tokens'],
  forAll: ({ tokenForm }) => parameterNameNearMiss('scope', Object.keys(tokenForm)),
  steps: (name): Step[] => [
    {
      ...tokenRequest,
      but: (facts) => ({ form: { [name]: other(facts) } }),
      expect: either(accepted(), refused('token-refused')),
      save: { $token: 'access_token' },
      because: `“${name}” is another name than scope`,
    },
    {
      ...callWith('$token', 'primary'),
      when: '$token',
      because: 'the token has the scope that was asked for',
    },
    {
      ...callWith('$token', 'primary', { route: 'other-scope' }),
      when: '$token',
      expect: refused('insufficient-scope'),
      because: 'the token was asked for one scope only',
    },
  ],
});
