import {
  accepted,
  answered,
  apiCall,
  type Call,
  callWith,
  check,
  either,
  enclosed,
  type Facts,
  injected,
  injectedAtOnce,
  injecting,
  injectionsOf,
  isInQuery,
  mintedCall,
  property,
  refused,
  type SavedName,
  type Step,
  says,
  signedClaims,
  tokenFor,
} from '../fixtures/index.ts';

const needs = ['assigned-user', 'user-ids', 'user-canaries'] as const;
const names = [
  ...['assignedUserId', 'userId', 'user_id', 'uid', 'user', 'owner', 'on_behalf_of'],
  ...['impersonate', 'sudo', 'act_as', 'UserId'],
];
const userWords = [
  ...[
    'user',
    'account',
    'actor',
    'assigned-user',
    'sub',
    'subject',
    'principal',
    'person',
    'member',
    'owner',
  ],
  ...['profile', 'login', 'contact', 'employee', 'keyword-owner', 'impersonate', 'sudo', 'uid', 'identity'],
];
const headerNames = [
  'x-user-id',
  'x-assigned-user-id',
  'x-e1-user-id',
  'x-on-behalf-of',
  'on-behalf-of',
  'user-id',
  'x-acting-user',
  'x-forwarded-user',
  'from',
  // How platforms tell an application who has signed in: Azure App Service, Google IAP, oauth2-proxy, Kubernetes.
  'x-ms-client-principal-id',
  'x-goog-authenticated-user-id',
  'x-auth-request-user',
  'impersonate-user',
  'sudo', // GitLab
  'remote-user', // CGI and its heirs
  'x-remote-user',
  'x-webauth-user', // Grafana
];

const otherUser = ({ userIds }: Facts): string => userIds.other;

/** The user id has no effect, or the call is refused: whichever of both `user.injectedParam` leaves. */
const ownDataOrRefused = either(
  accepted(
    says('a success, unless user.injectedParam is reject', (_answer, { profile }) =>
      profile.user.injectedParam === 'reject' ? 'a success' : undefined,
    ),
  ),
  refused(
    'refused',
    says('a refusal, unless user.injectedParam is ignore', (_answer, { profile }) =>
      profile.user.injectedParam === 'ignore' ? 'a refusal' : undefined,
    ),
  ),
);

check({
  id: 'assigned-user-injection/query',
  title: 'takes no user id from the query',
  requirements: ['E1-AUTHZ-22', 'E1-AUTHZ-23'],
  needs: [...needs],
  given: apiCall,
  butEach: injected('query', names, otherUser),
  expect: ownDataOrRefused,
  on: 'every-route',
});

check({
  id: 'assigned-user-injection/header',
  title: 'takes no user id from a header field',
  requirements: ['E1-AUTHZ-22', 'BASE-28d'],
  needs: [...needs],
  given: apiCall,
  butEach: (facts) => ({
    ...injected('header', headerNames, otherUser)(facts),
    'members of fields': enclosed([...names, 'user.id', 'enduser.id'], otherUser(facts)),
  }),
  expect: ownDataOrRefused,
});

check({
  id: 'assigned-user-injection/cookie',
  title: 'takes no user id from a cookie',
  requirements: ['E1-AUTHZ-22'],
  needs: [...needs],
  given: apiCall,
  butEach: injected('cookie', names, otherUser),
  expect: ownDataOrRefused,
});

check({
  id: 'assigned-user-injection/every-route',
  title: 'takes no user id from header fields or cookies on any route',
  requirements: ['E1-AUTHZ-22', 'BASE-28d'],
  needs: [...needs],
  given: apiCall,
  butEach: (facts) => ({
    'header fields': injectedAtOnce('header', headerNames, otherUser(facts)),
    cookies: injectedAtOnce('cookie', names, otherUser(facts)),
  }),
  expect: ownDataOrRefused,
  on: 'every-route',
});

check({
  id: 'assigned-user-injection/claim',
  title: 'derives the user from the credential, whatever user a claim of the token names',
  requirements: ['E1-AUTHZ-21'],
  needs: [...needs, 'jwt', 'mint'],
  given: mintedCall,
  // A claim in which the issuer itself names the user is as good as the credential.
  butEach: ({ jwt, userIds }) =>
    Object.fromEntries(
      ['sub', 'user_id', 'uid', 'username']
        .filter((name) => jwt.claims[name] !== userIds.own)
        .map((name) => [name, signedClaims({ [name]: userIds.other })]),
    ),
  expect: either(accepted(), refused('refused')), // a subject that is no client may make the token invalid
});

