import {
  accepted,
  answered,
  apiCall,
  callAs,
  callWith,
  check,
  either,
  type Facts,
  refused,
  tokenFor,
} from '../fixtures/index.ts';

const second = callAs('second-user');
const twoUsers = ['assigned-user', 'second-user', 'user-canaries'] as const;

/** A HEAD request to a route that need not offer the method. */
const head = { but: { method: 'HEAD' }, expect: either(accepted(), refused('method-not-allowed')) } as const;
const withOtherClientId = {
  but: { headers: { $clientId: 'no-such-client' } },
  expect: refused('client-id-header-mismatch'),
} as const;
const withoutClientId = {
  but: { headers: { $clientId: null } },
  expect: refused('client-id-header-missing'),
} as const;

check({
  id: 'assigned-user/own-data',
  title: 'returns the data of the assigned user, and of nobody else, to a token of every scope too',
  requirements: ['E1-AUTHZ-21', 'E1-AUTHZ-06', 'E1-AUTHZ-20', 'E1-AUTHZ-08'],
  needs: ['assigned-user', 'user-canaries', 'omitted-scope'],
  send: callAs('primary', { token: { scope: 'omitted' } }),
  expect: accepted(),
  on: 'every-route',
});

check({
  id: 'assigned-user/own-data-of-second-user',
  title: 'returns another user’s data to a second credential of the same application and company',
  requirements: ['E1-AUTHZ-20', 'E1-AUTHZ-19', 'E1-AUTHZ-21', 'E1-AUTHZ-23'],
  needs: [...twoUsers],
  send: second,
  expect: accepted(),
  on: 'every-route',
});

check({
  id: 'assigned-user/own-data-after-another-user',
  title: 'returns to a user its own data on each route that another user of the company has just called',
  requirements: ['E1-AUTHZ-21', 'E1-AUTHZ-19'],
  needs: [...twoUsers],
  after: apiCall,
  send: second,
  expect: accepted(),
  on: 'every-route',
});

check({
  id: 'assigned-user/alternating',
  title: 'tells two users of one company apart when they call the same URL in turn',
  requirements: ['E1-AUTHZ-21', 'E1-AUTHZ-19'],
  needs: [...twoUsers],
  steps: [apiCall, second, second, apiCall, apiCall, ...inTurn(5)],
});

check({
  id: 'assigned-user/alternating-with-fresh-tokens',
  title: 'tells two users of one company apart when each call has a token of its own',
  requirements: ['E1-AUTHZ-21', 'E1-AUTHZ-20'],
  needs: [...twoUsers],
  steps: inTurn(3, { token: { fresh: true } }),
});

check({
  id: 'assigned-user/in-parallel',
  title: 'tells two users of one company apart when they call at the same time',
  requirements: ['E1-AUTHZ-21'],
  needs: [...twoUsers],
  steps: [apiCall, second, { parallel: [apiCall, second], times: 10, because: 'two users at once' }],
});

check({
  id: 'assigned-user/in-parallel-with-denied-calls',
  title: 'tells two users apart and refuses what is wrong when good and wrong calls come at the same time',
  requirements: ['E1-AUTHZ-21', 'E1-AUTHZ-03'],
  needs: [...twoUsers, 'client-id-header'],
  steps: [
    apiCall,
    second,
    {
      parallel: [apiCall, { ...second, ...withOtherClientId }, second, { ...apiCall, ...withoutClientId }],
      times: 5,
      because: 'good and wrong calls at once',
    },
  ],
});

check({
  id: 'assigned-user/after-a-denied-call',
  title: 'returns the caller’s own data right after a denied call of another user',
  requirements: ['E1-AUTHZ-21'],
  needs: [...twoUsers, 'client-id-header'],
  steps: [
    { ...second, ...withOtherClientId, because: 'the second user is denied' },
    { ...apiCall, because: 'the first user calls next' },
    { ...second, ...withoutClientId, because: 'the second user is denied' },
    { ...apiCall, because: 'the first user calls next' },
    { ...apiCall, ...withOtherClientId, because: 'the first user is denied' },
    { ...second, because: 'the second user calls next' },
  ],
});

