import {
  accepted,
  answered,
  apiCall,
  badClaims,
  callAs,
  calledBy,
  callWith,
  challengedForBasic,
  challengedWith401,
  check,
  circumstances,
  clientsWithoutRights,
  eachAfterRightSecret,
  either,
  everyCircumstance,
  everyTokenCircumstance,
  type Facts,
  introspectionOf,
  justExpired,
  mintedCall,
  type OutcomeName,
  type Patch,
  property,
  rawCall,
  refused,
  refusedIfVerified,
  revocationOf,
  type Step,
  tamper,
  tokenFor,
  tokenRequest,
  under,
  unserved,
  withLines,
} from '../fixtures/index.ts';

// What a call says besides may be refused for itself.
const denied = (outcome: OutcomeName) => refused([outcome, 'refused']);

property({
  id: 'bypass/without-token',
  title: 'requires an access token, whatever else a call says',
  requirements: ['E1-AUTH-02', 'BASE-09d'],
  given: apiCall,
  forAll: circumstances,
  but: (said) => under(said, { headers: { authorization: null } }),
  expect: denied('token-missing'),
});

property({
  id: 'bypass/altered-token',
  title: 'refuses a token whose signature was altered, whatever else a call says',
  requirements: ['E1-AUTH-02', 'BASE-19b'],
  needs: ['jwt'],
  given: apiCall,
  forAll: circumstances,
  but: (said, { token }) => under(said, { token: tamper.characterChanged(token) }),
  expect: denied('invalid-token'),
});

property({
  id: 'bypass/without-client-id',
  title: 'requires the client-id header, whatever else a call says',
  requirements: ['E1-AUTH-03', 'E1-AUTH-18'],
  needs: ['client-id-header'],
  given: apiCall,
  forAll: circumstances,
  but: (said) => under(said, { headers: { $clientId: null } }),
  expect: denied('client-id-header-missing'),
});

property({
  id: 'bypass/other-client-id',
  title: 'refuses a client-id header that holds another value, whatever else a call says',
  requirements: ['E1-AUTH-19', 'E1-AUTH-04'],
  needs: ['client-id-header'],
  given: apiCall,
  forAll: circumstances,
  but: (said) => under(said, { headers: { $clientId: 'no-such-client' } }),
  expect: denied('client-id-header-mismatch'),
});

property({
  id: 'bypass/without-requestor',
  title: 'requires a requestor, whatever else a call says',
  requirements: ['REQUESTOR-17'],
  needs: ['requestor-header'],
  given: callAs('primary', { route: 'requestor' }),
  forAll: circumstances,
  but: (said) => under(said, { headers: { $requestor: null } }),
  expect: denied('requestor-id-missing'),
});

property({
  id: 'bypass/without-scope',
  title: 'refuses a token without the scope, whatever else a call says',
  requirements: ['E1-AUTHZ-10', 'ENABLE-09', 'BASE-09f'],
  needs: ['other-scope', 'several-tokens'],
  given: apiCall,
  forAll: circumstances,
  but: (said, { scopes }) => under(said, { token: { scope: () => scopes.other } }),
  expect: denied('insufficient-scope'),
});

property({
  id: 'bypass/without-right',
  title: 'refuses a client without the right, whatever else a call says',
  requirements: ['JWT-BASIC-27'],
  needs: ['narrow-permission'],
  given: apiCall,
  forAll: circumstances,
  but: (said) => under(said, { token: { of: 'narrow-permission', scope: 'omitted' } }),
  expect: refused(['permission-denied', 'insufficient-scope', 'refused']),
});

property({
  id: 'bypass/foreign-company',
  title: 'refuses a foreign company, whatever else a call says',
  requirements: ['E1-AUTHZ-15', 'E1-AUTHZ-16', 'JWT-BASIC-27', 'BASE-16'],
  needs: ['foreign-company'],
  given: apiCall,
  forAll: circumstances,
  but: (said, { profile, companyIds }) =>
    under(said, { params: { [profile.company.parameter]: companyIds.foreign } }),
  expect: denied('company-denied'),
});

