import {
  accepted,
  answered,
  apiCall,
  callAs,
  check,
  either,
  enclosed,
  type Facts,
  injected,
  injectedAtOnce,
  otherCase,
  type Patch,
  refused,
  says,
} from '../fixtures/index.ts';

const other = callAs('other-company');
const needs = ['company-of-token', 'other-company', 'company-canaries'] as const;
const names = [
  ...['tenant', 'tenant_id', 'tenantId', 'company', 'company_id', 'companyId'],
  ...['account_id', 'partner_id', 'organization_id'],
];
const headerNames = [
  ...['x-tenant-id', 'x-tenant', 'x-company-id', 'x-account-id', 'x-partner-id', 'x-organization-id'],
  'tenant-id',
];

/** Further names, each alone or with one of the endings. */
const furtherNames = [
  ...['partner', 'client', 'customer', 'account', 'organization', 'organisation', 'org', 'owner'],
  ...['merchant', 'workspace', 'realm', 'instance', 'bank', 'group'],
]
  .flatMap((name) => [name, `${name}_id`, `${name}Id`])
  .filter((name) => !names.includes(name));

/** Queries by which lists are searched, sorted, widened and cut into pages, some of them out of range. */
const queries = [
  ...['q=', 'q=a', 'q=*', 'q=%25', 'query=*', 'search=*', 'filter=*', 'filter=true', 'where=1%3D1'],
  ...['sort=tenant', 'order=desc', 'fields=*', 'include=*', 'expand=*', 'all=true', 'scope=all'],
  ...[
    'offset=1',
    'skip=1',
    'start=1',
    'page=2',
    'limit=1',
    'offset=-1',
    'skip=-1',
    'start=-1',
    'page=0',
    'page=-1',
    'limit=-1',
    'limit=0',
    'per_page=100000',
  ],
  ...['page%5Bnumber%5D=0', 'page%5Boffset%5D=-1', 'cursor=0', 'since=0', 'deleted=true', 'id=1'],
];

const companyOfOther = ({ companyIdOf }: Facts): string => companyIdOf('other-company');

const objectOfOther = ({ objectsOf }: Facts): Patch => ({ params: objectsOf('other-company') });

/** A HEAD request to a route that need not offer the method. */
const head = { but: { method: 'HEAD' }, expect: either(accepted(), refused('method-not-allowed')) } as const;
const withBadToken = { but: { token: 'no-such-token' }, expect: refused('invalid-token') } as const;

check({
  id: 'tenant-isolation/in-turn',
  title: 'returns to each of two clients its own data when they call the same URL in turn',
  requirements: ['ENABLE-01', 'REQUESTOR-11', 'BASE-30a', 'BASE-17a'],
  needs: [...needs],
  steps: [apiCall, other, other, apiCall, apiCall, ...inTurn(5)],
});

check({
  id: 'tenant-isolation/every-route',
  title: 'returns the caller’s own data on each route, and nobody else’s',
  requirements: ['ENABLE-01', 'REQUESTOR-11', 'BASE-30a'],
  needs: ['company-of-token', 'company-canaries'],
  send: apiCall,
  expect: accepted(),
  on: 'every-route',
});

check({
  id: 'tenant-isolation/every-route-after-another-client',
  title: 'returns the caller’s own data on each route that another client has just called',
  requirements: ['ENABLE-01', 'REQUESTOR-11', 'BASE-30a', 'BASE-17a'],
  needs: [...needs],
  after: apiCall,
  send: other,
  expect: accepted(),
  on: 'every-route',
});

check({
  id: 'tenant-isolation/object-of-another-client',
  title: 'returns nothing of what a path names by its id and another client owns',
  requirements: ['ENABLE-01', 'REQUESTOR-11', 'BASE-30a'],
  needs: ['other-company', 'company-canaries', 'objects-of-companies'],
  given: apiCall,
  but: objectOfOther,
  butEach: besideOwnObject,
  expect: answered(), // its own may have the same id, where each company counts for itself
  on: 'every-route-to-an-object',
});

check({
  id: 'tenant-isolation/object-that-its-owner-has-just-called',
  title: 'returns nothing of what another client owns, though that has just called it',
  requirements: ['ENABLE-01', 'REQUESTOR-11', 'BASE-30a', 'BASE-17a'],
  needs: ['other-company', 'company-canaries', 'objects-of-companies'],
  after: other,
  send: { ...apiCall, but: objectOfOther },
  expect: answered(), // likewise
  on: 'every-route-to-an-object',
});