check({
  id: 'assigned-user/get-after-head',
  title: 'returns the caller’s own data to a GET request that follows another user’s HEAD request',
  requirements: ['E1-AUTHZ-21', 'BASE-17a'],
  needs: [...twoUsers],
  steps: [
    { ...apiCall, ...head },
    { ...second, because: 'the first user’s HEAD request came before' },
    { ...second, ...head },
    { ...apiCall, because: 'the second user’s HEAD request came before' },
  ],
});

check({
  id: 'assigned-user/of-a-new-credential',
  title: 'acts for the user whom a new credential is issued for, though the application has another one too',
  requirements: ['E1-AUTHZ-20', 'E1-AUTHZ-19', 'E1-AUTH-44'],
  needs: [...twoUsers, 'credential-for-a-user'],
  steps: [
    { provide: '$old', because: 'the application has a credential' },
    { provide: '$new', userOf: 'second-user', because: 'it is issued for another user' },
    {
      ...callAs('$new'),
      because: 'it was issued for another user, if the hook issue-credential heeds {user}',
    },
  ],
});

check({
  id: 'assigned-user/missing',
  title: 'refuses a credential that no user is assigned to',
  requirements: ['E1-AUTHZ-03', 'E1-AUTHZ-02', 'E1-AUTHZ-24'],
  needs: ['assigned-user', 'user-must-be-assigned', 'without-user'],
  steps: [
    tokenWithoutUser(),
    { ...callWith('$token', 'without-user'), when: '$token', expect: refused('user-missing') },
  ],
});

check({
  id: 'assigned-user/missing-on-other-routes',
  title: 'refuses a credential that no user is assigned to on the other routes, and to HEAD on each',
  requirements: ['E1-AUTHZ-03', 'E1-AUTHZ-02', 'E1-AUTHZ-24'],
  needs: ['assigned-user', 'user-must-be-assigned', 'without-user', 'other-scope'],
  steps: [
    tokenWithoutUser(({ scopes }) => `${scopes.main} ${scopes.other}`),
    ...(['other-scope', 'both-scopes'] as const).map((route) => ({
      ...callWith('$token', 'without-user', { route }),
      when: '$token' as const,
      ifRouteExists: true as const,
      expect: refused('user-missing'),
    })),
    ...(['main', 'other-scope', 'both-scopes'] as const).map((route) => ({
      ...callWith('$token', 'without-user', { route, but: { method: 'HEAD' } }),
      when: '$token' as const,
      ifRouteExists: true as const,
      expect: refused(['user-missing', 'method-not-allowed']),
    })),
  ],
});

check({
  id: 'assigned-user/missing-after-another-user',
  title: 'returns no user’s data to a credential without a user, whoever called before',
  requirements: ['E1-AUTHZ-21', 'E1-AUTHZ-03'],
  needs: ['assigned-user', 'without-user', 'user-canaries'],
  steps: [
    tokenWithoutUser(),
    apiCall,
    {
      ...callWith('$token', 'without-user'),
      when: '$token',
      expect: answered(),
      because: 'a user has just been served at this URL',
    },
    apiCall,
  ],
});

/** Calls of two users in turn. */
function inTurn(times: number, call: Parameters<typeof callAs>[1] = {}) {
  return Array.from({ length: times }, () => [
    { ...callAs('primary', call), because: 'the first user’s turn' },
    { ...callAs('second-user', call), because: 'the second user’s turn' },
  ]).flat();
}

/** The authorization server may refuse such a credential before the API does. */
function tokenWithoutUser(scope: (facts: Facts) => string = ({ scopes }) => scopes.main) {
  return {
    ...tokenFor('without-user', scope),
    expect: either(accepted(), refused('token-refused')),
    save: { $token: 'access_token' },
  };
}
