import {
  accepted,
  check,
  either,
  type Facts,
  fieldValueNearMiss,
  formDuplicate,
  formFault,
  methodNearMiss,
  type Patch,
  type PatchSource,
  property,
  refused,
  tokenRequest,
  withDuplicate,
  withFault,
} from '../fixtures/index.ts';

const acceptedOrRefused = either(accepted(), refused('refused'));

const form = 'application/x-www-form-urlencoded';

check({
  id: 'token-errors-form/get',
  title: 'issues no token to GET',
  requirements: ['E1-AUTH-06', 'BASE-03a'],
  given: tokenRequest,
  butEach: {
    'parameters in the query': (facts) => ({ method: 'GET', query: facts.tokenForm, body: '' }),
    'parameters in the body': { method: 'GET' },
  },
  expect: refused('token-method-not-allowed'),
});

check({
  id: 'token-errors-form/head',
  title: 'issues no token to HEAD',
  requirements: ['E1-AUTH-06', 'BASE-03a'],
  given: tokenRequest,
  but: (facts) => ({ method: 'HEAD', query: facts.tokenForm, body: '' }),
  expect: refused('token-method-not-allowed'),
});

check({
  id: 'token-errors-form/other-method',
  title: 'issues no token to a method other than POST',
  requirements: ['E1-AUTH-06', 'BASE-03a'],
  given: tokenRequest,
  butEach: {
    PUT: { method: 'PUT' },
    PATCH: { method: 'PATCH' },
    DELETE: { method: 'DELETE' },
  },
  expect: refused('token-method-not-allowed'),
});

check({
  id: 'token-errors-form/json',
  title: 'takes no token request in JSON',
  requirements: ['E1-AUTH-07'],
  needs: ['declared-form-only'],
  given: tokenRequest,
  but: (facts) => declared('application/json', JSON.stringify(facts.tokenForm)),
  expect: refused('token-content-type-refused'),
});

check({
  id: 'token-errors-form/multipart',
  title: 'takes no token request in multipart/form-data',
  requirements: ['E1-AUTH-07'],
  needs: ['declared-form-only'],
  given: tokenRequest,
  but: (facts) => declared(`multipart/form-data; boundary=${boundary}`, multipart(facts.tokenForm)),
  expect: refused('token-content-type-refused'),
});

check({
  id: 'token-errors-form/mislabelled',
  title: 'takes no form that is declared to be something else',
  requirements: ['E1-AUTH-07'],
  needs: ['declared-form-only'],
  given: tokenRequest,
  butEach: {
    'as text': { headers: { 'content-type': 'text/plain' } },
    'as JSON': { headers: { 'content-type': 'application/json' } },
    'as a type with a similar name': { headers: { 'content-type': 'application/x-www-form-urlencoded-2' } },
  },
  expect: refused('token-content-type-refused'),
});

check({
  id: 'token-errors-form/list-of-types',
  title: 'takes no form that is declared to be of several types',
  requirements: ['E1-AUTH-07'],
  level: 'SHOULD', // some read the last member of such a list, though no list may be there (RFC 9110 section 8.3)
  needs: ['declared-form-only'],
  given: tokenRequest,
  butEach: {
    'JSON first': { headers: { 'content-type': `application/json, ${form}` } },
    'JSON last': { headers: { 'content-type': `${form}, application/json` } },
    'in two lines': { headers: { 'content-type': ['application/json', form] } },
  },
  expect: refused('token-content-type-refused'),
});

check({
  id: 'token-errors-form/json-labelled-form',
  title: 'takes no JSON that is declared to be a form',
  requirements: ['E1-AUTH-07'],
  given: tokenRequest,
  but: (facts) => ({ body: JSON.stringify(facts.tokenForm) }),
  expect: refused('token-refused'),
});

check({
  id: 'token-errors-form/content-type-missing',
  title: 'takes no form that is not declared to be one',
  requirements: ['E1-AUTH-07'],
  level: 'SHOULD',
  needs: ['declared-form-only'],
  given: tokenRequest,
  but: { headers: { 'content-type': null } },
  expect: refused('token-content-type-refused'),
});

check({
  id: 'token-errors-form/repeated-grant-type',
  title: 'refuses two grant types',
  requirements: ['BASE-03d', 'E1-AUTH-09'],
  given: tokenRequest,
  butEach: twice('grant_type', () => ['client_credentials', 'password']),
  expect: refused('token-refused'),
});

