import {
  type Answer,
  accepted,
  apiCall,
  callWith,
  check,
  claimsOf,
  either,
  type Facts,
  member,
  property,
  refused,
  type SavedName,
  type Step,
  says,
  scopeSituation,
  scopeSteps,
  scopesIn,
  tokenFor,
} from '../fixtures/index.ts';

const main = ({ scopes }: Facts) => scopes.main;
const other = ({ scopes }: Facts) => scopes.other;
const lacking = { expect: refused('insufficient-scope') } as const;
const issuedOrRefused = { expect: either(accepted(), refused('token-refused')) } as const;

const mainOnly = { ...tokenFor('primary', main), save: { $main: 'access_token' } } as const;
const otherOnly = { ...tokenFor('primary', other), save: { $other: 'access_token' } } as const;
const full = {
  ...tokenFor('primary', (facts) => `${main(facts)} ${other(facts)}`),
  save: { $full: 'access_token' },
} as const;
const onMain = (token: SavedName) => callWith(token, 'primary');
const onOther = (token: SavedName) => callWith(token, 'primary', { route: 'other-scope' });

check({
  id: 'scope-narrowing/on-every-route',
  title: 'refuses on each route a token that lacks one of the scopes that the route requires',
  requirements: ['E1-AUTHZ-10', 'E1-AUTHZ-04', 'ENABLE-09', 'BASE-04c'],
  needs: ['other-scope', 'several-tokens'],
  given: apiCall,
  butEach: ({ scopes }) =>
    Object.fromEntries(
      scopes.required.map((lacked) => {
        const rest = scopes.required.filter((each) => each !== lacked).join(' ');
        const held = rest || [scopes.main, scopes.other].find((each) => each !== lacked);
        return [`without ${lacked}`, { token: { scope: () => held ?? '' } }];
      }),
    ),
  expect: refused('insufficient-scope'),
  on: 'every-route',
});

check({
  id: 'scope-narrowing/omitted',
  title: 'issues a token that works on the documented route when no scope is asked for',
  requirements: ['E1-AUTHZ-12', 'E1-AUTH-47', 'E1-AUTH-48', 'BASE-04e'],
  needs: ['omitted-scope'],
  steps: [{ ...tokenFor('primary'), save: { $token: 'access_token' } }, onMain('$token')],
});

check({
  id: 'scope-narrowing/requests-in-parallel',
  title: 'gives each of several token requests that a client makes at once the scope that it asks for',
  requirements: ['E1-AUTH-49', 'E1-AUTHZ-04', 'E1-AUTHZ-10'],
  needs: ['other-scope', 'several-tokens'],
  steps: [
    { parallel: [mainOnly, otherOnly], because: 'two requests at once' },
    { ...onMain('$main'), because: 'it is the scope that was asked for' },
    { ...onOther('$other'), because: 'it is the scope that was asked for' },
    { ...onMain('$other'), ...lacking, because: 'the other request asked for this scope' },
    { ...onOther('$main'), ...lacking, because: 'the other request asked for this scope' },
  ],
});

check({
  id: 'scope-narrowing/omitted-gives-all',
  title: 'gives every permitted scope to a token that is requested without scope',
  requirements: ['E1-AUTH-48', 'E1-AUTHZ-12'],
  needs: ['omitted-scope', 'other-scope'],
  steps: [
    { ...tokenFor('primary'), save: { $token: 'access_token' } },
    { ...onOther('$token'), because: 'the application may use this scope too' },
    { ...onMain('$token'), because: 'and this one' },
  ],
});

check({
  id: 'scope-narrowing/omitted-gives-all-together',
  title: 'accepts a token that is requested without scope on a route that requires two scopes',
  requirements: ['E1-AUTH-48'],
  needs: ['omitted-scope', 'both-scopes-route'],
  steps: [
    { ...tokenFor('primary'), save: { $token: 'access_token' } },
    callWith('$token', 'primary', { route: 'both-scopes' }),
  ],
});

check({
  id: 'scope-narrowing/omitted-gives-no-more',
  title: 'gives a token that is requested without scope no scope that the application may not request',
  requirements: ['E1-AUTH-48', 'BASE-28a'],
  needs: ['omitted-scope', 'wide-permission', 'other-scope'],
  steps: [
    { ...tokenFor('wide-permission'), save: { $token: 'access_token' } },
    callWith('$token', 'wide-permission', { route: 'other-scope' }),
    { ...callWith('$token', 'wide-permission'), ...lacking, because: 'it may not request this scope' },
  ],
});

check({
  id: 'scope-narrowing/omitted-is-announced',
  title: 'names every scope of a token that is requested without scope, where it names any',
  requirements: ['BASE-04d', 'E1-AUTH-48'],
  needs: ['omitted-scope', 'other-scope'],
  send: tokenFor('primary'),
  expect: accepted(
    says('a scope member, if there is one, with every permitted scope', (answer, facts) => {
      const named = announced(answer);
      const lost = words(`${main(facts)} ${other(facts)}`).filter((one) => named?.includes(one) === false);
      return lost.map((one) => `“${named?.join(' ')}”, without ${one}`);
    }),
  ),
});