check({
  id: 'bypass/expired-token',
  title: 'refuses a token that has expired, whatever else a call says',
  requirements: ['E1-AUTH-14', 'JWT-BASIC-06', 'ENABLE-24', 'REQUESTOR-12', 'BASE-20a'],
  needs: ['jwt', 'mint'],
  given: apiCall,
  butEach: whateverElse(() => ({ 'an expired token': { token: justExpired } })),
  expect: denied('token-expired'),
});

check({
  id: 'bypass/other-audience',
  title: 'refuses a token that was issued for another API, whatever else a call says',
  requirements: ['BASE-20c', 'BASE-28c'],
  needs: ['other-audience'],
  given: apiCall,
  butEach: whateverElse((facts) => ({ 'a token for another API': calledBy('other-audience', {}, facts) })),
  expect: denied('invalid-token'),
});

check({
  id: 'bypass/wrong-claims',
  title: 'refuses a token of another issuer, for another API or of tomorrow, whatever else a call says',
  requirements: ['BASE-20b', 'BASE-20c', 'BASE-21d', 'E1-AUTH-05'],
  needs: ['jwt', 'mint'],
  given: mintedCall,
  butEach: whateverElse(badClaims),
  expect: denied('invalid-token'),
});

check({
  id: 'bypass/unknown-requestor',
  title: 'refuses an id that belongs to nobody as requestor, if it verifies that, whatever else a call says',
  requirements: ['REQUESTOR-18'],
  needs: ['requestor-header', 'unknown-person'],
  given: callAs('primary', { route: 'requestor' }),
  butEach: whateverElse(({ requestors }) => ({
    'a person of nobody': { headers: { $requestor: requestors.unknown } },
  })),
  expect: refusedIfVerified('exists', 'unknown requestor under circumstances'),
});

check({
  id: 'bypass/client-without-rights',
  title: 'returns nothing to a client that lacks a right, a permission or a user, whatever else a call says',
  requirements: ['E1-AUTHZ-03', 'E1-AUTHZ-09', 'E1-AUTHZ-27', 'JWT-BASIC-27'],
  needs: ['narrow-permission'],
  given: apiCall,
  butEach: whateverElse(clientsWithoutRights),
  expect: refused('refused'),
});

check({
  id: 'bypass/challenge',
  title: 'challenges a call without a good token, whatever else it says',
  requirements: ['BASE-10a'],
  given: apiCall,
  butEach: whateverElse(() => ({
    'no token': { headers: { authorization: null } },
    'what is no token': { token: 'no-such-token' },
  })),
  expect: answered(challengedWith401),
});

check({
  id: 'bypass/another-protocol',
  title: 'refuses what it refuses otherwise of a call that asks for another protocol',
  requirements: ['E1-AUTH-02', 'E1-AUTHZ-03', 'E1-AUTHZ-09', 'E1-AUTHZ-27', 'JWT-BASIC-27', 'BASE-09d'],
  needs: ['raw'],
  given: rawCall,
  butEach: (facts) => ({
    'no token': asking({ headers: { authorization: null } }),
    'what is no token': asking({ token: 'no-such-token' }),
    ...(facts.profile.api.identityHeader && {
      'another client id': asking({ headers: { $clientId: 'no-such-client' } }),
    }),
    ...Object.fromEntries(
      Object.entries(clientsWithoutRights(facts)).map(([role, change]) => [role, asking(change)]),
    ),
  }),
  expect: unserved(),
});

/** What a token request may say besides: the parameters in its query, and in its form where they are no part of it. */
const besidesTokenRequest: readonly Patch[] = everyTokenCircumstance.map((said) => {
  const form = Object.fromEntries(said.query.map(({ name, value }) => [name, value]));
  return under(said, { form });
});

/** Requests of a client that does not authenticate, with what else they may say. */
const withoutItsSecret: Readonly<Record<string, Patch>> = Object.fromEntries(
  besidesTokenRequest.flatMap((said, at) => [
    [`a wrong secret, part ${at + 1}`, { ...said, credentials: { secret: 'wrong-secret' } }],
    [`no secret, part ${at + 1}`, { ...said, credentials: { secret: null } }],
  ]),
);

