import {
  apiCall,
  type ClaimedMethod,
  callAs,
  check,
  claimedMethod,
  claimingMethod,
  type Patch,
  property,
  refused,
} from '../fixtures/index.ts';

/** Methods that a gateway may let through with less, and that change nothing where they are taken at their word. */
const lenient = ['OPTIONS', 'HEAD'];

check({
  id: 'method-override/without-client-id',
  title: 'requires the client-id header whatever method a header or parameter claims',
  requirements: ['E1-AUTH-03', 'E1-AUTH-18'],
  needs: ['client-id-header'],
  given: apiCall,
  butEach: claimingMethod(lenient, { headers: { $clientId: null } }),
  // What claims another method may be refused for that.
  expect: refused(['client-id-header-missing', 'method-not-allowed', 'refused']),
});

check({
  id: 'method-override/without-requestor',
  title: 'requires a requestor whatever method a header or parameter claims',
  requirements: ['REQUESTOR-17'],
  needs: ['requestor-header'],
  given: callAs('primary', { route: 'requestor' }),
  butEach: claimingMethod(lenient, { headers: { $requestor: null } }),
  expect: refused(['requestor-id-missing', 'method-not-allowed', 'refused']),
});

check({
  id: 'method-override/without-scope',
  title: 'requires the scope of the route whatever method a header or parameter claims',
  requirements: ['E1-AUTHZ-10', 'E1-AUTHZ-13', 'ENABLE-09', 'BASE-09f'],
  needs: ['other-scope', 'several-tokens'],
  given: apiCall,
  butEach: ({ scopes }) => claimingMethod(lenient, { token: { scope: () => scopes.other } }),
  expect: refused(['insufficient-scope', 'method-not-allowed', 'refused']),
});

check({
  id: 'method-override/foreign-company',
  title: 'refuses a foreign company whatever method a header or parameter claims',
  requirements: ['E1-AUTHZ-15', 'E1-AUTHZ-16', 'JWT-BASIC-27'],
  needs: ['foreign-company'],
  given: apiCall,
  butEach: ({ companyIds, profile }) =>
    claimingMethod(lenient, { params: { [profile.company.parameter]: companyIds.foreign } }),
  expect: refused(['company-denied', 'method-not-allowed', 'refused']),
});

property({
  id: 'method-override/any-claim-without-token',
  title: 'requires an access token whatever method a call claims, wherever and by whatever name',
  requirements: ['E1-AUTH-02', 'BASE-09d'],
  given: apiCall,
  forAll: () => claimedMethod([...lenient, 'TRACE', 'GET']),
  but: (claim) => withClaim(claim, { headers: { authorization: null } }),
  expect: refused(['token-missing', 'method-not-allowed', 'refused']),
});

property({
  id: 'method-override/any-claim-without-client-id',
  title: 'requires the client-id header whatever method a call claims, wherever and by whatever name',
  requirements: ['E1-AUTH-03', 'E1-AUTH-18'],
  needs: ['client-id-header'],
  given: apiCall,
  forAll: () => claimedMethod([...lenient, 'TRACE', 'GET']),
  but: (claim) => withClaim(claim, { headers: { $clientId: null } }),
  expect: refused(['client-id-header-missing', 'method-not-allowed', 'refused']),
});

property({
  id: 'method-override/any-claim-for-a-foreign-company',
  title: 'refuses a foreign company whatever method a call claims, wherever and by whatever name',
  requirements: ['E1-AUTHZ-15', 'E1-AUTHZ-16', 'JWT-BASIC-27'],
  needs: ['foreign-company'],
  given: apiCall,
  forAll: () => claimedMethod([...lenient, 'TRACE', 'GET']),
  but: (claim, { companyIds, profile }) =>
    withClaim(claim, { params: { [profile.company.parameter]: companyIds.foreign } }),
  expect: refused(['company-denied', 'method-not-allowed', 'refused']),
});

/** A change, and the claim of another method beside it. */
function withClaim({ place, name, method }: ClaimedMethod, but: Patch): Patch {
  if (place === 'header') return { ...but, headers: { ...but.headers, [name]: method } };
  if (place === 'query') return { ...but, query: { [name]: method } };
  return {
    ...but,
    headers: { ...but.headers, 'content-type': 'application/x-www-form-urlencoded' },
    form: { [name]: method },
  };
}
