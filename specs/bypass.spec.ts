import {
  apiCall,
  callAs,
  circumstances,
  type OutcomeName,
  property,
  refused,
  under,
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
  but: (said, { jwt: { signingInput, parts } }) => {
    const [, , signature] = parts;
    const first = signature.startsWith('A') ? 'B' : 'A';
    return under(said, { token: `${signingInput}.${first}${signature.slice(1)}` });
  },
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
  but: (said) => under(said, { token: { of: 'narrow-permission' } }),
  expect: denied('permission-denied'),
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