check({
  id: 'bypass/client-not-authenticated',
  title: 'issues no token without the right secret, whatever else a token request says',
  requirements: ['E1-AUTH-10', 'JWT-BASIC-23', 'ENABLE-07', 'REQUESTOR-04', 'BASE-02d'],
  given: tokenRequest,
  butEach: withoutItsSecret,
  expect: refused('refused', challengedForBasic),
});

check({
  id: 'bypass/other-grant',
  title: 'issues no token by another grant type, or by none, whatever else a token request says',
  requirements: ['E1-AUTH-09', 'BASE-02a'],
  given: tokenRequest,
  butEach: Object.fromEntries(
    besidesTokenRequest.flatMap((said, at) =>
      Object.entries({ 'an unknown one': 'urn:example:grant', none: null }).map(([what, type]) => [
        `${what}, part ${at + 1}`,
        { ...said, form: { ...said.form, grant_type: type } },
      ]),
    ),
  ),
  expect: refused('refused'),
});

check({
  id: 'bypass/introspection',
  title: 'tells nobody about a token who does not authenticate, whatever else the request says',
  requirements: ['BASE-23a'],
  needs: ['introspection'],
  given: introspectionOf('no-such-token'),
  butEach: withoutItsSecret,
  expect: refused('refused'),
});

check({
  id: 'bypass/revocation',
  title: 'refuses a revocation by whoever does not authenticate, whatever else the request says',
  requirements: ['BASE-24a'],
  needs: ['revocation-endpoint'],
  steps: [
    { ...tokenRequest, save: { $token: 'access_token' } },
    ...eachAfterRightSecret(
      revocationOf('no-such-token'),
      Object.entries(withoutItsSecret).map(([because, but]) => ({
        ...revocationOf(({ saved }) => saved('$token')),
        but,
        expect: refused('refused'),
        because,
      })),
    ),
    { ...callWith('$token', 'primary'), because: 'nobody who may has revoked the token' },
  ],
});

check({
  id: 'bypass/revoked-client',
  title: 'issues no token to a client that was revoked, whatever else a token request says',
  requirements: ['E1-AUTH-46', 'BASE-02d'],
  needs: ['revoked'],
  steps: besidesTokenRequest.map((said, at) => ({
    ...tokenFor('revoked', ({ scopes }) => scopes.main || undefined),
    but: said,
    expect: refused('refused'),
    because: `part ${at + 1} of what it may say`,
  })),
});

check({
  id: 'bypass/unpermitted-scope',
  title: 'gives no right for a scope that a client may not have, whatever else its token request says',
  requirements: ['E1-AUTH-50', 'ENABLE-12', 'BASE-04c'],
  needs: ['wide-permission', 'other-scope'],
  steps: besidesTokenRequest.flatMap((said, at): Step[] => [
    {
      ...tokenFor('wide-permission', ({ scopes }) => scopes.main),
      but: said,
      expect: either(accepted(), refused('refused')),
      save: { [`$token${at}`]: 'access_token' },
      because: `part ${at + 1} of what it may say`,
    },
    {
      ...callWith(`$token${at}`, 'wide-permission'),
      when: `$token${at}`,
      expect: refused('insufficient-scope'),
      because: 'the scope was not to be had',
    },
  ]),
});

/** A change of a call that asks for WebSocket (RFC 6455 section 4.1). */
function asking(change: Patch): Patch {
  const lines = [
    'connection: upgrade',
    'upgrade: websocket',
    'sec-websocket-version: 13',
    'sec-websocket-key: bTJtLWNvbmZvcm1hbmNlIQ==',
  ];
  return { ...change, bytes: (text) => withLines(text, ...lines) };
}

/** Each change under each of the circumstances. */
function whateverElse(changes: (facts: Facts) => Readonly<Record<string, Patch>>) {
  return (facts: Facts): Record<string, Patch> =>
    Object.fromEntries(
      Object.entries(changes(facts)).flatMap(([what, change]) =>
        everyCircumstance.map((said, at) => [`${what}, part ${at + 1}`, under(said, change)]),
      ),
    );
}
