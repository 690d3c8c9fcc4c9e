import {
  type Answer,
  accepted,
  answered,
  callAs,
  callWith,
  challengedForBearer,
  check,
  type Expectation,
  either,
  type Facts,
  header,
  property,
  recommended,
  refused,
  type Step,
  says,
  scopeSituation,
  scopeSteps,
  tokenFor,
} from '../fixtures/index.ts';

const main = ({ scopes }: Facts) => scopes.main;
const other = ({ scopes }: Facts) => scopes.other;
const both = (facts: Facts) => `${main(facts)} ${other(facts)}`;
const lacking = { expect: refused('insufficient-scope') } as const;
const lackingCall = callAs('primary', { token: { scope: other } });
const unpublished = { expect: refused('permission-unpublished') } as const;
const withoutScopes = { expect: refused(['insufficient-scope', 'permission-unpublished']) } as const;

/** AMB-07: the authorization server may refuse such a scope before the API can. */
const issuedOrRefused = { expect: either(accepted(), refused('token-refused')) } as const;

check({
  id: 'scope-intersection/permission-lacks-it',
  title: 'refuses a token whose scope the permission does not list',
  requirements: ['E1-AUTH-51', 'E1-AUTHZ-26', 'E1-AUTHZ-09', 'E1-AUTHZ-02', 'E1-AUTHZ-24'],
  needs: ['permission', 'narrow-permission'],
  steps: [
    ...tokenOf('narrow-permission', main),
    { ...callWith('$token', 'narrow-permission'), when: '$token', ...lacking },
  ],
});

check({
  id: 'scope-intersection/permission-lacks-one-of-two',
  title: 'limits a token with two scopes to the one that the permission lists',
  requirements: ['E1-AUTH-51', 'E1-AUTHZ-09', 'E1-AUTHZ-26'],
  needs: ['permission', 'narrow-permission', 'other-scope'],
  steps: [
    ...tokenOf('narrow-permission', both),
    { ...callWith('$token', 'narrow-permission', { route: 'other-scope' }), when: '$token' },
    { ...callWith('$token', 'narrow-permission'), when: '$token', ...lacking },
  ],
});

check({
  id: 'scope-intersection/permission-lacks-omitted',
  title: 'limits a token that is requested without scope to what the permission lists',
  requirements: ['E1-AUTHZ-09', 'E1-AUTHZ-12', 'E1-AUTH-51'],
  needs: ['permission', 'narrow-permission', 'omitted-scope', 'other-scope'],
  steps: [
    { ...tokenFor('narrow-permission'), save: { $token: 'access_token' } },
    callWith('$token', 'narrow-permission', { route: 'other-scope' }),
    { ...callWith('$token', 'narrow-permission'), ...lacking, because: 'the permission lacks the scope' },
  ],
});

check({
  id: 'scope-intersection/token-lacks-it',
  title: 'refuses a token without the scope though the permission lists it',
  requirements: ['E1-AUTH-51', 'E1-AUTHZ-04', 'E1-AUTHZ-10'],
  needs: ['permission', 'wide-permission', 'other-scope'],
  steps: [
    { ...tokenFor('wide-permission', other), save: { $token: 'access_token' } },
    callWith('$token', 'wide-permission', { route: 'other-scope' }),
    { ...callWith('$token', 'wide-permission'), ...lacking, because: 'the token lacks the scope' },
  ],
});

check({
  id: 'scope-intersection/neither-has-it',
  title: 'refuses a call whose scope neither the token nor the permission has',
  requirements: ['E1-AUTH-51', 'E1-AUTH-52', 'E1-AUTHZ-11'],
  needs: ['permission', 'narrow-permission', 'other-scope'],
  steps: [
    { ...tokenFor('narrow-permission', other), save: { $token: 'access_token' } },
    callWith('$token', 'narrow-permission', { route: 'other-scope' }),
    { ...callWith('$token', 'narrow-permission'), ...lacking, because: 'neither of both has the scope' },
  ],
});

check({
  id: 'scope-intersection/each-has-another',
  title: 'refuses a call to a route of two scopes of which the token has one and the permission the other',
  requirements: ['E1-AUTH-52', 'E1-AUTHZ-10', 'E1-AUTH-51'],
  needs: ['permission', 'narrow-permission', 'both-scopes-route', 'other-scope'],
  steps: [
    ...tokenOf('narrow-permission', main),
    {
      ...callWith('$token', 'narrow-permission', { route: 'both-scopes' }),
      when: '$token',
      ...lacking,
      because: 'token and permission have no scope in common',
    },
  ],
});

