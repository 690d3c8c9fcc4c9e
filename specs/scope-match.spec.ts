import {
  accepted,
  callWith,
  check,
  either,
  type Facts,
  header,
  observing,
  refused,
  type SavedName,
  type Step,
  says,
  tokenFor,
} from '../fixtures/index.ts';

const main = ({ scopes }: Facts) => scopes.main;
const other = ({ scopes }: Facts) => scopes.other;
const both = (facts: Facts) => `${main(facts)} ${other(facts)}`;
const needs = ['both-scopes-route', 'other-scope'] as const;
const onBoth = (token: SavedName) => callWith(token, 'primary', { route: 'both-scopes' });

/** AMB-01: one of the required scopes is enough on one page, all have to be present on the other. */
const asScopeMatchSays = either(
  accepted(
    says('api.scopeMatch is not all', (_answer, { profile }) =>
      profile.api.scopeMatch === 'all' ? 'a success with one of two scopes' : undefined,
    ),
    observing('which scopes suffice', () => ({ 'api.scopeMatch': 'any' })),
  ),
  refused(
    'insufficient-scope',
    says('api.scopeMatch is not any', (_answer, { profile }) =>
      profile.api.scopeMatch === 'any' ? 'a refusal with one of two scopes' : undefined,
    ),
    observing('which scopes suffice', () => ({ 'api.scopeMatch': 'all' })),
  ),
);

check({
  id: 'scope-match/all-present',
  title: 'accepts a token with both scopes on a route that requires two, in whichever order it names them',
  requirements: ['E1-AUTHZ-10', 'E1-AUTH-52', 'BASE-04c'],
  needs: [...needs],
  steps: [
    { ...tokenFor('primary', both), save: { $one: 'access_token' } },
    { ...onBoth('$one'), because: 'the token has both scopes' },
    {
      ...tokenFor('primary', (facts) => `${other(facts)} ${main(facts)}`),
      save: { $reverse: 'access_token' },
      because: 'the other way round',
    },
    { ...onBoth('$reverse'), because: 'the token has both scopes' },
  ],
});

check({
  id: 'scope-match/first-of-two',
  title: 'answers a token with the one of two required scopes as api.scopeMatch says',
  requirements: ['E1-AUTHZ-10', 'E1-AUTH-52'],
  needs: [...needs],
  steps: [
    { ...tokenFor('primary', main), save: { $main: 'access_token' } },
    { ...onBoth('$main'), expect: asScopeMatchSays },
  ],
});

check({
  id: 'scope-match/second-of-two',
  title: 'answers a token with the other of two required scopes as api.scopeMatch says',
  requirements: ['E1-AUTHZ-10', 'E1-AUTH-52'],
  needs: [...needs],
  steps: [
    { ...tokenFor('primary', other), save: { $other: 'access_token' } },
    { ...onBoth('$other'), expect: asScopeMatchSays },
  ],
});

check({
  id: 'scope-match/one-reading',
  title: 'treats each of two required scopes alike: either one is enough, or neither',
  requirements: ['E1-AUTHZ-10', 'E1-AUTH-52'],
  needs: [...needs],
  steps: [
    { ...tokenFor('primary', main), save: { $main: 'access_token' } },
    { ...tokenFor('primary', other), save: { $other: 'access_token' } },
    { ...onBoth('$main'), expect: either(accepted(), refused('insufficient-scope')), saveAnswer: 'first' },
    {
      ...onBoth('$other'),
      expect: either(accepted(sameStatus('first')), refused('insufficient-scope', sameStatus('first'))),
      because: 'the other scope alone',
    },
  ],
});

check({
  id: 'scope-match/one-of-two-in-the-permission',
  title: 'counts the scopes of a permission as it counts those of a token on a route that requires two',
  requirements: ['E1-AUTH-51', 'E1-AUTHZ-10', 'E1-AUTH-52'],
  needs: [...needs, 'permission', 'narrow-permission'],
  steps: [
    {
      ...tokenFor('narrow-permission', both),
      expect: either(accepted(), refused('token-refused')),
      save: { $token: 'access_token' },
    },
    {
      ...callWith('$token', 'narrow-permission', { route: 'both-scopes' }),
      when: '$token',
      expect: asScopeMatchSays,
    },
  ],
});

check({
  id: 'scope-match/challenge',
  title: 'does not call a token invalid that merely lacks one of two required scopes',
  requirements: ['BASE-09f', 'E1-AUTHZ-25'],
  level: 'SHOULD', // RFC 6750 section 3.1
  needs: [...needs],
  steps: ([main, other] as const).flatMap((scope, index): Step[] => {
    const token = `$token${index}` as const;
    return [
      { ...tokenFor('primary', scope), save: { [token]: 'access_token' } },
      {
        ...onBoth(token),
        expect: either(
          accepted(),
          refused(
            'insufficient-scope',
            says('a challenge, if there is one, without invalid_token', (answer) => {
              const challenge = header(answer, 'www-authenticate').join(', ');
              return challenge.includes('invalid_token') ? challenge : undefined;
            }),
          ),
        ),
        because: `the token has only the ${index === 0 ? 'one' : 'other'} of the two scopes`,
      },
    ];
  }),
});

function sameStatus(name: string) {
  return says('the same status as with the first scope alone', ({ status }, { answerTo }) =>
    status === answerTo(name).status ? undefined : String(status),
  );
}
