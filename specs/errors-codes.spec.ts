import {
  type Answer,
  apiCall,
  type Call,
  callAs,
  check,
  type Facts,
  type Fault,
  faultNames,
  faults,
  type OutcomeName,
  observing,
  type Patch,
  type PatchSource,
  patchOf,
  property,
  refused,
  says,
  severalOf,
} from '../fixtures/index.ts';

/** The call with one fault, its answer kept under the fault's name. */
const refusal = (fault: Fault) => ({
  ...apiCall,
  but: faults[fault],
  expect: refused('refused'),
  saveAnswer: fault,
  because: fault,
});

check({
  id: 'errors-codes/same-cause-same-code',
  title: 'answers the same fault with the same status and code, time and again and in whatever language',
  requirements: ['E1-AUTHZ-25'],
  needs: ['client-id-header', 'foreign-company'],
  steps: faultNames.flatMap((fault) => [
    refusal(fault),
    ...again(fault, { ...apiCall, but: faults[fault] }),
    // A code is no text to be translated; Turkish writes I and i in a way of its own, and Arabic its digits.
    ...['tr', 'ar-EG', 'de, fr, es, it, nl, pt, pl, sv, ja, zh, ko, ru'].map((language) => ({
      ...apiCall,
      but: (facts: Facts) =>
        merged([patchOf(faults[fault], facts), { headers: { 'accept-language': language } }]),
      expect: refused('refused', sameCodeAs(fault)),
      because: `${fault}, asked in ${language}`,
    })),
  ]),
});

check({
  id: 'errors-codes/token-apart-from-header',
  title: 'tells a bad token from a client-id header that is missing or does not match, by the code',
  requirements: ['E1-AUTHZ-25', 'E1-AUTH-20'],
  needs: ['client-id-header'],
  steps: [
    refusal('client-id-header-missing'),
    refusal('client-id-header-mismatch'),
    {
      ...refusal('invalid-token'),
      expect: codeUnlike('client-id-header-missing', 'client-id-header-mismatch'),
    },
    {
      ...refusal('token-missing'),
      expect: codeUnlike('client-id-header-missing', 'client-id-header-mismatch'),
    },
  ],
});

check({
  id: 'errors-codes/company-apart',
  title: 'tells a foreign company from a bad token and a bad header, by the code',
  requirements: ['E1-AUTHZ-25', 'E1-AUTH-20'],
  needs: ['client-id-header', 'foreign-company'],
  steps: [
    refusal('invalid-token'),
    refusal('client-id-header-mismatch'),
    { ...refusal('company-denied'), expect: codeUnlike('invalid-token', 'client-id-header-mismatch') },
  ],
});

check({
  id: 'errors-codes/scope-apart',
  title: 'tells a scope that does not suffice from other faults, by the code',
  requirements: ['E1-AUTHZ-25', 'E1-AUTH-20'],
  needs: ['client-id-header', 'foreign-company', 'narrow-permission'],
  steps: [
    refusal('invalid-token'),
    refusal('client-id-header-mismatch'),
    refusal('company-denied'),
    {
      ...callAs('narrow-permission', { token: { scope: 'omitted' } }),
      expect: codeUnlike('invalid-token', 'client-id-header-mismatch', 'company-denied'),
    },
  ],
});

check({
  id: 'errors-codes/user-apart',
  title: 'tells a credential without a user from other faults, by the code',
  requirements: ['E1-AUTHZ-25', 'E1-AUTH-20'],
  needs: ['client-id-header', 'foreign-company', 'without-user', 'user-must-be-assigned'],
  steps: [
    refusal('invalid-token'),
    refusal('client-id-header-mismatch'),
    refusal('company-denied'),
    {
      ...callAs('without-user'),
      expect: codeUnlike('invalid-token', 'client-id-header-mismatch', 'company-denied'),
    },
  ],
});

check({
  id: 'errors-codes/same-on-other-routes',
  title: 'gives a fault the same status and code on another route',
  requirements: ['E1-AUTH-20', 'E1-AUTHZ-25'],
  needs: ['client-id-header', 'foreign-company', 'other-scope'],
  steps: faultNames.flatMap((fault) => [
    refusal(fault),
    {
      ...refusal(fault),
      route: 'other-scope' as const,
      expect: refused('refused', sameCodeAs(fault)),
      because: `${fault}, on the other route`,
    },
  ]),
});

/** Two faults at once; which of them is answered is for the server to say. */
const pairs: Readonly<Record<string, PatchSource>> = {
  'no token, and no client-id header': { headers: { authorization: null, $clientId: null } },
  'no token, and a foreign company': (facts) => ({
    ...faults['token-missing'],
    ...faults['company-denied'](facts),
  }),
  'no client-id header, and a foreign company': (facts) => ({
    ...faults['client-id-header-missing'],
    ...faults['company-denied'](facts),
  }),
  'another client id, and a foreign company': (facts) => ({
    ...faults['client-id-header-mismatch'],
    ...faults['company-denied'](facts),
  }),
  'a bad token, and no client-id header': {
    ...faults['invalid-token'],
    ...faults['client-id-header-missing'],
  },
  'a bad token, and another client id': {
    ...faults['invalid-token'],
    ...faults['client-id-header-mismatch'],
  },
};

