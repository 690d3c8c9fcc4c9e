import {
  accepted,
  check,
  claimingScope,
  either,
  endings,
  type Facts,
  mintedCall,
  notScopeToken,
  type Patch,
  type PatchSource,
  patchOf,
  property,
  refused,
  scopeNearMiss,
  scopesAround,
} from '../fixtures/index.ts';

/** Signed by the issuer, so that nothing but the scopes it names speaks against the token. */
const needs = ['scopes', 'jwt', 'mint'] as const;
const denied = refused(['insufficient-scope', 'invalid-token']);
const main = ({ scopes }: Facts) => scopes.main;

check({
  id: 'scope-claim/none',
  title: 'refuses a token that names no scope at all',
  requirements: ['E1-AUTHZ-04', 'E1-AUTH-51', 'E1-AUTHZ-13', 'BASE-09f'],
  needs: [...needs],
  given: mintedCall,
  butEach: { 'no claim': claiming(() => null), 'an empty claim': claiming(() => '') },
  expect: denied,
});

check({
  id: 'scope-claim/other',
  title: 'refuses a token that names another scope only, whatever the permission lists',
  requirements: ['E1-AUTHZ-04', 'E1-AUTH-51', 'BASE-09f'],
  needs: [...needs],
  given: mintedCall,
  butEach: (facts) => {
    const spellings = [':', '/', '.', '-', '_']
      .map((separator) => main(facts).replaceAll(/[:/.]/g, separator))
      .filter((spelling) => spelling !== main(facts));
    return Object.fromEntries(
      ['no-such-scope', ...spellings].map((scope) => [
        scope,
        patchOf(
          claiming(() => scope),
          facts,
        ),
      ]),
    );
  },
  expect: denied,
});

check({
  id: 'scope-claim/longer',
  title: 'refuses a token whose scope merely contains the required one',
  requirements: ['E1-AUTHZ-04', 'BASE-04a', 'BASE-09f'],
  needs: [...needs],
  given: mintedCall,
  butEach: {
    'with a suffix': claiming((facts) => `${main(facts)}-all`),
    'with a prefix': claiming((facts) => `x${main(facts)}`),
    'below it': claiming((facts) => `${main(facts)}/all`),
    ...Object.fromEntries(
      Object.entries(endings).map(([what, ending]) => [
        `with ${what}`,
        claiming((facts) => main(facts) + ending),
      ]),
    ),
  },
  expect: denied,
});

check({
  id: 'scope-claim/shorter',
  title: 'refuses a token whose scope is a part of the required one',
  requirements: ['E1-AUTHZ-04'],
  needs: [...needs],
  given: mintedCall,
  butEach: {
    'its beginning': claiming((facts) => firstWord(facts)),
    'without its last letter': claiming((facts) => main(facts).slice(0, -1)),
  },
  expect: denied,
});

check({
  id: 'scope-claim/wildcard',
  title: 'refuses a token whose scope is a wildcard or sounds like all scopes',
  requirements: ['E1-AUTHZ-04', 'E1-AUTH-50'],
  needs: [...needs],
  given: mintedCall,
  butEach: {
    'an asterisk': claiming(() => '*'),
    'an asterisk after the first word': claiming((facts) => `${firstWord(facts)}/*`),
    'a question mark for the last letter': claiming((facts) => `${main(facts).slice(0, -1)}?`),
    'a dot for the last letter': claiming((facts) => `${main(facts).slice(0, -1)}.`),
    'a percent sign after the first word': claiming((facts) => `${firstWord(facts)}/%`),
    admin: claiming(() => 'admin'),
    'admin after the first word': claiming((facts) => `${firstWord(facts)}/admin`),
  },
  expect: denied,
});

check({
  id: 'scope-claim/case-changed',
  title: 'refuses a token whose scope is written in another case',
  requirements: ['BASE-04a', 'E1-AUTHZ-04', 'BASE-09f'],
  needs: [...needs],
  given: mintedCall,
  but: claiming((facts) => otherCase(main(facts))),
  expect: denied,
});

check({
  id: 'scope-claim/separators',
  title: 'refuses a token that separates scopes by a comma',
  requirements: ['BASE-04b', 'E1-AUTHZ-04', 'BASE-09f'],
  needs: [...needs],
  given: mintedCall,
  butEach: {
    'at the end': claiming((facts) => `${main(facts)},no-such-scope`),
    'at the beginning': claiming((facts) => `no-such-scope,${main(facts)}`),
  },
  expect: denied,
});

