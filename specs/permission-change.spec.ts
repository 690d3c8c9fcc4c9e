import {
  accepted,
  array,
  callWith,
  check,
  either,
  type Facts,
  otherCase,
  property,
  refused,
  type Step,
  scopePattern,
  tokenFor,
} from '../fixtures/index.ts';

const main = ({ scopes }: Facts) => scopes.main;
const other = ({ scopes }: Facts) => scopes.other;
const both = (facts: Facts) => `${main(facts)} ${other(facts)}`;
const token = { ...tokenFor('primary', main), save: { $token: 'access_token' } } as const;
const call = callWith('$token', 'primary');
const onOther = callWith('$token', 'primary', { route: 'other-scope' });

const published = () => ({ status: 'published' });
const withdraw = {
  perform: 'set-permission-status' as const,
  with: () => ({ status: 'draft' }),
  undo: published,
} satisfies Step;
const publish: Step = { perform: 'set-permission-status', with: published };

/** The primary client may use every scope of the catalogue. */
const everyScope = ({ scopes }: Facts) => ({ scopes: scopes.all });
const withoutMain: Step = {
  perform: 'set-permission-scopes',
  with: (facts) => ({ scopes: [other(facts)] }),
  undo: everyScope,
};

check({
  id: 'permission-change/withdrawn',
  title: 'refuses a token that it accepted before when the permission is no longer published',
  requirements: ['E1-AUTHZ-27', 'E1-AUTH-51', 'E1-AUTHZ-10'],
  needs: ['permission', 'permission-status-control'],
  steps: [
    token,
    call,
    withdraw,
    { ...call, expect: refused('permission-unpublished'), because: 'the permission was withdrawn' },
  ],
});

check({
  id: 'permission-change/every-other-status',
  title: 'refuses a token while its permission has another status than published, whichever that is',
  requirements: ['E1-AUTHZ-27'],
  needs: ['permission', 'other-permission-statuses'],
  steps: [
    token,
    call,
    // A profile that names fewer statuses has them set more than once.
    ...[0, 1, 2, 3, 4, 5].flatMap((place): Step[] => [
      {
        ...withdraw,
        with: ({ profile: { permission } }) => {
          const { otherStatuses = [] } = permission;
          return { status: otherStatuses[place % otherStatuses.length] };
        },
      },
      { ...call, expect: refused('permission-unpublished'), because: `status ${place + 1} of the profile` },
    ]),
  ],
});

check({
  id: 'permission-change/withdrawn-before-first-use',
  title: 'refuses a token that was issued before the permission was withdrawn and used only afterwards',
  requirements: ['E1-AUTHZ-27', 'E1-AUTH-51'],
  needs: ['permission', 'permission-status-control'],
  steps: [
    token,
    withdraw,
    { ...call, expect: refused('permission-unpublished'), because: 'the permission was withdrawn' },
  ],
});

check({
  id: 'permission-change/withdrawn-for-new-tokens',
  title: 'gives no access to a token that is requested while the permission is not published',
  requirements: ['E1-AUTHZ-27'],
  needs: ['permission', 'permission-status-control'],
  steps: [
    withdraw,
    {
      ...token,
      expect: either(accepted(), refused('token-refused')),
      because: 'the permission is withdrawn',
    },
    { ...call, when: '$token', expect: refused(['permission-unpublished', 'insufficient-scope']) },
  ],
});

check({
  id: 'permission-change/published-again',
  title: 'accepts the same token again when its permission is published again',
  requirements: ['E1-AUTH-51', 'E1-AUTHZ-27'],
  needs: ['permission', 'permission-status-control'],
  steps: [
    token,
    withdraw,
    { ...call, expect: refused('permission-unpublished'), because: 'the permission was withdrawn' },
    publish,
    { ...call, because: 'the permission was published again' },
  ],
});

