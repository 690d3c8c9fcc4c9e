import {
  accepted,
  apiCall,
  callAs,
  callWith,
  check,
  type Facts,
  header,
  member,
  refused,
  says,
  tokenFor,
  tokenRequest,
} from '../fixtures/index.ts';

const scope = ({ scopes }: Facts) => scopes.main;
const issue = {
  ...tokenFor('$ageing', scope),
  save: { $token: 'access_token' },
  saveAnswer: 'issue',
  because: 'a token is issued',
} as const;
const use = callWith('$token', '$ageing');
const refusedAsExpired = { ...use, expect: refused('token-expired'), because: 'the token has expired' };

/** Seconds that a token lives by its token response; by the profile where that says nothing usable. */
function lifetime(facts: Facts, response = 'issue'): number {
  const announced = Number(member(facts.answerTo(response), 'expires_in'));
  return announced > 0 ? announced : (facts.profile.token.lifetime.value ?? 3600);
}

/** Whole seconds, so that what is left of the second of issue does not matter. */
const half = (facts: Facts) => Math.floor(lifetime(facts) / 2);
const shortlyBefore = (facts: Facts, response = 'issue') => {
  const life = lifetime(facts, response);
  return Math.max(Math.floor(life / 2), Math.floor(life) - facts.profile.token.earlyExpiryToleranceSec - 1);
};
const past = (facts: Facts) => Math.ceil(lifetime(facts)) + facts.profile.token.expiryLeewaySec + 1;

check({
  id: 'token-lifetime/expires-in',
  title: 'announces the documented lifetime as expires_in',
  requirements: ['E1-AUTH-13', 'E1-AUTH-21'],
  send: tokenRequest,
  expect: accepted(
    says('expires_in by token.lifetime', (answer, { profile: { token } }) => {
      const { value, min = value ?? 1, max = value ?? Number.POSITIVE_INFINITY } = token.lifetime;
      const seconds = Number(member(answer, 'expires_in'));
      const least = token.expiresInMeans === 'remaining' ? 1 : min;
      return seconds >= least && seconds <= max ? undefined : `${member(answer, 'expires_in') ?? 'none'}`;
    }),
  ),
});

check({
  id: 'token-lifetime/expires-in-agrees-with-claims',
  title: 'announces as expires_in what the token says of its own lifetime',
  requirements: ['E1-AUTH-21', 'E1-AUTH-14'],
  needs: ['jwt'],
  steps: [
    { ...tokenRequest, save: { $token: 'access_token' }, saveAnswer: 'issue' },
    {
      ...callWith('$token', 'primary'),
      expect: accepted(
        says('exp - iat agrees with expires_in', ({}, facts) => {
          const { exp, iat } = facts.jwt.claims;
          if (typeof exp !== 'number' || typeof iat !== 'number') return undefined;
          const { expiresInMeans, earlyExpiryToleranceSec } = facts.profile.token;
          const surplus = exp - iat - lifetime(facts);
          const agrees = expiresInMeans === 'remaining' ? surplus >= 0 : surplus <= earlyExpiryToleranceSec;
          return agrees && surplus >= -earlyExpiryToleranceSec
            ? undefined
            : `exp - iat is ${exp - iat} s, expires_in ${lifetime(facts)} s`;
        }),
      ),
    },
  ],
});

check({
  id: 'token-lifetime/not-from-the-future',
  title: 'dates a token no later than the second of its issue',
  requirements: ['BASE-20', 'E1-AUTH-14'],
  level: 'SHOULD',
  needs: ['jwt'],
  steps: [
    { ...tokenRequest, save: { $token: 'access_token' }, saveAnswer: 'issue' },
    {
      ...callWith('$token', 'primary'),
      expect: accepted(
        says('iat and nbf are not later than the token response', ({}, facts) => {
          const { claims } = facts.jwt;
          // The issuer's own clock, where it is told; the suite's may differ from it.
          const [date = ''] = header(facts.answerTo('issue'), 'date');
          const issuedAt = (Date.parse(date) || facts.now * 1000) / 1000;
          const latest = issuedAt + Math.max(1, facts.profile.token.expiryLeewaySec);
          return (['iat', 'nbf'] as const)
            .filter((name) => Number(claims[name]) > latest)
            .map((name) => `${name} is ${Math.round(Number(claims[name]) - issuedAt)} s later`);
        }),
      ),
    },
  ],
});

