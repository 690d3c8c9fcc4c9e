import {
  type Assertion,
  accepted,
  answered,
  apiCall,
  askedTwice,
  callAs,
  callWith,
  check,
  either,
  type Facts,
  header,
  observing,
  type Patch,
  refused,
  sameAnswerAs,
  says,
  tokenFor,
  under,
} from '../fixtures/index.ts';

const main = ({ scopes }: Facts) => scopes.main;
const denied = { expect: refused('company-denied') } as const;
const deniedHead = { expect: refused(['company-denied', 'method-not-allowed']) } as const;
const token = { ...tokenFor('primary', main), save: { $token: 'access_token' } } as const;
const ofForeign = (facts: Facts): Patch => ofCompany(facts, facts.companyIds.foreign);
const ofUnknown = (facts: Facts): Patch => ofCompany(facts, facts.companyIds.unknown);
const ofSecond = (facts: Facts): Patch => ofCompany(facts, facts.companyIds.second);

const validators = ['etag', 'last-modified'];

/**
 * A refusal tells nothing of what it refuses (RFC 9110 section 8.8). Validators of its own it may have, as frameworks put
 * a digest of the body on every answer: then a refusal with the same body has the same ones.
 */
const validatorsAsOf = (name: string) =>
  says(`no other ETag and no other Last-Modified than ${name} with the same body`, (answer, { answerTo }) => {
    const other = answerTo(name);
    if (answer.body !== other.body) return undefined;
    return validators.flatMap((field) => {
      const [here, there] = [answer, other].map((each) => header(each, field).join(', '));
      return here === there ? [] : [`${field}: ${here || 'none'} instead of ${there || 'none'}`];
    });
  });

/** HEAD has no body by which a digest of it could be known: what counts is whether there is one. */
const noValidatorsBeyond = (name: string) =>
  says(`no ETag and no Last-Modified that ${name} is answered without`, (answer, { answerTo }) =>
    validators.filter((field) => header(answer, field).length > header(answerTo(name), field).length),
  );

/** What a call may say besides: it may be refused for itself, but chooses no company. */
const ownOrRefused = { expect: either(accepted(), refused('refused')) } as const;
const inQuery = {
  query: [
    { name: 'page', value: '0' }, // the first one, or none
    { name: 'sort', value: 'id' },
    { name: 'view', value: 'full' },
  ],
};
const inFields = {
  fields: [
    { name: 'accept-language', value: 'de' },
    { name: 'cache-control', value: 'no-cache' },
    { name: 'origin', value: 'https://m2m-conformance.invalid' },
    { name: 'referer', value: 'https://m2m-conformance.invalid/' },
    { name: 'user-agent', value: 'Mozilla/5.0' },
    { name: 'x-forwarded-for', value: '192.0.2.1' },
    { name: 'x-requested-with', value: 'XMLHttpRequest' },
  ],
};

const ids = ({ companyIds }: Facts) => [companyIds.foreign, companyIds.unknown];
check({
  id: 'company-access/own',
  title: 'returns the data of the registered company, and of no other, to a token of every scope too',
  requirements: ['E1-AUTHZ-05', 'E1-AUTHZ-08', 'E1-AUTHZ-13', 'E1-AUTHZ-15'],
  needs: ['own-company', 'company-canaries', 'omitted-scope'],
  send: callAs('primary', { token: { scope: 'omitted' } }),
  expect: accepted(),
  on: 'every-route',
});

check({
  id: 'company-access/own-of-another-application',
  title: 'returns to another application the data of its own company, and of no other',
  requirements: ['E1-AUTHZ-05', 'E1-AUTHZ-08', 'E1-AUTHZ-15'],
  needs: ['other-company', 'company-canaries'],
  send: callAs('other-company'),
  expect: accepted(),
  on: 'every-route',
});

check({
  id: 'company-access/own-after-another-application',
  title: 'returns to an application the data of its company on each route that another one has just called',
  requirements: ['E1-AUTHZ-05', 'E1-AUTHZ-08', 'E1-AUTHZ-15'],
  needs: ['own-company', 'other-company', 'company-canaries'],
  after: apiCall,
  send: callAs('other-company'),
  expect: accepted(),
  on: 'every-route',
});

check({
  id: 'company-access/foreign',
  title: 'refuses a call for a company that the application is not registered for',
  requirements: [
    'E1-AUTHZ-16',
    'E1-AUTHZ-15',
    'E1-AUTHZ-05',
    'E1-AUTHZ-01',
    'E1-AUTHZ-24',
    'E1-AUTHZ-28',
    'BASE-30a',
  ],
  needs: ['own-company', 'foreign-company'],
  given: apiCall,
  but: ofForeign,
  ...denied,
  on: 'every-route',
});