check({
  id: 'scope-intersection/unpublished',
  title: 'refuses a token whose scope is listed in a permission that is not published',
  requirements: ['E1-AUTHZ-27', 'E1-AUTHZ-24'],
  needs: ['permission', 'draft-permission'],
  steps: [
    ...tokenOf('draft-permission', main),
    { ...callWith('$token', 'draft-permission'), when: '$token', ...unpublished },
  ],
});

check({
  id: 'scope-intersection/unpublished-head',
  title: 'refuses a HEAD request of a client whose permission is not published',
  requirements: ['E1-AUTHZ-27'],
  needs: ['permission', 'draft-permission'],
  steps: [
    ...tokenOf('draft-permission', main),
    {
      ...callWith('$token', 'draft-permission', { but: { method: 'HEAD' } }),
      when: '$token',
      expect: refused(['permission-unpublished', 'method-not-allowed']),
    },
  ],
});

check({
  id: 'scope-intersection/without-permission',
  title: 'refuses a token of an application that has no permission',
  requirements: ['E1-AUTHZ-09', 'E1-AUTH-51', 'E1-AUTHZ-24'],
  needs: ['permission', 'without-permission'],
  steps: [
    ...tokenOf('without-permission', main),
    { ...callWith('$token', 'without-permission'), when: '$token', ...withoutScopes },
  ],
});

check({
  id: 'scope-intersection/without-permission-on-other-routes',
  title: 'refuses a token of an application that has no permission on the other routes, and to HEAD on each',
  requirements: ['E1-AUTHZ-09', 'E1-AUTH-51', 'E1-AUTHZ-24'],
  needs: ['permission', 'without-permission', 'other-scope'],
  steps: [
    ...tokenOf('without-permission', both),
    ...(['other-scope', 'both-scopes'] as const).map((route) => ({
      ...callWith('$token', 'without-permission', { route }),
      when: '$token' as const,
      ifRouteExists: true as const,
      ...withoutScopes,
    })),
    ...(['main', 'other-scope', 'both-scopes'] as const).map((route) => ({
      ...callWith('$token', 'without-permission', { route, but: { method: 'HEAD' } }),
      when: '$token' as const,
      ifRouteExists: true as const,
      expect: refused(['insufficient-scope', 'permission-unpublished', 'method-not-allowed']),
    })),
  ],
});

check({
  id: 'scope-intersection/denied-after-permitted',
  title: 'refuses a client without the scope right after it accepted one that has it',
  requirements: ['E1-AUTHZ-09', 'E1-AUTH-51'],
  needs: ['permission', 'narrow-permission'],
  steps: [
    ...tokenOf('narrow-permission', main),
    callAs('primary'),
    afterPrimary('narrow-permission', lacking),
    { ...callAs('primary'), because: 'a client without the scope was just refused here' },
    afterPrimary('narrow-permission', lacking),
  ],
});

check({
  id: 'scope-intersection/without-permission-after-permitted',
  title: 'refuses a client without a permission right after it accepted one that has it',
  requirements: ['E1-AUTHZ-09', 'E1-AUTH-51'],
  needs: ['permission', 'without-permission'],
  steps: [
    ...tokenOf('without-permission', main),
    callAs('primary'),
    afterPrimary('without-permission', withoutScopes),
    { ...callAs('primary'), because: 'a client without a permission was just refused here' },
    afterPrimary('without-permission', withoutScopes),
  ],
});

check({
  id: 'scope-intersection/unpublished-after-permitted',
  title: 'refuses a client whose permission is not published right after it accepted one whose is',
  requirements: ['E1-AUTHZ-27', 'E1-AUTH-51'],
  needs: ['permission', 'draft-permission'],
  steps: [
    ...tokenOf('draft-permission', main),
    callAs('primary'),
    afterPrimary('draft-permission', unpublished),
    { ...callAs('primary'), because: 'a client with a draft was just refused here' },
    afterPrimary('draft-permission', unpublished),
  ],
});

check({
  id: 'scope-intersection/challenge',
  title: 'does not call a token invalid that merely lacks a scope',
  requirements: ['BASE-09i', 'E1-AUTHZ-11'],
  level: 'SHOULD',
  needs: ['other-scope', 'several-tokens'],
  given: callAs('primary'),
  but: { token: { scope: other } },
  expect: refused(
    'insufficient-scope',
    says('a challenge, if there is one, without invalid_token', (answer) => {
      const challenge = header(answer, 'www-authenticate').join(', ');
      return challenge.includes('invalid_token') ? challenge : undefined;
    }),
  ),
});

