import {
  accepted,
  apiCall,
  badClaims,
  callAs,
  calledBy,
  check,
  clientIdFaults,
  type Facts,
  faults,
  issuedAsDocumented,
  justExpired,
  lifetimeAsNumber,
  mintedCall,
  type Patch,
  refused,
  signedClaims,
  tamper,
  tokenRequest,
  withoutRefreshToken,
  wrongClaims,
} from '../fixtures/index.ts';

const requirements = [
  'E1-AUTH-02',
  'E1-AUTH-03',
  'E1-AUTH-04',
  'JWT-BASIC-24',
  'ENABLE-24',
  'BASE-09d',
] as const;
const requirementsOfTokens = ['E1-AUTH-05', 'E1-AUTH-14', 'BASE-20a', 'BASE-20c', 'BASE-21d'] as const;

check({
  id: 'every-client/second-user',
  title: 'refuses the client of another user what it refuses the first one',
  requirements,
  needs: ['assigned-user', 'second-user'],
  given: apiCall,
  // Whose data the accepted call of that user returns is judged elsewhere: here nothing hangs on it.
  butEach: (facts) => {
    const { headers, ...call } = calledBy('second-user', {}, facts);
    return {
      ...(facts.profile.api.identityHeader?.required && {
        'another client id': { ...call, headers: { $clientId: 'no-such-client' } },
      }),
      'no token': { ...call, headers: { ...headers, authorization: null } },
    };
  },
  expect: refused('refused'),
});

check({
  id: 'every-client/other-company',
  title: 'refuses the client of another company what it refuses the first one',
  requirements,
  needs: ['other-company'],
  given: callAs('other-company'),
  butEach: badCalls,
  expect: refused('refused'),
});

check({
  id: 'every-client/several-companies',
  title: 'refuses a client of several companies what it refuses the first one',
  requirements: ['E1-AUTH-03', 'E1-AUTH-04'],
  needs: ['several-companies'],
  given: callAs('several-companies'),
  butEach: badCalls,
  expect: refused('refused'),
});

check({
  id: 'every-client/token-of-second-user',
  title: 'judges the claims of tokens of another user’s client, too',
  requirements: requirementsOfTokens,
  needs: ['assigned-user', 'second-user', 'jwt', 'mint'],
  given: mintedCall,
  butEach: (facts) => {
    const { id } = facts.client('second-user');
    const { jwt, profile, token, clientId } = facts;
    const own = { [profile.jwt.clientClaim]: id, ...(jwt.claims.sub === clientId && { sub: id }) };
    const headers = { $clientId: id };
    return {
      'a token of another client with its id': {
        headers,
        token: tamper.withClaims(token, { ...jwt.claims, ...own }),
      },
      ...Object.fromEntries(
        Object.entries({
          'an expired token': justExpired.minted.claims(facts),
          ...wrongClaims(facts),
        }).map(([what, wrong]) => [what, { headers, ...signedClaims({ ...own, ...wrong }) }]),
      ),
    };
  },
  expect: refused('refused'),
});

check({
  id: 'every-client/token-of-other-company',
  title: 'judges the claims of tokens of another company’s client, too',
  requirements: requirementsOfTokens,
  needs: ['other-company', 'jwt', 'mint'],
  given: { ...mintedCall, as: 'other-company' },
  butEach: badTokens,
  expect: refused('refused'),
});

check({
  id: 'every-client/wrong-secret',
  title: 'issues no client a token without its right secret',
  requirements: ['E1-AUTH-10', 'JWT-BASIC-23', 'ENABLE-07', 'REQUESTOR-04', 'BASE-02d'],
  needs: ['another-client'],
  given: tokenRequest,
  butEach: ({ otherClients, client }) =>
    Object.fromEntries(
      Object.entries(otherClients).flatMap(([role, { id, tokenParams }]) =>
        Object.entries({
          'a wrong one': 'wrong-secret',
          'that of the first client': client('primary').secret,
        }).map(([what, secret]) => [`${role}, ${what}`, { credentials: { id, secret }, form: tokenParams }]),
      ),
    ),
  expect: refused('refused'),
});

check({
  id: 'every-client/token-response',
  title: 'answers the token requests of other clients as it answers those of the first one',
  requirements: ['BASE-06a', 'BASE-06b', 'BASE-06c', 'BASE-06d', 'E1-AUTH-12', 'E1-AUTH-13'],
  needs: ['another-client'],
  given: tokenRequest,
  butEach: requestsOfOthers,
  expect: accepted(...issuedAsDocumented, lifetimeAsNumber),
});

check({
  id: 'every-client/no-refresh-token',
  title: 'issues no refresh token to other clients either',
  requirements: ['E1-AUTH-22', 'BASE-05'],
  needs: ['another-client', 'no-refresh-token'],
  given: tokenRequest,
  butEach: requestsOfOthers,
  expect: accepted(withoutRefreshToken),
});

/** The token requests of clients that have rights, by their roles. */
function requestsOfOthers({ otherClients }: Facts): Record<string, Patch> {
  return Object.fromEntries(
    (['second-user', 'other-company', 'several-companies'] as const).flatMap((role): [string, Patch][] => {
      const other = otherClients[role];
      return other
        ? [[role, { credentials: { id: other.id, secret: other.secret }, form: other.tokenParams }]]
        : [];
    }),
  );
}

/** What is wrong with a call, whoever makes it. */
function badCalls(facts: Facts): Record<string, Patch> {
  return {
    'an altered token': { token: tamper.characterChanged(facts.token) },
    ...clientIdFaults(facts),
    'no token': faults['token-missing'],
    'what is no token': faults['invalid-token'],
  };
}

/** Tokens with claims that no API accepts, whoever they are for. */
function badTokens(facts: Facts): Record<string, Patch> {
  return { 'an expired token': { token: justExpired }, ...badClaims(facts) };
}
