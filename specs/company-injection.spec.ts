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
  injecting,
  injectionsOf,
  isInQuery,
  type Patch,
  property,
  refused,
  spellingsOf,
} from '../fixtures/index.ts';

const needs = ['own-company', 'foreign-company', 'company-canaries'] as const;
const names = ['companyId', 'company_id', 'companyid', 'company', 'companies', 'tenant', 'supplierId'];
const headerNames = ['x-company-id', 'x-e1-company-id', 'company-id', 'x-tenant-id', 'x-supplier-id'];

const companyWords = [
  ...[
    'company',
    'tenant',
    'supplier',
    'organisation',
    'org',
    'account',
    'customer',
    'client',
    'builder',
    'business',
  ],
  ...[
    'partner',
    'group',
    'site',
    'workspace',
    'registration',
    'realm',
    'owner',
    'instance',
    'companies',
    'party',
  ],
];

/** Those, and the name that the company has in the paths of the profile, as it is and in other spellings. */
function namesOf({ profile: { company } }: Facts): readonly string[] {
  const { parameter } = company;
  const { snake, joined, pascal, first } = spellingsOf(parameter);
  return [...new Set([...names, parameter, snake, joined, pascal, first])];
}

const ownCompany = ({ companyIds }: Facts): string => companyIds.own;
const foreignCompany = ({ companyIds }: Facts): string => companyIds.foreign;

/** The company of the path, with a parameter that is ignored or refused, but never followed. */
const ownDataOrRefused = either(accepted(), refused('refused'));

check({
  id: 'company-injection/query',
  title: 'takes no company from the query',
  requirements: ['E1-AUTHZ-14', 'JWT-BASIC-27'],
  needs: [...needs],
  given: apiCall,
  butEach: everywhere('query', foreignCompany),
  expect: ownDataOrRefused,
});

check({
  id: 'company-injection/query-list',
  title: 'takes no company from a query parameter that is repeated, indexed or a list',
  requirements: ['E1-AUTHZ-14', 'JWT-BASIC-27'],
  needs: [...needs],
  given: apiCall,
  butEach: ({ companyIds: { own, foreign }, profile: { company } }) => ({
    'own, then foreign': { query: { [company.parameter]: [own, foreign] } },
    'foreign, then own': { query: { [company.parameter]: [foreign, own] } },
    'a list': { query: { [company.parameter]: `${own},${foreign}` } },
    brackets: { query: { [`${company.parameter}[]`]: foreign } },
    'an index': { query: { [`${company.parameter}[0]`]: foreign } },
    'an operator': { query: { [`${company.parameter}[$ne]`]: own } },
  }),
  expect: ownDataOrRefused,
});

check({
  id: 'company-injection/filter',
  title: 'returns the data of the own company only, whatever filter or expansion the query names',
  requirements: ['E1-AUTHZ-14', 'E1-AUTHZ-08', 'JWT-BASIC-27'],
  needs: [...needs],
  given: apiCall,
  butEach: {
    'a filter': ({ companyIds: { foreign }, profile: { company } }) => ({
      query: { [`filter[${company.parameter}]`]: foreign },
    }),
    'ids[]': ({ companyIds: { foreign } }) => ({ query: { 'ids[]': foreign } }),
    include: { query: { include: 'companies,company,all' } },
    expand: { query: { expand: '*' } },
    scope: { query: { scope: 'all' } },
    allCompanies: { query: { allCompanies: 'true' } },
  },
  expect: ownDataOrRefused,
});

check({
  id: 'company-injection/header',
  title: 'takes no company from a header field',
  requirements: ['E1-AUTHZ-14', 'BASE-28d', 'JWT-BASIC-27'],
  needs: [...needs],
  given: apiCall,
  butEach: (facts) => ({
    ...injected('header', headerNames, foreignCompany)(facts),
    'members of fields': enclosed(names, foreignCompany(facts)),
  }),
  expect: ownDataOrRefused,
});

check({
  id: 'company-injection/cookie',
  title: 'takes no company from a cookie',
  requirements: ['E1-AUTHZ-14', 'JWT-BASIC-27'],
  needs: [...needs],
  given: apiCall,
  butEach: everywhere('cookie', foreignCompany),
  expect: ownDataOrRefused,
});

check({
  id: 'company-injection/every-route',
  title: 'takes no company from the query, header fields or cookies on any route',
  requirements: ['E1-AUTHZ-14', 'BASE-28d', 'JWT-BASIC-27'],
  needs: [...needs],
  given: apiCall,
  butEach: (facts) => ({
    'the query': injectedAtOnce('query', namesOf(facts), foreignCompany(facts)),
    'header fields': injectedAtOnce('header', headerNames, foreignCompany(facts)),
    cookies: injectedAtOnce('cookie', namesOf(facts), foreignCompany(facts)),
  }),
  expect: ownDataOrRefused,
  on: 'every-route',
});