const anObject = callAs('primary', { route: 'object' });

check({
  id: 'tenant-isolation/head-of-an-object',
  title: 'tells by HEAD no more of what another client owns than by GET',
  requirements: ['ENABLE-01', 'REQUESTOR-11', 'BASE-30a'],
  needs: ['other-company', 'company-canaries', 'objects-of-companies'],
  steps: [
    anObject,
    { ...anObject, but: objectOfOther, expect: answered(), saveAnswer: 'GET', because: 'by GET' },
    {
      ...anObject,
      but: (facts) => ({ ...objectOfOther(facts), method: 'HEAD' }),
      expect: answered(
        says('no success where GET is refused (RFC 9110 section 9.3.2)', ({ status }, { answerTo }) =>
          status < 300 && answerTo('GET').status >= 400
            ? `${status} instead of ${answerTo('GET').status}`
            : undefined,
        ),
      ),
      because: 'by HEAD',
    },
  ],
});

check({
  id: 'tenant-isolation/in-turn-with-new-tokens',
  title: 'returns to each of two clients its own data when each call has a token of its own',
  requirements: ['ENABLE-01', 'REQUESTOR-11', 'BASE-30a'],
  needs: [...needs],
  steps: inTurn(3, { token: { fresh: true } }),
});

check({
  id: 'tenant-isolation/in-parallel',
  title: 'returns to each of two clients its own data when they call at the same time',
  requirements: ['ENABLE-01', 'REQUESTOR-11', 'BASE-30a'],
  needs: [...needs],
  steps: [apiCall, other, { parallel: [apiCall, other], times: 10, because: 'two clients at once' }],
});

check({
  id: 'tenant-isolation/after-a-denied-call',
  title: 'returns the caller’s own data right after a denied call, and another client’s data to nobody',
  requirements: ['ENABLE-01', 'REQUESTOR-11', 'BASE-30a'],
  needs: [...needs],
  steps: [
    other,
    { ...apiCall, ...withBadToken, because: 'another client was just served at this URL' },
    { ...apiCall, because: 'a call was just denied' },
    { ...other, ...withBadToken, because: 'the first client was just served at this URL' },
    { ...other, because: 'a call was just denied' },
  ],
});

check({
  id: 'tenant-isolation/get-after-head',
  title: 'returns the caller’s own data to a GET request that follows another client’s HEAD request',
  requirements: ['ENABLE-01', 'REQUESTOR-11', 'BASE-17a'],
  needs: [...needs],
  steps: [
    { ...apiCall, ...head },
    { ...other, because: 'the first client’s HEAD request came before' },
    { ...other, ...head },
    { ...apiCall, because: 'the other client’s HEAD request came before' },
  ],
});

check({
  id: 'tenant-isolation/named-in-the-query',
  title: 'returns nobody else’s data to a call whose query names another client or its company',
  requirements: ['ENABLE-01', 'REQUESTOR-11', 'BASE-30a'],
  needs: [...needs],
  given: apiCall,
  butEach: (facts) =>
    alsoForItsPerson(facts, {
      ...injected('query', names, companyOfOther)(facts),
      // All at once, so that it costs one request, and some again, as one that is refused hides the others.
      'many names': injectedAtOnce('query', furtherNames, companyOfOther(facts)),
      client_id: { query: { client_id: facts.client('other-company').id } },
    }),
  expect: answered(),
});

check({
  id: 'tenant-isolation/named-on-every-route',
  title: 'returns nobody else’s data on any route to a call that names another company beside its path',
  requirements: ['ENABLE-01', 'REQUESTOR-11', 'BASE-30a'],
  needs: [...needs],
  given: apiCall,
  butEach: (facts) =>
    alsoForItsPerson(facts, {
      'in the query': injectedAtOnce('query', names, companyOfOther(facts)),
      'in header fields': injectedAtOnce('header', headerNames, companyOfOther(facts)),
      'in cookies': injectedAtOnce('cookie', names, companyOfOther(facts)),
    }),
  expect: answered(),
  on: 'every-route',
});

