import {
  apiCall,
  askedTwice,
  callAs,
  check,
  type PatchSource,
  refused,
  type Step,
  sameAnswerAs,
  tamper,
} from '../fixtures/index.ts';

const other: PatchSource = { headers: { $clientId: 'no-such-client' } };
const none: PatchSource = { headers: { $clientId: null } };

check({
  id: 'client-id-order/first-call-with-other-value',
  title: 'judges each call of a token alone when the first one carries another client id',
  requirements: ['E1-AUTH-17', 'E1-AUTH-04'],
  needs: ['client-id-header'],
  steps: [
    {
      ...callAs('primary', { token: { fresh: true }, but: other }),
      expect: refused('client-id-header-mismatch'),
      because: 'the token is new',
    },
    { ...apiCall, because: 'the refusal of that token is not remembered' },
    {
      ...callAs('primary', { but: other }),
      expect: refused('client-id-header-mismatch'),
      because: 'nor is it remembered that the token was accepted',
    },
    apiCall,
  ],
});

check({
  id: 'client-id-order/first-call-without-header',
  title: 'judges each call of a token alone when the first one lacks the header',
  requirements: ['E1-AUTH-18', 'E1-AUTH-17'],
  needs: ['client-id-header'],
  steps: [
    {
      ...callAs('primary', { token: { fresh: true }, but: none }),
      expect: refused('client-id-header-missing'),
      because: 'the token is new',
    },
    { ...apiCall, because: 'the refusal of that token is not remembered' },
    {
      ...callAs('primary', { but: none }),
      expect: refused('client-id-header-missing'),
      because: 'nor is it remembered that the token was accepted',
    },
    apiCall,
  ],
});

check({
  id: 'client-id-order/same-other-value-again-and-again',
  title: 'refuses the same other client id ten times in a row',
  requirements: ['E1-AUTH-19'],
  needs: ['client-id-header'],
  steps: again(10, { ...callAs('primary', { but: other }), expect: refused('client-id-header-mismatch') }),
});

check({
  id: 'client-id-order/missing-again-and-again',
  title: 'refuses a call without the client-id header ten times in a row',
  requirements: ['E1-AUTH-18'],
  needs: ['client-id-header'],
  steps: again(10, { ...callAs('primary', { but: none }), expect: refused('client-id-header-missing') }),
});

check({
  id: 'client-id-order/alternating',
  title: 'keeps accepting its client id and refusing another one when they alternate',
  requirements: ['E1-AUTH-19', 'E1-AUTH-04'],
  needs: ['client-id-header'],
  steps: again(5, apiCall, {
    ...callAs('primary', { but: other }),
    expect: refused('client-id-header-mismatch'),
  }),
});

check({
  id: 'client-id-order/crossed-after-both-worked',
  title: 'refuses the client ids of two clients crossed right after each has called with its own',
  requirements: ['E1-AUTH-04', 'E1-AUTH-17'],
  needs: ['client-id-header', 'second-user'],
  steps: [
    apiCall,
    callAs('second-user'),
    {
      ...callAs('primary', { but: ({ client }) => ({ headers: { $clientId: client('second-user').id } }) }),
      expect: refused('client-id-header-mismatch'),
      because: 'the client id of the other client has just been accepted',
    },
    {
      ...callAs('second-user', { but: ({ client }) => ({ headers: { $clientId: client('primary').id } }) }),
      expect: refused('client-id-header-mismatch'),
      because: 'and the other way round',
    },
  ],
});

check({
  id: 'client-id-order/forged-claim-is-no-oracle',
  title: 'answers a forged token alike whether or not its client_id claim equals the header',
  requirements: ['E1-AUTH-17'],
  level: 'SHOULD', // which of two faults is told is open; but nothing should depend on claims that nobody has verified
  needs: ['client-id-header', 'jwt'],
  steps: [
    ...askedTwice('forged claim and header agree', {
      ...callAs('primary', { but: forged('no-such-client', 'no-such-client') }),
      expect: refused('invalid-token'),
    }),
    {
      ...callAs('primary', { but: forged('no-such-client', 'another-client') }),
      expect: refused('refused', sameAnswerAs('forged claim and header agree')),
      because: 'forged claim and header differ',
    },
  ],
});

/** Steps, so many times over. */
function again(times: number, ...steps: readonly Step[]): Step[] {
  return Array.from({ length: times }, () => steps).flat();
}

function forged(claim: string, header: string): PatchSource {
  return ({ jwt, token, profile }) => ({
    token: tamper.withClaims(token, { ...jwt.claims, [profile.jwt.clientClaim]: claim }),
    headers: { $clientId: header },
  });
}
