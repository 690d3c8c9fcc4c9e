import { randomUUID } from 'node:crypto';
import {
  accepted,
  answered,
  type Circumstances,
  callAs,
  check,
  type Expectation,
  either,
  everyCircumstance,
  type Fault,
  faults,
  type Patch,
  patchOf,
  refused,
  refusedOrRedirected,
  type Step,
  says,
  under,
} from '../fixtures/index.ts';

/** Fields by which a client names a request, so that its repetition is known for one. */
const requestNames = [
  'idempotency-key',
  'x-idempotency-key',
  'x-request-id',
  'x-correlation-id',
  'request-id',
];
const name = '3f1c8a52-6a0e-4b7d-9c55-2d1e7b40a9f6';
/** A call named in every way, by a name that no run has given before. */
const named = Object.fromEntries(requestNames.map((field) => [field, randomUUID()]));

/** What makes a path look like that of a file which is the same for everybody. */
const staticNames: Readonly<Record<string, string>> = {
  'a style sheet below the route': '/m2m.css',
  'a script below the route': '/m2m.js',
  'an icon below the route': '/favicon.ico',
  'the suffix of a style sheet': '.css',
  'the suffix of JSON': '.json',
  'a style sheet after a semicolon': ';m2m.css',
  'a style sheet after an encoded question mark': '%3Fm2m.css',
  'a style sheet after an encoded line break': '%0Am2m.css',
};

const ownOrNone = { expect: either(accepted(), refused('refused')) } as const;

const asWithoutFault: Expectation = either(
  accepted(),
  refused(
    'refused',
    says('acceptance, where a parameter that nobody knows is accepted', ({ status }, { answerTo }) =>
      answerTo('no fault').status < 300 ? String(status) : undefined,
    ),
  ),
);

check({
  id: 'shared-caches/refusal-of-a-token',
  title: 'remembers no refusal of a token for the calls that follow at the same URL',
  requirements: ['E1-AUTH-02', 'BASE-09a', 'BASE-09d'],
  steps: notRemembered('token-missing', 'invalid-token'),
});

check({
  id: 'shared-caches/refusal-of-a-client-id',
  title: 'remembers no refusal of a client-id header for the calls that follow at the same URL',
  requirements: ['E1-AUTH-17', 'E1-AUTH-18', 'E1-AUTH-19'],
  needs: ['client-id-header'],
  steps: notRemembered('client-id-header-missing', 'client-id-header-mismatch'),
});

check({
  id: 'shared-caches/static-names',
  title: 'keeps no data under the name of a static file for those who have no token',
  requirements: ['E1-AUTH-02', 'BASE-17a', 'BASE-09d'],
  steps: Object.entries(staticNames).flatMap(([form, ending]): Step[] => [
    {
      ...callAs('primary', { but: ({ path }) => ({ path: path + ending }) }),
      expect: answered(),
      because: `${form}, with a token`,
    },
    {
      ...callAs('primary', {
        but: ({ path }) => ({ path: path + ending, headers: { authorization: null } }),
      }),
      expect: refusedOrRedirected,
      because: `${form}, without one`,
    },
  ]),
});

check({
  id: 'shared-caches/request-of-another-client',
  title: 'gives no client the answer to a request of another one that has the same name',
  requirements: ['E1-AUTHZ-21', 'BASE-30a', 'BASE-17a'],
  needs: ['distinct-data'],
  steps: requestNames.flatMap((field): Step[] => [
    { ...callAs('$another', { but: { headers: { [field]: name } } }), ...ownOrNone, because: field },
    {
      ...callAs('primary', { but: { headers: { [field]: name } } }),
      ...ownOrNone,
      because: `${field}, again`,
    },
  ]),
});

check({
  id: 'shared-caches/request-without-token',
  title: 'gives nobody without an access token the answer to a request that has the same name',
  requirements: ['E1-AUTH-02', 'BASE-09d', 'BASE-17a'],
  steps: namedWithoutToken({}),
});

check({
  id: 'shared-caches/command-without-token',
  title: 'gives nobody without an access token the answer to a command that has the same name',
  requirements: ['REQUESTOR-10', 'BASE-09d', 'BASE-17a'],
  needs: ['requestor-header', 'exempt-command'],
  steps: namedWithoutToken({ route: 'exempt' }),
});

/** What may have a cache of its own: parts of what there is, and whatever else a call may say, in three parts. */
const saidBesides: Readonly<Record<string, Circumstances>> = {
  'a part of what there is': { fields: [{ name: 'range', value: 'bytes=0-9' }], query: [] },
  ...Object.fromEntries(everyCircumstance.map((said, at) => [`part ${at + 1} of what it may say`, said])),
};

check({
  id: 'shared-caches/answers-to-odd-calls',
  title: 'keeps no answer to a call that says more for those who say the same and have no access token',
  requirements: ['E1-AUTH-02', 'BASE-09d', 'BASE-17a'],
  steps: Object.entries(saidBesides).flatMap(([because, said]): Step[] => [
    { ...callAs('primary', { but: under(said, {}) }), expect: answered(), because },
    {
      ...callAs('primary', { but: under(said, { headers: { authorization: null } }) }),
      expect: refused(['token-missing', 'refused']),
      because: `${because}, without a token`,
    },
  ]),
});

check({
  id: 'shared-caches/odd-calls-of-another-client',
  title: 'gives no client the answer to another one’s call that says more, in the same words',
  requirements: ['E1-AUTHZ-21', 'BASE-30a', 'BASE-17a'],
  needs: ['distinct-data'],
  steps: Object.entries(saidBesides).flatMap(([because, said]): Step[] => [
    { ...callAs('$another', { but: under(said, {}) }), expect: answered(), because },
    { ...callAs('primary', { but: under(said, {}) }), expect: answered(), because: `${because}, again` },
  ]),
});

/** A named call, and its repetitions without an access token that is good. */
function namedWithoutToken(call: { readonly route?: 'exempt' }): Step[] {
  return [
    { ...callAs('primary', { ...call, but: { headers: named } }), ...ownOrNone, because: 'it has a name' },
    {
      ...callAs('primary', { ...call, but: { headers: { ...named, authorization: null } } }),
      expect: refused(['token-missing', 'refused']),
      because: 'it has the same name, and no token',
    },
    {
      ...callAs('primary', { ...call, but: { headers: named, token: 'no-such-token' } }),
      expect: refused(['invalid-token', 'refused']),
      because: 'it has the same name, and what is no token',
    },
  ];
}

/**
 * After each of these faults at a URL of its own, which nothing but the query tells from the accepted one, the accepted
 * call fares there as it does elsewhere: an API may refuse a parameter that it does not know.
 */
function notRemembered(...some: readonly Fault[]): Step[] {
  return [
    {
      ...callAs('primary', { but: { query: { m2m: 'no fault' } } }),
      ...ownOrNone,
      saveAnswer: 'no fault',
      because: 'a parameter that nobody knows',
    },
    ...some.flatMap((fault): Step[] => [
      {
        ...callAs('primary', { but: (facts) => atUrlOf(fault, patchOf(faults[fault], facts)) }),
        expect: answered(),
        because: fault,
      },
      { ...callAs('primary', { but: atUrlOf(fault) }), expect: asWithoutFault, because: `after ${fault}` },
    ]),
  ];
}

function atUrlOf(fault: Fault, change: Patch = {}): Patch {
  return { ...change, query: { m2m: fault } };
}