check({
  id: 'company-access/unknown',
  title: 'refuses a call for a company that does not exist',
  requirements: ['E1-AUTHZ-16', 'E1-AUTHZ-28', 'E1-AUTHZ-24', 'JWT-BASIC-27'],
  needs: ['own-company', 'unknown-company'],
  given: apiCall,
  but: ofUnknown,
  ...denied,
  on: 'every-route',
});

check({
  id: 'company-access/unknown-like-foreign',
  title: 'answers alike for a company of somebody else and for one that does not exist',
  requirements: ['E1-AUTHZ-16'],
  level: 'SHOULD',
  needs: ['own-company', 'foreign-company', 'unknown-company'],
  steps: [
    ...askedTwice('a foreign company', { ...apiCall, but: ofForeign, ...denied }),
    {
      ...apiCall,
      but: ofUnknown,
      expect: refused('company-denied', asKnobSays(sameAnswerAs('a foreign company', ids, 'every'))),
    },
    ...askedTwice('HEAD for a foreign company', {
      ...apiCall,
      but: (facts) => ({ ...ofForeign(facts), method: 'HEAD' }),
      ...deniedHead,
    }),
    {
      ...apiCall,
      but: (facts) => ({ ...ofUnknown(facts), method: 'HEAD' }),
      expect: refused(
        ['company-denied', 'method-not-allowed'],
        asKnobSays(sameAnswerAs('HEAD for a foreign company', ids, 'every')),
      ),
    },
  ],
});

check({
  id: 'company-access/other-application',
  title: 'returns to another application the data of its own company, and refuses that of the first',
  requirements: ['E1-AUTHZ-15', 'E1-AUTHZ-05', 'E1-AUTHZ-16', 'BASE-30a'],
  needs: ['own-company', 'other-company', 'company-canaries'],
  steps: [
    callAs('other-company'),
    {
      ...callAs('other-company'),
      but: atPrimarysCompany,
      ...denied,
      because: 'the company is another one’s',
    },
    { ...apiCall, because: 'it is the first application’s company' },
  ],
});

check({
  id: 'company-access/registered-by-another',
  title: 'refuses an application at a company that another application is registered for',
  requirements: ['E1-AUTHZ-15', 'E1-AUTHZ-28'],
  needs: ['own-company', 'other-company'],
  steps: [
    { ...callAs('other-company'), because: 'it is registered for the company' },
    {
      ...apiCall,
      but: (facts) => ofCompany(facts, facts.companyIdOf('other-company')),
      ...denied,
      because: 'only another application is registered for the company',
    },
  ],
});

check({
  id: 'company-access/several-companies',
  title: 'returns the data of the company that is asked for to an application registered for two',
  requirements: ['E1-AUTHZ-17', 'E1-AUTHZ-14'],
  needs: ['several-companies', 'company-canaries'],
  steps: [
    callAs('several-companies'),
    { ...callAs('several-companies'), but: ofSecond, because: 'the second company' },
    { ...callAs('several-companies'), because: 'the first company again' },
    {
      ...callAs('several-companies'),
      but: (facts) => under(inQuery, ofSecond(facts)),
      ...ownOrRefused,
      because: 'the second company, and the query holds what no document mentions',
    },
    {
      ...callAs('several-companies'),
      but: (facts) => under(inFields, ofSecond(facts)),
      ...ownOrRefused,
      because: 'the second company, and header fields say more of the caller',
    },
  ],
});

check({
  id: 'company-access/several-companies-on-every-route',
  title:
    'returns on each route the data of one company alone to an application that has just asked for another',
  requirements: ['E1-AUTHZ-17', 'E1-AUTHZ-08', 'E1-AUTHZ-14'],
  needs: ['several-companies', 'company-canaries'],
  after: callAs('several-companies'),
  send: { ...callAs('several-companies'), but: ofSecond },
  expect: accepted(),
  on: 'every-route',
});

check({
  id: 'company-access/several-companies-and-a-foreign-one',
  title: 'refuses an application that is registered for two companies at a third',
  requirements: ['E1-AUTHZ-16', 'E1-AUTHZ-17'],
  needs: ['several-companies', 'foreign-company'],
  given: callAs('several-companies'),
  but: ofForeign,
  ...denied,
});

check({
  id: 'company-access/in-turn',
  title: 'tells applications of two companies apart that call in turn',
  requirements: ['E1-AUTHZ-15', 'E1-AUTHZ-08', 'BASE-17a'],
  needs: ['own-company', 'other-company', 'company-canaries'],
  steps: [
    apiCall,
    callAs('other-company'),
    apiCall,
    callAs('other-company'),
    callAs('other-company'),
    apiCall,
  ],
});