check({
  id: 'tenant-isolation/search-on-every-route',
  title: 'returns nobody else’s data on any route, whatever the query searches for, sorts by or skips',
  requirements: ['ENABLE-01', 'REQUESTOR-11', 'BASE-30a', 'E1-AUTHZ-19', 'JWT-BASIC-01'],
  needs: ['distinct-data'],
  given: apiCall,
  // All at once, so that it costs a request for each route, and some again, as one that is refused hides the others.
  butEach: {
    'searches for anything': { query: { q: '*', query: '*', search: '*', filter: '*', where: '1=1' } },
    'wants all': {
      query: { all: 'true', deleted: 'true', scope: 'all', include: '*', expand: '*', fields: '*' },
    },
    'sorts, and wants a further page': { query: { sort: 'id', order: 'desc', page: '2', limit: '1' } },
    'skips some': { query: { offset: '1', skip: '1', start: '1', cursor: '1', after: '1', since: '0' } },
  },
  expect: answered(),
  on: 'every-route',
});

check({
  id: 'tenant-isolation/search-and-page',
  title: 'returns nobody else’s data, whatever the query searches for, sorts by or skips',
  requirements: ['ENABLE-01', 'REQUESTOR-11', 'BASE-30a', 'E1-AUTHZ-19', 'JWT-BASIC-01'],
  needs: ['distinct-data'],
  given: apiCall,
  butEach: ({ path }) =>
    Object.fromEntries(queries.map((query): [string, Patch] => [query, { path: `${path}?${query}` }])),
  expect: answered(),
});

check({
  id: 'tenant-isolation/named-in-a-header',
  title: 'returns nobody else’s data to a call whose header fields name another client or its company',
  requirements: ['ENABLE-01', 'REQUESTOR-11', 'BASE-28d'],
  needs: [...needs],
  given: apiCall,
  butEach: (facts) =>
    alsoForItsPerson(facts, {
      ...injected('header', headerNames, companyOfOther)(facts),
      'x-client-id': { headers: { 'x-client-id': facts.client('other-company').id } },
      'members of fields': enclosed(names, companyOfOther(facts)),
    }),
  expect: answered(),
});

/**
 * Each change, and each once more in the name of a person of the other client, where calls name one: who believes that the
 * call is of the other company refuses a person of the caller's, and it would look as if nothing had been believed.
 */
function alsoForItsPerson({ client }: Facts, changes: Record<string, Patch>): Record<string, Patch> {
  const { requestor } = client('other-company');
  if (requestor === undefined) return changes;
  const forPerson = Object.entries(changes).map(([name, patch]): [string, Patch] => [
    `${name}, for a person of the other client`,
    { ...patch, headers: { ...patch.headers, $requestor: requestor } },
  ]);
  return { ...changes, ...Object.fromEntries(forPerson) };
}

/** What another client owns, named beside or behind what the caller does. */
function besideOwnObject({ objectsOf }: Facts): Record<string, Patch> {
  const [own, others] = [objectsOf('primary'), objectsOf('other-company')];
  const listed = (list: (mine: string, foreign: string) => string): Patch => ({
    params: Object.fromEntries(
      Object.entries(others).map(([name, foreign]) => [name, list(own[name] ?? '', foreign)]),
    ),
  });
  const ids = Object.fromEntries(
    Object.entries(others).flatMap(([name, id]) => [name, `${name}s`, 'id', 'ids'].map((each) => [each, id])),
  );
  return {
    'behind the own one, after a comma': listed((mine, foreign) => `${mine},${foreign}`),
    'before the own one, with a comma': listed((mine, foreign) => `${foreign},${mine}`),
    'behind the own one, after an encoded comma': listed((mine, foreign) => `${mine}%2C${foreign}`),
    'behind the own one, after a semicolon': listed((mine, foreign) => `${mine};${foreign}`),
    'in the query': { query: ids },
    'in other letters': listed((_mine, foreign) => otherCase(foreign)),
    'with its first character encoded': listed((_mine, foreign) => encodedFirst(foreign)),
    'with an encoded space behind it': listed((_mine, foreign) => `${foreign}%20`),
    'with a zero byte behind it': listed((_mine, foreign) => `${foreign}%00`),
  };
}

function encodedFirst(id: string): string {
  return id.replace(/^[ -~]/, (first) => `%${first.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Calls of two clients in turn. */
function inTurn(times: number, call: Parameters<typeof callAs>[1] = {}) {
  return Array.from({ length: times }, () => [
    { ...callAs('primary', call), because: 'the first client’s turn' },
    { ...callAs('other-company', call), because: 'the other client’s turn' },
  ]).flat();
}