check({
  id: 'token-errors-form/repeated-client-id',
  title: 'refuses two client ids',
  requirements: ['BASE-03d', 'E1-AUTH-08'],
  needs: ['body-credentials'],
  given: tokenRequest,
  butEach: twice('client_id', ({ clientId }) => [clientId, 'no-such-client']),
  expect: refused('token-refused'),
});

check({
  id: 'token-errors-form/repeated-secret',
  title: 'refuses two secrets',
  requirements: ['BASE-03d', 'E1-AUTH-08'],
  needs: ['body-credentials'],
  given: tokenRequest,
  butEach: twice('client_secret', ({ client }) => [client('primary').secret, 'wrong-secret']),
  expect: refused('token-refused'),
});

check({
  id: 'token-errors-form/repeated-same',
  title: 'refuses a parameter that is there twice with the same value',
  requirements: ['BASE-03d'],
  level: 'SHOULD',
  given: tokenRequest,
  butEach: ({ tokenForm }) =>
    Object.fromEntries(
      Object.entries(tokenForm).map(([name, value]) => [name, { form: { [name]: [value, value] } }]),
    ),
  expect: refused('token-refused'),
});

check({
  id: 'token-errors-form/empty-body',
  title: 'refuses an empty token request',
  requirements: ['E1-AUTH-08', 'BASE-07b', 'BASE-03g'],
  given: tokenRequest,
  but: { body: '' },
  expect: refused(['token-refused', 'token-content-type-refused']),
});