check({
  id: 'company-access/in-parallel',
  title: 'tells applications of two companies apart that call at the same time, between denied calls',
  requirements: ['E1-AUTHZ-15', 'E1-AUTH-27'],
  needs: ['own-company', 'foreign-company', 'other-company', 'company-canaries'],
  steps: [
    apiCall,
    callAs('other-company'),
    {
      parallel: [apiCall, callAs('other-company'), { ...apiCall, but: ofForeign, ...denied }],
      times: 6,
      because: 'two companies at once',
    },
  ],
});

check({
  id: 'company-access/foreign-after-own',
  title: 'refuses a foreign company to a token right after it answered for the own one, and answers again',
  requirements: ['E1-AUTHZ-15', 'E1-AUTHZ-16', 'BASE-30a'],
  needs: ['own-company', 'foreign-company'],
  steps: [
    token,
    callWith('$token', 'primary'),
    {
      ...callWith('$token', 'primary'),
      but: ofForeign,
      ...denied,
      because: 'the own company was just served',
    },
    { ...callWith('$token', 'primary'), because: 'a foreign company was just denied' },
  ],
});

check({
  id: 'company-access/own-after-foreign',
  title: 'answers for the own company right after a new token was denied at a foreign one',
  requirements: ['E1-AUTHZ-15'],
  needs: ['own-company', 'foreign-company'],
  steps: [
    token,
    { ...callWith('$token', 'primary'), but: ofForeign, ...denied, because: 'the first use of the token' },
    { ...callWith('$token', 'primary'), because: 'a foreign company was just denied' },
    {
      ...callWith('$token', 'primary'),
      but: ofForeign,
      ...denied,
      because: 'the own company was just served',
    },
  ],
});

check({
  id: 'company-access/head',
  title: 'refuses a HEAD request for a foreign company, and tells nothing of what a GET would return',
  requirements: ['E1-AUTHZ-16', 'E1-AUTHZ-05', 'BASE-30a'],
  needs: ['own-company', 'foreign-company'],
  steps: [
    { ...apiCall, but: ofForeign, expect: answered(), saveAnswer: 'GET', because: 'by GET' },
    {
      ...apiCall,
      but: (facts) => ({ ...ofForeign(facts), method: 'HEAD' }),
      expect: refused(['company-denied', 'method-not-allowed'], noValidatorsBeyond('GET')),
      because: 'by HEAD',
    },
  ],
});

check({
  id: 'company-access/no-validators',
  title: 'tells no ETag and no time of change of a foreign company’s data with its denial',
  requirements: ['E1-AUTHZ-16'],
  needs: ['own-company', 'foreign-company', 'unknown-company'],
  steps: [
    {
      ...apiCall,
      but: ofUnknown,
      expect: answered(),
      saveAnswer: 'an unknown company',
      because: 'there is none',
    },
    {
      ...apiCall,
      but: ofForeign,
      expect: refused('company-denied', validatorsAsOf('an unknown company')),
      because: 'this one has data',
    },
  ],
});

check({
  id: 'company-access/conditional',
  title:
    'refuses a request for a foreign company that is conditional, or for a part, as it refuses any other',
  requirements: ['BASE-16', 'E1-AUTHZ-16'],
  needs: ['own-company', 'foreign-company'],
  given: apiCall,
  butEach: {
    'If-None-Match: *': conditional('if-none-match', '*'),
    'If-None-Match with a tag': conditional('if-none-match', '"0"'),
    'If-Match with a tag': conditional('if-match', '"0"'),
    'If-Modified-Since now': conditional('if-modified-since', 'Fri, 31 Dec 2100 23:59:59 GMT'),
    'If-Unmodified-Since long ago': conditional('if-unmodified-since', 'Sat, 01 Jan 2000 00:00:00 GMT'),
    Range: conditional('range', 'bytes=0-9'),
  },
  ...denied,
});

function ofCompany({ profile }: Facts, id: string): Patch {
  return { params: { [profile.company.parameter]: id } };
}

function atPrimarysCompany(facts: Facts): Patch {
  return ofCompany(facts, facts.companyIdOf('primary'));
}

function conditional(name: string, value: string) {
  return (facts: Facts): Patch => ({ ...ofForeign(facts), headers: { [name]: value } });
}

/** AMB-25: a difference would tell who is a customer; where the profile leaves it open, it is recorded. */
function asKnobSays({ says: promise, test }: Assertion): Assertion {
  return {
    ...says(promise, (answer, facts) =>
      facts.profile.company.unknownVsForeign === 'identical' ? test?.(answer, facts) : undefined,
    ),
    ...observing(promise, (answer, facts) => ({
      'unknown and foreign companies are told apart': [test?.(answer, facts) ?? []].flat().length > 0,
    })),
  };
}