check({
  id: 'scope-narrowing/to-the-first-scope',
  title: 'refuses a token that was narrowed to one scope on a route that requires the other',
  requirements: [
    'E1-AUTH-49',
    'E1-AUTH-51',
    'E1-AUTHZ-04',
    'E1-AUTHZ-11',
    'BASE-09f',
    'BASE-28a',
    'BASE-30e',
  ],
  needs: ['other-scope'],
  steps: [mainOnly, onMain('$main'), { ...onOther('$main'), ...lacking }, onMain('$main')],
});

check({
  id: 'scope-narrowing/to-the-other-scope',
  title: 'refuses a token that was narrowed to another scope on the documented route',
  requirements: ['E1-AUTHZ-13', 'E1-AUTH-49', 'E1-AUTH-51', 'E1-AUTHZ-11', 'E1-AUTHZ-24', 'BASE-09f'],
  needs: ['other-scope'],
  steps: [otherOnly, onOther('$other'), { ...onMain('$other'), ...lacking }, onOther('$other')],
});

check({
  id: 'scope-narrowing/head',
  title: 'refuses a HEAD request with a token that was narrowed to another scope',
  requirements: ['E1-AUTH-49', 'E1-AUTHZ-13', 'BASE-09f'],
  needs: ['other-scope'],
  steps: [
    otherOnly,
    onOther('$other'),
    {
      ...onMain('$other'),
      but: { method: 'HEAD' },
      expect: refused(['insufficient-scope', 'method-not-allowed']),
    },
  ],
});

check({
  id: 'scope-narrowing/two-scopes',
  title: 'gives a token both scopes of a list, in whichever order they are asked for',
  requirements: ['E1-AUTH-49', 'BASE-04c', 'ENABLE-18', 'ENABLE-11', 'ENABLE-13'],
  needs: ['other-scope'],
  steps: [
    { ...full, because: 'both scopes, in one order' },
    onMain('$full'),
    onOther('$full'),
    { ...full, scope: (facts) => `${other(facts)} ${main(facts)}`, because: 'in the other order' },
    onMain('$full'),
    onOther('$full'),
  ],
});

check({
  id: 'scope-narrowing/repeated-scope',
  title: 'gives no more than the scope that a list repeats',
  requirements: ['E1-AUTH-49', 'BASE-04c'],
  needs: ['other-scope'],
  steps: spelled('$token', 'the list names one scope twice', (scope) => `${scope} ${scope}`),
});

check({
  id: 'scope-narrowing/spaces',
  title: 'gives no more than the scope that a list names, whatever spaces stand around it',
  requirements: ['E1-AUTH-49', 'BASE-04b'],
  needs: ['other-scope'],
  steps: [
    ...spelled('$leading', 'a space before the scope', (scope) => ` ${scope}`),
    ...spelled('$trailing', 'a space after the scope', (scope) => `${scope} `),
    ...spelled('$around', 'two spaces on either side', (scope) => `  ${scope}  `),
  ],
});

check({
  id: 'scope-narrowing/empty',
  title: 'takes an empty scope parameter for an omitted one, or refuses it',
  requirements: ['BASE-03c', 'E1-AUTH-48'],
  needs: ['omitted-scope', 'other-scope'],
  steps: [
    { ...tokenFor('primary', () => ''), ...issuedOrRefused, save: { $token: 'access_token' } },
    { ...onMain('$token'), when: '$token', because: 'an empty parameter counts as omitted' },
    { ...onOther('$token'), when: '$token', because: 'an empty parameter counts as omitted' },
  ],
});

check({
  id: 'scope-narrowing/blank-gives-no-more',
  title: 'gives an empty or blank scope parameter no scope that the application may not request',
  requirements: ['E1-AUTH-48', 'E1-AUTH-50', 'ENABLE-10', 'BASE-28a'],
  needs: ['wide-permission', 'other-scope'],
  steps: [...blank('$empty', 'scope is empty', ''), ...blank('$blank', 'scope is a space', ' ')],
});

check({
  id: 'scope-narrowing/announced',
  title: 'names the scope of a narrowed token, where it names any',
  requirements: ['BASE-04d', 'E1-AUTH-49'],
  needs: ['other-scope'],
  send: tokenFor('primary', main),
  expect: accepted(
    says('a scope member, if there is one, with the scope that was asked for', (answer, facts) => {
      const named = announced(answer);
      return named && !words(main(facts)).every((one) => named.includes(one)) ? named.join(' ') : undefined;
    }),
    says('no other scope of the API in it', (answer, facts) => {
      const beyond = announced(answer)?.filter((one) => known(facts).has(one) && !main(facts).includes(one));
      return beyond?.length ? beyond.join(' ') : undefined;
    }),
  ),
});