check({
  id: 'token-errors-form/odd-charset',
  title: 'stays orderly when the form is declared in an odd charset or coding',
  requirements: ['BASE-07c'],
  given: tokenRequest,
  butEach: {
    'utf-16': { headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-16' } },
    'utf-7': { headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-7' } },
    'no such charset': { headers: { 'content-type': 'application/x-www-form-urlencoded; charset=xyz' } },
    'gzip that is none': { headers: { 'content-encoding': 'gzip' } },
  },
  expect: acceptedOrRefused,
});

check({
  id: 'token-errors-form/malformed-encoding',
  title: 'stays orderly when percent-encoding is malformed',
  requirements: ['BASE-07c'],
  given: tokenRequest,
  butEach: {
    'no hexadecimal digits': withMore('odd=%zz'),
    'a percent sign alone': withMore('odd=%'),
    'bytes that are not UTF-8': withMore('odd=%ff%fe%c0%80'),
    NUL: withMore('odd=%00'),
    'a pair without a name': withMore('=odd'),
    'empty pairs': withMore('&&'),
  },
  expect: acceptedOrRefused,
});

check({
  id: 'token-errors-form/odd-names',
  title: 'stays orderly with parameter names that mean something to its programming language, or come twice',
  requirements: ['BASE-03b'],
  given: tokenRequest,
  butEach: {
    __proto__: withMore('__proto__=x'),
    '__proto__[x]': withMore('__proto__[grant_type]=x'),
    constructor: withMore('constructor=x&hasOwnProperty=x&toString=x'),
    'brackets in brackets': withMore(`odd${'[x]'.repeat(200)}=x`),
    'an index out of range': withMore('odd[4294967295]=x'),
    'one that nobody knows, twice': withMore('odd=x&odd=y'),
  },
  expect: acceptedOrRefused,
});

check({
  id: 'token-errors-form/large',
  title: 'stays orderly with a large token request',
  requirements: ['BASE-30d'],
  given: tokenRequest,
  butEach: {
    'one parameter of 100 kB': withMore(`odd=${'x'.repeat(100_000)}`),
    '2000 parameters': withMore(Array.from({ length: 2000 }, (_, index) => `odd${index}=x`).join('&')),
  },
  expect: acceptedOrRefused,
});

property({
  id: 'token-errors-form/any-other-method',
  title: 'issues no token to a method that only resembles POST',
  requirements: ['E1-AUTH-06', 'BASE-03a'],
  given: tokenRequest,
  forAll: () => methodNearMiss('POST'),
  but: (method) => ({ method }),
  expect: refused('token-method-not-allowed'),
});

property({
  id: 'token-errors-form/any-other-media-type',
  title: 'takes no form that is declared to be of whatever type resembles that of forms',
  requirements: ['E1-AUTH-07'],
  needs: ['declared-form-only'],
  given: tokenRequest,
  forAll: () => fieldValueNearMiss(form, { caseMatters: false }).filter((type) => !isForm.test(type)),
  but: (type) => ({ headers: { 'content-type': type } }),
  expect: refused('token-content-type-refused'),
});

property({
  id: 'token-errors-form/any-contradiction',
  title:
    'refuses a parameter that is there twice or more with two values, however and wherever it is written',
  requirements: ['BASE-03d', 'E1-AUTH-08', 'E1-AUTH-09'],
  given: tokenRequest,
  forAll: (facts) => formDuplicate(proofIn(facts), ['other'], ['same', 'other', 'empty', 'left out']),
  but: (duplicate, facts) => ({ body: withDuplicate(inOrder(facts), duplicate) }),
  expect: refused('token-refused'),
});

property({
  id: 'token-errors-form/any-repetition',
  title:
    'refuses a parameter that is there twice or more with the same value, or leaves out those without a value',
  requirements: ['BASE-03d', 'BASE-03c'],
  level: 'SHOULD',
  given: tokenRequest,
  forAll: (facts) => {
    const values = ['same', 'empty', 'left out'] as const;
    return formDuplicate(proofIn(facts), values, values);
  },
  but: (duplicate, facts) => ({ body: withDuplicate(inOrder(facts), duplicate) }),
  // What has no value counts as omitted (RFC 6749 section 3.2).
  expect: ({ further }) =>
    further.some(({ value }) => value === 'same') ? refused('token-refused') : acceptedOrRefused,
});

property({
  id: 'token-errors-form/any-fault',
  title: 'takes nothing for a parameter of its client that a form with a fault does not hold',
  requirements: ['BASE-03e', 'BASE-07c', 'BASE-02d'],
  given: tokenRequest,
  forAll: (facts) => formFault(inOrder(facts)),
  but: (fault, facts) => ({ body: withFault(inOrder(facts), fault) }),
  expect: ({ fault, of, value }, facts) => {
    const [, own] = proofIn(facts)[of] ?? [];
    // After an ampersand something else begins: before it, the value may be complete.
    const isComplete = value === own?.length && /ampersand|reference/.test(fault);
    return own === undefined || isComplete || cutOff.test(fault) ? acceptedOrRefused : refused('refused');
  },
  presentsWrongSecrets: true, // what is left of the right one
});

/** After a plus sign there is a suffix (RFC 6838 section 4.2.8), and parsers take an empty one for none. */
const isForm = /^application\/x-www-form-urlencoded\+?[ \t]*(;|$)/i;

/** What some cut off at the ends of texts, for which there are checks of their own. */
const cutOff = /NUL|blank|line break|byte order mark/;

const proof = ['grant_type', 'client_id', 'client_secret'];

/** The parameters of the documented form that say what is asked for and prove who asks. */
function proofIn({ tokenForm }: Facts): [string, string][] {
  return Object.entries(tokenForm).filter(([name]) => proof.includes(name));
}

/** All parameters of that form, those first. */
function inOrder(facts: Facts): [string, string][] {
  return [...proofIn(facts), ...Object.entries(facts.tokenForm).filter(([name]) => !proof.includes(name))];
}

function declared(contentType: string, body: string): Patch {
  return { headers: { 'content-type': contentType }, body };
}

const boundary = 'm2m-conformance-boundary';

/** `multipart/form-data` (RFC 7578). */
function multipart(parameters: Readonly<Record<string, string>>): string {
  const parts = Object.entries(parameters).map(
    ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return `${parts.join('')}--${boundary}--\r\n`;
}

/** A parameter with a good and a bad value, in both orders. */
function twice(name: string, values: (facts: Facts) => readonly [good: string, bad: string]) {
  return (facts: Facts): Readonly<Record<string, Patch>> => {
    const [good, bad] = values(facts);
    return {
      'good, then bad': { form: { [name]: [good, bad] } },
      'bad, then good': { form: { [name]: [bad, good] } },
    };
  };
}

/** The documented form, and more after it, as it is. */
function withMore(more: string): PatchSource {
  return (facts) => ({ body: `${new URLSearchParams(facts.tokenForm)}&${more}` });
}
