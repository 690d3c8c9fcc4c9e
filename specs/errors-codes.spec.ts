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
  observing,
  type PatchSource,
  refused,
  says,
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
  title: 'answers the same fault with the same status and code, time and again',
  requirements: ['E1-AUTHZ-25'],
  needs: ['client-id-header', 'foreign-company'],
  steps: faultNames.flatMap((fault) => [refusal(fault), ...again(fault, { ...apiCall, but: faults[fault] })]),
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