check({
  id: 'permission-change/other-application',
  title: 'goes on serving another application when the permission of one is withdrawn',
  requirements: ['E1-AUTHZ-09', 'E1-AUTHZ-27'],
  needs: ['permission', 'permission-status-control', 'other-company'],
  steps: [
    token,
    { ...tokenFor('other-company', main), save: { $theirs: 'access_token' } },
    withdraw,
    {
      ...call,
      expect: either(accepted(), refused('permission-unpublished')),
      because: 'its permission was withdrawn',
    },
    {
      ...callWith('$theirs', 'other-company'),
      because: 'the permission of another application was withdrawn',
    },
  ],
});

check({
  id: 'permission-change/scope-removed',
  title: 'refuses a token that it accepted before when its scope is no longer in the permission',
  requirements: ['E1-AUTH-51', 'E1-AUTHZ-10', 'E1-AUTHZ-09', 'E1-AUTHZ-26'],
  needs: ['permission', 'permission-scopes-control', 'other-scope'],
  steps: [
    { ...token, scope: both },
    call,
    onOther,
    withoutMain,
    { ...call, expect: refused('insufficient-scope'), because: 'the permission lost this scope' },
    { ...onOther, because: 'the permission kept this scope' },
  ],
});

check({
  id: 'permission-change/every-scope-removed',
  title: 'refuses a token that it accepted before when no scope is left in the permission',
  requirements: ['E1-AUTH-51', 'E1-AUTHZ-10', 'E1-AUTHZ-26'],
  needs: ['permission', 'permission-scopes-control'],
  steps: [
    token,
    call,
    { ...withoutMain, with: () => ({ scopes: [] }) },
    { ...call, expect: refused('insufficient-scope'), because: 'the permission has no scope' },
    { perform: 'set-permission-scopes', with: everyScope },
    { ...call, because: 'the permission has every scope again' },
  ],
});

/** Scopes that are nearly the main one. */
const similarScopes: Readonly<Record<string, (scope: string) => string>> = {
  'with an end of its own': (scope) => `${scope}er`,
  'with a beginning of its own': (scope) => `un${scope}`,
  'without its end': (scope) => scope.slice(0, -1),
  'in the other case': otherCase,
};

check({
  id: 'permission-change/similar-scopes',
  title: 'refuses a token whose scope a permission has nearly: longer, shorter or in the other case',
  requirements: ['E1-AUTHZ-10', 'E1-AUTH-51', 'E1-AUTH-49'],
  needs: ['permission', 'permission-scopes-control'],
  steps: [
    token,
    ...Object.entries(similarScopes).flatMap(([form, similar]): Step[] => [
      {
        ...withoutMain,
        with: (facts) => ({ scopes: [similar(main(facts))] }),
        unlessRefused: 'any scope',
        because: form,
      },
      {
        ...call,
        expect: refused('insufficient-scope'),
        because: `the permission has a scope like it, ${form}`,
      },
    ]),
  ],
});

property({
  id: 'permission-change/any-similar-scopes',
  title:
    'refuses a token whose scope a permission has in nothing but what resembles it, or patterns that match it',
  requirements: ['E1-AUTHZ-10', 'E1-AUTH-51', 'E1-AUTH-49'],
  needs: ['permission', 'permission-scopes-control'],
  forAll: (facts) =>
    array(scopePattern(main(facts), facts.scopes.all), { minLength: 1, maxLength: 4, size: 'max' }),
  steps: (scopes): Step[] => [
    token,
    { ...withoutMain, with: () => ({ scopes }), unlessRefused: 'any scope' },
    { ...call, expect: refused('insufficient-scope'), because: 'the permission has scopes like it' },
  ],
});

check({
  id: 'permission-change/scope-restored',
  title: 'accepts the same token again when its scope is in the permission again',
  requirements: ['E1-AUTH-51', 'E1-AUTHZ-10'],
  needs: ['permission', 'permission-scopes-control', 'other-scope'],
  steps: [
    { ...token, scope: both },
    withoutMain,
    { ...call, expect: refused('insufficient-scope'), because: 'the permission lost the scope' },
    { perform: 'set-permission-scopes', with: everyScope },
    { ...call, because: 'the permission has the scope again' },
  ],
});