check({
  id: 'token-lifetime/works-at-once',
  title: 'accepts each of many tokens as soon as it is issued',
  requirements: ['E1-AUTH-14', 'E1-AUTH-29'],
  steps: [
    {
      parallel: [callAs('primary', { token: { fresh: true } })],
      times: 10,
      because: 'ten tokens are issued at once, each used at once',
    },
    { ...callAs('primary', { token: { fresh: true } }), because: 'one more, alone' },
  ],
});

check({
  id: 'token-lifetime/works-in-many-processes',
  title: 'accepts one token on many connections at the same time',
  requirements: ['E1-AUTH-27'],
  steps: [apiCall, { parallel: [apiCall], times: 20, because: 'twenty calls with one token' }],
});

check({
  id: 'token-lifetime/survives-a-newer-token',
  title: 'goes on accepting a token when its client has obtained a newer one',
  requirements: ['E1-AUTH-29'],
  needs: ['several-tokens', 'omitted-scope'],
  steps: [
    { ...tokenFor('primary'), save: { $older: 'access_token' } },
    callWith('$older', 'primary'),
    { ...tokenFor('primary'), save: { $newer: 'access_token' } },
    { ...callWith('$newer', 'primary'), because: 'it is the newer token' },
    // The control that follows a failure has to have a token that is newer still.
    { ...callAs('primary', { token: { fresh: true } }), because: 'it is the newest token' },
    { ...callWith('$older', 'primary'), because: 'newer tokens were obtained and used' },
    {
      parallel: [callWith('$older', 'primary'), callWith('$newer', 'primary')],
      times: 3,
      because: 'the older and the newer token at once',
    },
  ],
});

check({
  id: 'token-lifetime/works-at-half-life',
  title: 'accepts a token that has lain idle for half of its life',
  requirements: ['E1-AUTH-14'],
  needs: ['ageing'],
  steps: [issue, { letPass: half }, { ...use, because: 'half of its life has passed' }],
});

check({
  id: 'token-lifetime/works-until-shortly-before-expiry',
  title: 'accepts a token that has lain idle until shortly before its expiry',
  requirements: ['E1-AUTH-14', 'E1-AUTH-13'],
  needs: ['ageing'],
  steps: [issue, { letPass: shortlyBefore }, { ...use, because: 'the token has some seconds left' }],
});

check({
  id: 'token-lifetime/works-throughout',
  title: 'accepts a token that is in use from its issue until shortly before its expiry',
  requirements: ['E1-AUTH-14'],
  needs: ['ageing'],
  steps: [
    issue,
    { ...use, because: 'the token is new' },
    { letPass: half },
    { ...use, because: 'half of its life has passed' },
    { letPass: (facts) => shortlyBefore(facts) - half(facts) },
    { ...use, because: 'the token has some seconds left' },
  ],
});

check({
  id: 'token-lifetime/refused-after-expiry',
  title: 'refuses a token that has expired',
  requirements: ['E1-AUTH-14', 'E1-AUTH-02', 'BASE-20'],
  needs: ['ageing'],
  steps: [issue, { letPass: past }, refusedAsExpired],
});

check({
  id: 'token-lifetime/refused-after-expiry-while-in-use',
  title: 'refuses a token that has expired, though it was in use on the same connection until then',
  requirements: ['E1-AUTH-14', 'E1-AUTH-02', 'BASE-20'],
  needs: ['ageing'],
  steps: [
    issue,
    { ...use, because: 'the token is new' },
    { letPass: shortlyBefore },
    { ...use, because: 'the token has some seconds left' },
    { ...use, because: 'the token has some seconds left' },
    { letPass: (facts) => past(facts) - shortlyBefore(facts) },
    refusedAsExpired,
  ],
});