check({
  id: 'scope-intersection/challenge-names-the-scope',
  title: 'names in its challenge, if any scope at all, one that the route requires',
  requirements: ['BASE-09i'],
  level: 'SHOULD', // it may leave them out (RFC 6750 section 3.1), and name them in a longer form
  needs: ['other-scope', 'several-tokens'],
  given: callAs('primary'),
  but: { token: { scope: other } },
  expect: refused(
    'insufficient-scope',
    says('a scope that the route requires, if the challenge names any', (answer, { scopes }) => {
      const challenge = header(answer, 'www-authenticate').join(', ');
      const named = /\bscope[ \t]*=[ \t]*"([^"]*)"/i.exec(challenge)?.[1];
      return named === undefined || scopes.required.some((scope) => named.includes(scope))
        ? undefined
        : named;
    }),
  ),
});

check({
  id: 'scope-intersection/challenged',
  title: 'challenges a call whose token lacks a scope',
  requirements: ['BASE-10d'],
  needs: ['other-scope', 'several-tokens'],
  given: callAs('primary'),
  but: { token: { scope: other } },
  expect: answered(challengedForBearer),
});

check({
  id: 'scope-intersection/status',
  title: 'answers 403 with insufficient_scope to a token that merely lacks a scope',
  requirements: ['BASE-09i'],
  level: 'SHOULD',
  needs: ['forbidden-for-lack-of-scope', 'other-scope', 'several-tokens'],
  given: callAs('primary'),
  but: { token: { scope: other } },
  expect: refused(
    'insufficient-scope',
    recommended(403, 'insufficient-scope', 'RFC 6750 section 3.1'),
    says('error="insufficient_scope" in the challenge', (answer, { profile }) => {
      const challenge = header(answer, 'www-authenticate').join(', ');
      if (!challenge && profile.api.wwwAuthenticate === 'report') return undefined;
      return /\berror\s*=\s*"?insufficient_scope\b/i.test(challenge) ? undefined : challenge || 'none';
    }),
  ),
});

check({
  id: 'scope-intersection/head-like-get',
  title: 'answers HEAD with a token that lacks a scope as it answers GET',
  requirements: ['BASE-09i', 'E1-AUTHZ-11'],
  level: 'SHOULD', // RFC 9110 section 9.3.2 has the fields of both the same
  needs: ['other-scope', 'several-tokens'],
  steps: [
    { ...lackingCall, expect: answered(), saveAnswer: 'GET', because: 'the token lacks the scope' },
    {
      ...lackingCall,
      but: { method: 'HEAD' },
      because: 'by another method',
      expect: answered(
        says('status and challenge as of GET, unless there is no HEAD', (answer, { answerTo }) => {
          const [here, there] = [answer, answerTo('GET')].map(statusAndChallenge);
          return [405, 501].includes(answer.status) || here === there ? undefined : here;
        }),
      ),
    },
  ],
});

function statusAndChallenge(answer: Answer): string {
  return `${answer.status}, ${header(answer, 'www-authenticate').join(', ') || 'no challenge'}`;
}

/** A token for a client whose permission speaks against it, if the authorization server issues one. */
function tokenOf(as: Parameters<typeof tokenFor>[0], scope: (facts: Facts) => string): Step[] {
  return [{ ...tokenFor(as, scope), ...issuedOrRefused, save: { $token: 'access_token' } }];
}

function afterPrimary(as: Parameters<typeof tokenFor>[0], denial: { readonly expect: Expectation }): Step {
  const because = 'the primary client was just accepted here';
  return { ...callWith('$token', as), when: '$token', ...denial, because };
}

property({
  id: 'scope-intersection/any-combination',
  title: 'grants on each route what token and permission have in common, whatever each of them has',
  requirements: ['E1-AUTH-51', 'E1-AUTH-52', 'E1-AUTHZ-09', 'E1-AUTHZ-10', 'E1-AUTHZ-11'],
  needs: ['permission', 'permission-scopes-control', 'other-scope', 'several-tokens'],
  forAll: ({ scopes }) => scopeSituation(scopes.all, { withPermission: true }),
  steps: scopeSteps,
});