check({
  id: 'scope-claim/denied',
  title: 'refuses a token whose scope claim says of the required scope that it is not granted',
  requirements: ['E1-AUTHZ-04', 'E1-AUTH-51', 'BASE-09f'],
  needs: [...needs],
  given: mintedCall,
  butEach: (facts) =>
    Object.fromEntries([false, 0, ''].map((no) => [JSON.stringify(no), scopeMembers({ [main(facts)]: no })])),
  expect: denied,
});

check({
  id: 'scope-claim/other-claims',
  title: 'takes scopes from the claim in which the issuer names them, and from no other one',
  requirements: ['E1-AUTHZ-04', 'E1-AUTH-51', 'BASE-09f'],
  level: 'SHOULD', // some gateways unite the claims that have come into use, and only the issuer could sign them
  needs: [...needs],
  given: mintedCall,
  butEach: (facts) =>
    Object.fromEntries(
      ['scope', 'scp', 'scopes', 'permissions', 'roles', 'authorities']
        .filter((name) => !(name in facts.jwt.claims))
        .flatMap((name) => [
          [`${name}, a text`, besideOtherScope({ [name]: main(facts) })],
          [`${name}, a list`, besideOtherScope({ [name]: main(facts).split(' ') })],
        ]),
    ),
  expect: denied,
});

property({
  id: 'scope-claim/any-near-miss',
  title: 'refuses a token whose scope resembles the required one and is another',
  requirements: ['E1-AUTHZ-04', 'BASE-04a', 'E1-AUTH-51', 'BASE-09f'],
  needs: [...needs],
  given: mintedCall,
  forAll: (facts) => scopeNearMiss(main(facts), facts.scopes.all),
  but: (scope) => ({ token: { minted: { claims: ({ jwt }) => claimingScope(jwt, scope) } } }),
  expect: denied,
});

property({
  id: 'scope-claim/any-list',
  title:
    'finds the required scope at any place of a list of several, once or more often, or refuses the token',
  requirements: ['E1-AUTHZ-04', 'E1-AUTHZ-10', 'BASE-04c', 'E1-AUTH-51', 'BASE-09f'],
  needs: [...needs],
  given: mintedCall,
  forAll: (facts) => scopesAround(main(facts), facts.scopes.all),
  but: (list) => ({ token: { minted: { claims: ({ jwt }) => claimingScope(jwt, list.join(' ')) } } }),
  expect: (list, { scopes: { required } }) => {
    const there = list.join(' ').split(' ');
    if (required.every((scope) => there.includes(scope))) return accepted();
    return required.some((scope) => there.includes(scope)) ? either(accepted(), denied) : denied;
  },
});

property({
  id: 'scope-claim/any-illegal-character',
  title: 'refuses a token whose scope is the required one but for a character that no scope has',
  requirements: ['E1-AUTHZ-04', 'BASE-04a', 'BASE-09f'],
  needs: [...needs],
  given: mintedCall,
  // Blanks and controls are what some take for the space between scopes.
  forAll: (facts) => notScopeToken(main(facts)).filter((scope) => !/[\s\p{Cc}]/u.test(scope)),
  but: (scope) => ({ token: { minted: { claims: ({ jwt }) => claimingScope(jwt, scope) } } }),
  expect: denied,
});

/** The accepted token, signed anew with other scopes. */
function claiming(scope: (facts: Facts) => string | null): PatchSource {
  return { token: { minted: { claims: (facts) => claimingScope(facts.jwt, scope(facts)) } } };
}

/** The accepted token, signed anew with an object in the place of its scopes. */
function scopeMembers(members: Readonly<Record<string, unknown>>): Patch {
  const claims = ({ jwt }: Facts) =>
    Object.fromEntries(Object.keys(claimingScope(jwt, null)).map((name) => [name, members]));
  return { token: { minted: { claims } } };
}

/** The same without the required scope, but for what these claims say. */
function besideOtherScope(more: Readonly<Record<string, unknown>>): Patch {
  return {
    token: { minted: { claims: ({ jwt }) => ({ ...claimingScope(jwt, 'no-such-scope'), ...more }) } },
  };
}

/** The words of a scope up to its last one, or its first letter where it is a single word. */
function firstWord(facts: Facts): string {
  const scope = main(facts);
  return /^(.+)[/:.]/.exec(scope)?.[1] ?? scope.charAt(0);
}

function otherCase(scope: string): string {
  const upper = scope.toUpperCase();
  return scope === upper ? scope.toLowerCase() : upper;
}
