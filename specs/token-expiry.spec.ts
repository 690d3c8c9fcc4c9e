import {
  ageingToken,
  apiCall,
  callWith,
  check,
  type Facts,
  header,
  justExpired,
  refused,
  says,
  timeFields,
} from '../fixtures/index.ts';

const { request, issue, use, life } = ageingToken;
const refusedAsExpired = { ...use, expect: refused('token-expired'), because: 'the token has expired' };

check({
  id: 'token-expiry/refused',
  title: 'refuses a token that has expired',
  requirements: ['E1-AUTH-14', 'E1-AUTH-02', 'BASE-20a', 'BASE-09e'],
  needs: ['ageing'],
  steps: [issue, { letPass: life.pastExpiry }, refusedAsExpired],
});

check({
  id: 'token-expiry/refused-while-in-use',
  title: 'refuses a token that has expired, though it was in use on the same connection until then',
  requirements: ['E1-AUTH-14', 'E1-AUTH-02', 'BASE-20a', 'BASE-09e'],
  needs: ['ageing'],
  steps: [
    issue,
    { ...use, because: 'the token is new' },
    { letPass: life.shortlyBeforeExpiry },
    { ...use, because: 'the token has some seconds left' },
    { ...use, because: 'the token has some seconds left' },
    { letPass: (facts) => life.pastExpiry(facts) - life.shortlyBeforeExpiry(facts) },
    refusedAsExpired,
  ],
});

check({
  id: 'token-expiry/stays-refused',
  title: 'refuses an expired token each time that it comes, on every connection',
  requirements: ['E1-AUTH-14', 'BASE-20a', 'BASE-09e'],
  needs: ['ageing'],
  steps: [
    issue,
    { ...use, because: 'the token is new' },
    { letPass: life.pastExpiry },
    ...Array.from({ length: 5 }, () => refusedAsExpired),
    { parallel: [refusedAsExpired], times: 10, because: 'on ten connections' },
    refusedAsExpired,
  ],
});

check({
  id: 'token-expiry/renewal',
  title: 'issues a new token after the expiry of the old one, which stays refused',
  requirements: ['E1-AUTH-14', 'E1-AUTH-01', 'BASE-20a', 'BASE-09e'],
  needs: ['ageing'],
  steps: [
    issue,
    { letPass: life.pastExpiry },
    refusedAsExpired,
    { ...request, save: { $renewed: 'access_token' } },
    { ...callWith('$renewed', '$ageing'), because: 'the token was renewed' },
    { ...refusedAsExpired, because: 'the expired token is not revived by the new one' },
    { ...callWith('$renewed', '$ageing'), because: 'the token was renewed' },
  ],
});

check({
  id: 'token-expiry/time-in-the-request',
  title: 'takes no time from the request when it refuses an expired token',
  requirements: ['E1-AUTH-14', 'BASE-20a', 'BASE-09e'],
  needs: ['ageing'],
  steps: [
    issue,
    { letPass: life.pastExpiry },
    ...Object.entries(timeFields).map(([name, at]) => ({
      ...refusedAsExpired,
      but: (facts: Facts) => ({ headers: at(facts.now - life.pastExpiry(facts) + life.half(facts)) }),
      because: `the token has expired, whatever ${name} says`,
    })),
  ],
});

check({
  id: 'token-expiry/long-expired',
  title: 'refuses a token that expired long ago, and says so where it says why',
  requirements: ['E1-AUTH-14', 'BASE-20a', 'BASE-09e'],
  needs: ['expired-token'],
  send: {
    call: 'api',
    as: 'primary',
    token: {
      readyMade: 'expired',
      orMinted: { claims: ({ now }) => ({ iat: now - 7200, nbf: now - 7200, exp: now - 3600 }) },
    },
  },
  expect: refused(
    'token-expired',
    says('error="invalid_token" in a challenge that names an error', (answer) => {
      const challenge = header(answer, 'www-authenticate').join(', ');
      const error = /\berror\s*=\s*"?([\w-]+)/i.exec(challenge)?.[1];
      return error === undefined || error === 'invalid_token' ? undefined : error;
    }),
  ),
});

check({
  id: 'token-expiry/head',
  title: 'refuses HEAD with a token that has expired, as it refuses GET',
  requirements: ['E1-AUTH-14', 'E1-AUTH-02', 'BASE-20a', 'BASE-09e'],
  needs: ['ageing'],
  steps: [
    issue,
    { letPass: life.pastExpiry },
    {
      ...use,
      but: { method: 'HEAD' },
      expect: refused(['token-expired', 'method-not-allowed']),
      because: 'the token has expired, and the method is HEAD',
    },
  ],
});

check({
  id: 'token-expiry/every-route',
  title: 'refuses a token that has just expired on each route, and with each method',
  requirements: ['E1-AUTH-14', 'E1-AUTH-02', 'BASE-20a', 'BASE-09e'],
  needs: ['jwt', 'mint'],
  given: apiCall,
  but: { token: justExpired },
  expect: refused('token-expired'),
  on: 'every-route',
});

check({
  id: 'token-expiry/exp-decides',
  title: 'refuses a recent token whose exp claim has passed',
  requirements: ['BASE-20a', 'E1-AUTH-14', 'BASE-09e'],
  needs: ['jwt', 'mint'],
  send: {
    call: 'api',
    as: 'primary',
    token: {
      minted: {
        claims: ({ now, profile }) => {
          const exp = now - profile.token.expiryLeewaySec - 300;
          return { iat: exp - 60, nbf: exp - 60, exp };
        },
      },
    },
  },
  expect: refused('token-expired'),
});