check({
  id: 'token-lifetime/stays-refused',
  title: 'refuses an expired token each time that it comes, on every connection',
  requirements: ['E1-AUTH-14', 'BASE-20'],
  needs: ['ageing'],
  steps: [
    issue,
    { ...use, because: 'the token is new' },
    { letPass: past },
    ...Array.from({ length: 5 }, () => refusedAsExpired),
    { parallel: [refusedAsExpired], times: 10, because: 'on ten connections' },
    refusedAsExpired,
  ],
});

check({
  id: 'token-lifetime/renewal',
  title: 'issues a new token after the expiry of the old one, which stays refused',
  requirements: ['E1-AUTH-14', 'E1-AUTH-01', 'BASE-20'],
  needs: ['ageing'],
  steps: [
    issue,
    { letPass: past },
    refusedAsExpired,
    { ...tokenFor('$ageing', scope), save: { $renewed: 'access_token' } },
    { ...callWith('$renewed', '$ageing'), because: 'the token was renewed' },
    { ...refusedAsExpired, because: 'the expired token is not revived by the new one' },
    { ...callWith('$renewed', '$ageing'), because: 'the token was renewed' },
  ],
});

check({
  id: 'token-lifetime/renewed-token-lives-as-long',
  title: 'issues a later token with a whole life of its own',
  requirements: ['E1-AUTH-14', 'E1-AUTH-21'],
  needs: ['ageing'],
  steps: [
    issue,
    { letPass: half },
    {
      ...tokenFor('$ageing', scope),
      save: { $renewed: 'access_token' },
      saveAnswer: 'renewal',
      expect: accepted(
        says('expires_in is as long as at first', (answer, facts) => {
          const seconds = Number(member(answer, 'expires_in'));
          const shorter = seconds < lifetime(facts) && facts.profile.token.expiresInMeans === 'lifetime';
          return shorter ? `${seconds} after ${lifetime(facts)}` : undefined;
        }),
      ),
      because: 'half of the first token’s life has passed',
    },
    { letPass: (facts) => shortlyBefore(facts, 'renewal') },
    { ...callWith('$renewed', '$ageing'), because: 'by its expires_in it has some seconds left' },
  ],
});

const timeHeaders: Readonly<Record<string, (seconds: number) => string>> = {
  date: (seconds) => new Date(seconds * 1000).toUTCString(),
  'x-date': (seconds) => new Date(seconds * 1000).toUTCString(),
  'x-amz-date': (seconds) => new Date(seconds * 1000).toISOString().replaceAll(/[-:]|\.\d+/g, ''),
  'x-timestamp': (seconds) => `${seconds}`,
  'x-now': (seconds) => `${seconds}`,
  'x-test-time': (seconds) => new Date(seconds * 1000).toISOString(),
};

check({
  id: 'token-lifetime/time-in-the-request',
  title: 'takes no time from the request when it refuses an expired token',
  requirements: ['E1-AUTH-14', 'BASE-20'],
  needs: ['ageing'],
  steps: [
    issue,
    { letPass: past },
    ...Object.entries(timeHeaders).map(([name, text]) => ({
      ...refusedAsExpired,
      but: (facts: Facts) => ({ headers: { [name]: text(facts.now - past(facts) + half(facts)) } }),
      because: `the token has expired, but not by ${name}`,
    })),
  ],
});

check({
  id: 'token-lifetime/expired-token',
  title: 'refuses a token that expired long ago, and says so where it says why',
  requirements: ['E1-AUTH-14', 'BASE-20', 'BASE-09'],
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
  id: 'token-lifetime/exp-decides',
  title: 'refuses a recent token whose exp claim has passed',
  requirements: ['BASE-20', 'E1-AUTH-14'],
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