check({
  id: 'assigned-user-injection/json-body',
  title: 'takes no user id from a JSON body',
  requirements: ['E1-AUTHZ-22'],
  needs: [...needs],
  given: apiCall,
  butEach: injected('json-body', names, otherUser),
  expect: ownDataOrRefused,
});

check({
  id: 'assigned-user-injection/form-body',
  title: 'takes no user id from a form body',
  requirements: ['E1-AUTHZ-22'],
  needs: [...needs],
  given: apiCall,
  butEach: injected('form-body', names, otherUser),
  expect: ownDataOrRefused,
});

check({
  id: 'assigned-user-injection/token-request',
  title: 'binds a token to the user of its credential, whoever the token request names',
  requirements: ['E1-AUTHZ-22', 'E1-AUTHZ-23', 'BASE-03b'],
  needs: [...needs],
  steps: ['sub', 'user', 'assigned_user_id', 'assignedUserId', 'username', 'act'].flatMap((name) =>
    tokenAndCall(`$${name}`, `the token request names another user as ${name}`, {
      ...tokenFor('primary', ({ scopes }) => scopes.main),
      but: ({ userIds }) => ({
        form: { [name]: name === 'act' ? JSON.stringify({ sub: userIds.other }) : userIds.other },
      }),
    }),
  ),
});

check({
  id: 'assigned-user-injection/scope',
  title: 'takes no user id from the scope',
  requirements: ['E1-AUTHZ-23', 'E1-AUTHZ-22'],
  needs: [...needs],
  steps: [
    ...tokenAndCall('$after', 'user:‹id› stands after the scope', withScope('after')),
    ...tokenAndCall('$before', 'user:‹id› stands before the scope', withScope('before')),
  ],
});

check({
  id: 'assigned-user-injection/keywords',
  title: 'returns no other user’s matches, whatever keywords the query holds',
  requirements: ['E1-AUTHZ-21', 'E1-AUTHZ-19'],
  needs: ['assigned-user', 'user-canaries'],
  given: apiCall,
  butEach: {
    'keywords=*': { query: { keywords: '*' } },
    'keywords=%': { query: { keywords: '%' } },
    'keywords=': { query: { keywords: '' } },
    'keyword=*': { query: { keyword: '*' } },
    'q=*': { query: { q: '*' } },
  },
  // A filter that the documents do not mention may narrow the caller's own matches.
  expect: answered(),
});

check({
  id: 'assigned-user-injection/filter',
  title: 'returns no other user’s matches, whichever user a filter in the query names',
  requirements: ['E1-AUTHZ-22', 'E1-AUTHZ-21'],
  needs: [...needs],
  given: apiCall,
  butEach: ({ userIds: { other } }) => ({
    'an object in JSON': { query: { filter: JSON.stringify({ assignedUserId: other, userId: other }) } },
    'a condition': { query: { where: JSON.stringify({ user: { id: other } }) } },
    'an expression of OData': { query: { $filter: `assignedUserId eq '${other}'` } },
    'an expression of RSQL': { query: { filter: `assignedUserId==${other},userId==${other}` } },
  }),
  // As above.
  expect: answered(),
});

property({
  id: 'assigned-user-injection/any-name',
  title: 'takes no user id from any place, by whatever name and in whatever form',
  requirements: ['E1-AUTHZ-22', 'E1-AUTHZ-23', 'E1-AUTHZ-21', 'BASE-28d'],
  needs: [...needs],
  given: apiCall,
  forAll: () => injectionsOf(userWords),
  but: (injections, { path, userIds }) =>
    injecting(injections, { value: userIds.other, own: userIds.own, path }),
  // A parameter of the query may be a filter of the caller's own matches.
  expect: (injections) => (isInQuery(injections) ? answered() : ownDataOrRefused),
});

/** A token request that may be refused, and a call with the token that may be refused but holds no other's data. */
function tokenAndCall(name: SavedName, because: string, request: Call): Step[] {
  return [
    {
      ...request,
      expect: either(accepted(), refused('token-refused')),
      save: { [name]: 'access_token' },
      because,
    },
    {
      ...callWith(name, 'primary'),
      when: name,
      expect: either(accepted(), refused('refused')),
      because: `${because}, and the token is used`,
    },
  ];
}

function withScope(place: 'before' | 'after') {
  return tokenFor('primary', ({ scopes, userIds }) =>
    place === 'after' ? `${scopes.main} user:${userIds.other}` : `user:${userIds.other} ${scopes.main}`,
  );
}