check({
  id: 'scope-narrowing/response-and-token-agree',
  title: 'names in the response the scopes that the token carries',
  requirements: ['BASE-04d', 'E1-AUTH-49'],
  needs: ['jwt', 'other-scope'],
  steps: [
    { ...tokenFor('primary', main), expect: accepted(agreement()), because: 'it is narrowed to one scope' },
    { ...tokenFor('primary', other), expect: accepted(agreement()), because: 'it is narrowed to the other' },
    { ...full, expect: accepted(agreement()), because: 'both scopes are asked for' },
  ],
});

check({
  id: 'scope-narrowing/narrowed-after-full',
  title: 'refuses a narrowed token right after it accepted a full one of the same client',
  requirements: ['E1-AUTH-49', 'E1-AUTH-51', 'BASE-09f'],
  needs: ['other-scope', 'several-tokens'],
  steps: [
    full,
    onMain('$full'),
    { ...otherOnly, because: 'the client has a full token' },
    { ...onMain('$other'), ...lacking, because: 'a full token was just accepted here' },
    { ...onMain('$full'), because: 'a narrowed token was just refused here' },
    { ...onMain('$other'), ...lacking, because: 'a full token was just accepted here' },
  ],
});

check({
  id: 'scope-narrowing/full-after-narrowed',
  title: 'accepts a full token right after it refused a narrowed one of the same client',
  requirements: ['E1-AUTH-49', 'E1-AUTH-51', 'BASE-09f'],
  needs: ['other-scope'],
  steps: [
    mainOnly,
    { ...onOther('$main'), ...lacking },
    { ...full, because: 'the client has a narrowed token' },
    { ...onOther('$full'), because: 'a narrowed token was just refused here' },
    { ...onOther('$main'), ...lacking, because: 'a full token was just accepted here' },
  ],
});

check({
  id: 'scope-narrowing/older-token-keeps-its-scopes',
  title: 'leaves a full token its scopes when the same client obtains a narrowed one',
  requirements: ['E1-AUTH-49', 'E1-AUTH-29'],
  needs: ['other-scope', 'several-tokens'],
  steps: [full, { ...mainOnly, because: 'a full token exists' }, onOther('$full'), onMain('$full')],
});

check({
  id: 'scope-narrowing/other-credential',
  title: 'leaves another credential of the application its scopes when one is narrowed',
  requirements: ['E1-AUTH-49', 'BASE-09f'],
  needs: ['other-scope', 'another-client'],
  steps: [
    { ...tokenFor('$another', other), save: { $second: 'access_token' } },
    { ...mainOnly, because: 'the other credential has a token' },
    { ...callWith('$second', '$another', { route: 'other-scope' }), because: 'this one is not narrowed' },
    { ...onOther('$main'), ...lacking, because: 'another credential was just accepted here' },
    { ...callWith('$second', '$another'), ...lacking, because: 'this one was not asked for' },
  ],
});

/** A spelling of a list of one scope: refused, or issued with no more than that scope. */
function spelled(name: SavedName, because: string, list: (scope: string) => string): Step[] {
  const request = tokenFor('primary', (facts) => list(main(facts)));
  return [
    { ...request, ...issuedOrRefused, save: { [name]: 'access_token' }, because },
    { ...onMain(name), when: name, expect: either(accepted(), refused('insufficient-scope')), because },
    { ...onOther(name), when: name, ...lacking, because },
  ];
}

function blank(name: SavedName, because: string, scope: string): Step[] {
  const request = tokenFor('wide-permission', () => scope);
  return [
    { ...request, ...issuedOrRefused, save: { [name]: 'access_token' }, because },
    { ...callWith(name, 'wide-permission'), when: name, ...lacking, because },
  ];
}

/** Scopes named by a response and carried by its token, where both say so, but for those that are not the API's. */
function agreement() {
  return says('the scopes of the token in the scope member, if there is one', (answer, facts) => {
    const claims = claimsOf(answer);
    const carried = claims && scopesIn(claims);
    const named = announced(answer);
    if (!carried || !named) return undefined;
    const ours = (scopes: readonly string[]) =>
      scopes
        .filter((one) => known(facts).has(one))
        .sort()
        .join(' ');
    return ours(named) === ours(carried) ? undefined : `“${named.join(' ')}” for “${carried.join(' ')}”`;
  });
}

function announced(answer: Answer): string[] | undefined {
  const scope = member(answer, 'scope');
  return typeof scope === 'string' ? words(scope) : undefined;
}

function known(facts: Facts): ReadonlySet<string> {
  return new Set([...facts.scopes.all, ...words(main(facts)), ...words(other(facts))]);
}

function words(list: string): string[] {
  return list.split(' ').filter((word) => word !== '');
}

property({
  id: 'scope-narrowing/any-subset-in-any-order',
  title: 'grants on each route what a token was narrowed to, in whatever order its scopes were asked for',
  requirements: ['E1-AUTH-49', 'E1-AUTHZ-10', 'ENABLE-09', 'BASE-04c'],
  needs: ['other-scope', 'several-tokens'],
  forAll: ({ scopes }) => scopeSituation(scopes.all),
  steps: scopeSteps,
});