check({
  id: 'errors-codes/two-faults',
  title: 'answers a call with two faults by the same one of them each time',
  requirements: ['E1-AUTHZ-25'],
  needs: ['client-id-header', 'foreign-company'],
  steps: Object.entries(pairs).flatMap(([pair, but]) => twoFaults(pair, { ...apiCall, but })),
});

check({
  id: 'errors-codes/two-faults-with-scope',
  title: 'answers a call that lacks scope and something else by the same of them each time',
  requirements: ['E1-AUTHZ-25'],
  needs: ['client-id-header', 'foreign-company', 'other-scope'],
  steps: [
    ...twoFaults('a narrow token, and a foreign company', {
      ...callAs('primary', { token: { scope: ({ scopes }) => scopes.other } }),
      but: faults['company-denied'],
    }),
    ...twoFaults('a narrow token, and no client-id header', {
      ...callAs('primary', { token: { scope: ({ scopes }) => scopes.other } }),
      but: faults['client-id-header-missing'],
    }),
  ],
});

/** What may be wrong at one place of a call, and which outcomes it may lead to. */
interface SingleFault {
  readonly but: (facts: Facts) => Patch;
  readonly outcomes: readonly OutcomeName[];
}

/** Faults by their places; of each place one at a time. */
const faultsByPlace = {
  token: {
    missing: { but: () => ({ headers: { authorization: null } }), outcomes: ['token-missing'] },
    'no token': { but: () => ({ token: 'no-such-token' }), outcomes: ['invalid-token'] },
    'another scheme': {
      but: () => ({ headers: { authorization: 'Basic dTpw' } }),
      outcomes: ['token-missing', 'invalid-token'],
    },
    'its end cut off': {
      but: ({ token }) => ({ token: token.slice(0, -8) }),
      outcomes: ['invalid-token'],
    },
  },
  clientId: {
    missing: { but: () => ({ headers: { $clientId: null } }), outcomes: ['client-id-header-missing'] },
    blank: {
      but: () => ({ headers: { $clientId: '' } }),
      outcomes: ['client-id-header-blank', 'client-id-header-missing', 'client-id-header-mismatch'],
    },
    another: {
      but: () => ({ headers: { $clientId: 'no-such-client' } }),
      outcomes: ['client-id-header-mismatch'],
    },
    'two of them': {
      but: ({ clientId }) => ({ headers: { $clientId: [clientId, 'no-such-client'] } }),
      outcomes: ['client-id-header-duplicate', 'client-id-header-mismatch'],
    },
  },
  company: {
    foreign: { but: (facts) => faults['company-denied'](facts), outcomes: ['company-denied'] },
    nonsense: {
      but: ({ profile }) => ({ params: { [profile.company.parameter]: 'no-such-company' } }),
      outcomes: ['company-denied', 'company-id-malformed'],
    },
  },
} satisfies Readonly<Record<string, Readonly<Record<string, SingleFault>>>>;

property({
  id: 'errors-codes/any-two-faults',
  title: 'refuses a call with several faults for one of them, with its status and code',
  requirements: ['E1-AUTHZ-25', 'E1-AUTH-20', 'E1-AUTHZ-24'],
  needs: ['client-id-header', 'foreign-company'],
  given: apiCall,
  forAll: () => severalOf(faultsByPlace),
  but: (names, facts) => merged(faultsNamed(names).map(({ but }) => but(facts))),
  expect: (names) => refused(faultsNamed(names).flatMap(({ outcomes }) => outcomes)),
});

type FaultNames = Readonly<Partial<Record<keyof typeof faultsByPlace, string>>>;

function faultsNamed(names: FaultNames): readonly SingleFault[] {
  return Object.entries(names).flatMap(([place, name]) => {
    const atPlace: Readonly<Record<string, SingleFault>> = faultsByPlace[place as keyof FaultNames];
    return atPlace[name] ?? [];
  });
}

/** Changes of different places of one request, together. */
function merged(changes: readonly Patch[]): Patch {
  const headers = Object.assign({}, ...changes.map((change) => change.headers));
  return Object.assign({}, ...changes, { headers });
}

/** Once, to see which fault is answered, and then again, one after the other and at the same time. */
function twoFaults(pair: string, call: Call) {
  const first = {
    ...call,
    expect: refused(
      'refused',
      observing(pair, (answer) => ({ [pair]: inShort(answer) })),
    ),
    saveAnswer: pair,
    because: pair,
  };
  return [first, ...again(pair, call)];
}

function again(name: string, call: Call) {
  const step = {
    ...call,
    expect: refused('refused', sameCodeAs(name)),
    because: `${name}, again`,
  };
  return [step, step, { parallel: [step], times: 3, because: `${name}, at the same time` }];
}

function sameCodeAs(name: string) {
  return says('the same status and code as before', (answer: Answer, { answerTo }: Facts) =>
    inShort(answer) === inShort(answerTo(name))
      ? undefined
      : `${inShort(answer)} after ${inShort(answerTo(name))}`,
  );
}

/** Where a refusal has no code there is nothing to compare. */
function codeUnlike(...others: Fault[]) {
  return refused(
    'refused',
    says(`another code than for ${others.join(', ')}`, ({ code }, { answerTo }) =>
      others
        .filter((fault) => code !== undefined && answerTo(fault).code === code)
        .map((fault) => `${code}, as for ${fault}`),
    ),
  );
}

function inShort({ status, code = 'without a code' }: Answer): string {
  return `${status} ${code}`;
}
