import { apiCall, callAs, check, refused, says } from '../fixtures/index.ts';

check({
  id: 'client-id-header/missing',
  title: 'refuses a call without the client-id header',
  requirements: ['E1-AUTH-03', 'E1-AUTH-18', 'E1-AUTHZ-29'],
  needs: ['client-id-header'],
  given: apiCall,
  but: { headers: { $clientId: null } },
  expect: refused('client-id-header-missing'),
  on: 'every-route',
});

check({
  id: 'client-id-header/other-value',
  title: 'refuses a client-id header that holds another value',
  requirements: ['E1-AUTH-04', 'E1-AUTH-17', 'E1-AUTH-19'],
  needs: ['client-id-header'],
  given: apiCall,
  but: { headers: { $clientId: 'no-such-client' } },
  expect: refused(
    'client-id-header-mismatch',
    says('neither the expected nor the received client id is told', ({ body }, { clientId }) =>
      body.includes(clientId) || body.includes('no-such-client') ? body : undefined,
    ),
  ),
  on: 'every-route',
});

check({
  id: 'client-id-header/case-changed',
  title: 'compares the client-id header with regard to case',
  requirements: ['E1-AUTH-04'],
  needs: ['client-id-header'],
  given: apiCall,
  but: ({ clientId }) => ({ headers: { $clientId: swapCase(clientId) } }),
  expect: refused('client-id-header-mismatch'),
});

check({
  id: 'client-id-header/sibling-credential',
  title: 'refuses the client id of another credential of the same application',
  requirements: ['E1-AUTH-04'],
  needs: ['client-id-header', 'second-user'],
  given: callAs('primary'),
  but: ({ client }) => ({ headers: { $clientId: client('second-user').id } }),
  expect: refused('client-id-header-mismatch'),
});

function swapCase(text: string): string {
  return [...text]
    .map((each) => (each === each.toUpperCase() ? each.toLowerCase() : each.toUpperCase()))
    .join('');
}