check({
  id: 'company-injection/json-body',
  title: 'takes no company from a JSON body',
  requirements: ['E1-AUTHZ-14', 'JWT-BASIC-27'],
  needs: [...needs],
  given: apiCall,
  butEach: everywhere('json-body', foreignCompany),
  expect: ownDataOrRefused,
});

check({
  id: 'company-injection/form-body',
  title: 'takes no company from a form body',
  requirements: ['E1-AUTHZ-14', 'JWT-BASIC-27'],
  needs: [...needs],
  given: apiCall,
  butEach: everywhere('form-body', foreignCompany),
  expect: ownDataOrRefused,
});

check({
  id: 'company-injection/second-company',
  title: 'returns the data of the company in the path though another place names one that is registered too',
  requirements: ['E1-AUTHZ-14', 'E1-AUTHZ-17'],
  needs: ['several-companies', 'company-canaries'],
  given: callAs('several-companies'),
  butEach: {
    'in the query': ({ companyIds: { second } }) => ({ query: { companyId: second } }),
    'in a header field': ({ companyIds: { second } }) => ({ headers: { 'x-company-id': second } }),
    'in a cookie': ({ companyIds: { second } }) => ({ headers: { cookie: `companyId=${second}` } }),
    'in the body': ({ companyIds: { second } }) => ({
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ companyId: second }),
    }),
  },
  expect: ownDataOrRefused,
});

check({
  id: 'company-injection/own-in-query',
  title: 'refuses a foreign company in the path though the query names the own one',
  requirements: ['E1-AUTHZ-14', 'E1-AUTHZ-16', 'JWT-BASIC-27'],
  needs: [...needs],
  given: apiCall,
  butEach: atForeignCompany(everywhere('query', ownCompany)),
  expect: refused(['company-denied', 'refused']),
});

check({
  id: 'company-injection/own-in-header',
  title: 'refuses a foreign company in the path though a header field names the own one',
  requirements: ['E1-AUTHZ-14', 'E1-AUTHZ-16', 'JWT-BASIC-27'],
  needs: [...needs],
  given: apiCall,
  butEach: atForeignCompany(injected('header', headerNames, ownCompany)),
  expect: refused('company-denied'),
});

check({
  id: 'company-injection/own-in-body',
  title: 'refuses a foreign company in the path though the body names the own one',
  requirements: ['E1-AUTHZ-14', 'E1-AUTHZ-16', 'JWT-BASIC-27'],
  needs: [...needs],
  given: apiCall,
  butEach: atForeignCompany(everywhere('json-body', ownCompany)),
  expect: refused(['company-denied', 'refused']),
});

property({
  id: 'company-injection/any-name',
  title: 'takes no company from any place but the path, by whatever name and in whatever form',
  requirements: ['E1-AUTHZ-14', 'E1-AUTHZ-08', 'BASE-28d', 'JWT-BASIC-27'],
  needs: [...needs],
  given: apiCall,
  forAll: (facts) => injectionsOf([...companyWords, facts.profile.company.parameter]),
  but: (injections, { path, companyIds: { own, foreign } }) =>
    injecting(injections, { value: foreign, own, path }),
  // A parameter of the query may be a filter of the caller's own data.
  expect: (injections) => (isInQuery(injections) ? answered() : ownDataOrRefused),
});

property({
  id: 'company-injection/any-name-of-the-own',
  title:
    'refuses a foreign company in the path wherever the own one is named, by whatever name and in whatever form',
  requirements: ['E1-AUTHZ-14', 'E1-AUTHZ-16', 'JWT-BASIC-27'],
  needs: [...needs],
  given: apiCall,
  forAll: (facts) => injectionsOf([...companyWords, facts.profile.company.parameter]),
  but: (injections, { pathTo, companyIds: { own, foreign } }) =>
    injecting(injections, { value: own, own, path: pathTo(foreign) }, { path: pathTo(foreign) }),
  expect: refused(['company-denied', 'refused']),
});

/** A change for each name of a company, which adds this one under it. */
function everywhere(carrier: Parameters<typeof injected>[0], company: (facts: Facts) => string) {
  return (facts: Facts) => injected(carrier, namesOf(facts), company)(facts);
}

/** The same changes to a call whose path names the foreign company. */
function atForeignCompany(changes: (facts: Facts) => Readonly<Record<string, Patch>>) {
  return (facts: Facts): Record<string, Patch> => {
    const params = { [facts.profile.company.parameter]: facts.companyIds.foreign };
    const each = Object.entries(changes(facts));
    return Object.fromEntries(each.map(([name, change]) => [name, { ...change, params }]));
  };
}
