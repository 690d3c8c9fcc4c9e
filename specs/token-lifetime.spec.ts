import {
  type Answer,
  accepted,
  ageingToken,
  callAs,
  callWith,
  check,
  claimsOf,
  documentedLifetime,
  type Facts,
  header,
  lifeOf,
  member,
  type SavedName,
  type Step,
  says,
  tokenFor,
  tokenRequest,
} from '../fixtures/index.ts';

const { request, issue, use, life } = ageingToken;

/** In a JWT that says when it ends: by the issuer’s own clock, where it is told. */
const timeLeft = says('expires_in, if any, agrees with exp and the time of the answer', (answer, facts) => {
  const { exp } = claimsOf(answer) ?? {};
  if (typeof exp !== 'number' || !announces(answer)) return undefined;
  const seconds = Number(member(answer, 'expires_in'));
  const left = exp - sentAt(answer, facts);
  const tolerance = Math.max(
    facts.profile.token.earlyExpiryToleranceSec,
    facts.profile.token.expiryLeewaySec,
  );
  return Math.abs(seconds - left) <= tolerance
    ? undefined
    : `${seconds} s, and ${Math.round(left)} s are left`;
});

check({
  id: 'token-lifetime/expires-in',
  title: 'announces the documented lifetime as expires_in',
  requirements: ['E1-AUTH-13', 'E1-AUTH-21', 'BASE-06f'],
  send: tokenRequest,
  expect: accepted(documentedLifetime),
});

check({
  id: 'token-lifetime/expires-in-of-another-client',
  title: 'announces as expires_in what the token of a client with a life of its own says',
  requirements: ['E1-AUTH-13', 'E1-AUTH-21', 'BASE-06e'],
  needs: ['jwt', 'short-lived'],
  send: tokenFor('short-lived', ({ scopes }) => scopes.main),
  expect: accepted(timeLeft),
});

check({
  id: 'token-lifetime/later-tokens',
  title: 'announces truly how long a token lives, also when it was asked often and some time ago',
  requirements: ['E1-AUTH-13', 'E1-AUTH-14', 'BASE-06e'],
  needs: ['jwt', 'clock-control'],
  steps: [
    ...Array.from({ length: 12 }, () => ({ ...request, because: 'the client asks often' })),
    { letPass: () => 240, because: 'four minutes pass' },
    { ...request, expect: accepted(timeLeft), because: 'it asks again' },
  ],
});

check({
  id: 'token-lifetime/expires-in-agrees-with-claims',
  title: 'announces as expires_in what the token says of its own lifetime',
  requirements: ['E1-AUTH-21', 'E1-AUTH-14', 'BASE-06e'],
  needs: ['jwt'],
  steps: [
    { ...tokenRequest, save: { $token: 'access_token' }, saveAnswer: 'issue' },
    {
      ...callWith('$token', 'primary'),
      expect: accepted(
        says('exp - iat agrees with expires_in, if there is one', ({}, facts) => {
          const { exp, iat } = facts.jwt.claims;
          const comparable = typeof exp === 'number' && typeof iat === 'number';
          if (!comparable || !announces(facts.answerTo('issue'))) return undefined;
          const { expiresInMeans, earlyExpiryToleranceSec } = facts.profile.token;
          const surplus = exp - iat - life.whole(facts);
          const agrees = expiresInMeans === 'remaining' ? surplus >= 0 : surplus <= earlyExpiryToleranceSec;
          return agrees && surplus >= -earlyExpiryToleranceSec
            ? undefined
            : `exp - iat is ${exp - iat} s, expires_in ${life.whole(facts)} s`;
        }),
      ),
    },
  ],
});

check({
  id: 'token-lifetime/expires-in-is-time-left',
  title: 'announces as expires_in the time that is left of a token, each time that it hands it out',
  requirements: ['ENABLE-23', 'BASE-06e'],
  needs: ['time-left', 'ageing'],
  steps: [
    { ...issue, expect: accepted(timeLeft) },
    { letPass: life.half },
    {
      ...request,
      expect: accepted(
        timeLeft,
        says('if it is the same token, expires_in is less by its age', (answer, facts) => {
          const again = member(answer, 'access_token') === facts.saved('$token');
          const left = life.whole(facts) - life.half(facts);
          const seconds = Number(member(answer, 'expires_in'));
          const tolerance = facts.profile.token.earlyExpiryToleranceSec;
          return again && announces(answer) && !(Math.abs(seconds - left) <= tolerance)
            ? `${seconds} s, and ${left} s are left`
            : undefined;
        }),
      ),
      because: 'half of the first token’s life has passed',
    },
  ],
});

check({
  id: 'token-lifetime/expires-in-falls',
  title: 'announces less time from one request to the next, as long as it hands out one token',
  requirements: ['ENABLE-23', 'BASE-06e'],
  needs: ['time-left', 'ageing'],
  steps: [
    { ...issue, save: { $first: 'access_token' } },
    ...later('$second', '$first', 'issue', 'half a minute', (facts) => Math.min(30, life.half(facts) / 4)),
    ...later('$third', '$second', '$second', 'an eighth of a life', (facts) => life.half(facts) / 4),
    ...later('$fourth', '$third', '$third', 'a quarter of a life', (facts) => life.half(facts) / 2),
  ],
});

check({
  id: 'token-lifetime/not-from-the-future',
  title: 'dates a token no later than the second of its issue',
  requirements: ['BASE-20h', 'E1-AUTH-14'],
  level: 'SHOULD',
  needs: ['jwt'],
  steps: [
    { ...tokenRequest, save: { $token: 'access_token' }, saveAnswer: 'issue' },
    {
      ...callWith('$token', 'primary'),
      expect: accepted(
        says('iat and nbf are not later than the token response', ({}, facts) => {
          const { claims } = facts.jwt;
          const issuedAt = sentAt(facts.answerTo('issue'), facts);
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
  id: 'token-lifetime/outlives-many-newer-tokens',
  title: 'keeps a token in mind when its client has obtained many others',
  requirements: ['E1-AUTH-14', 'E1-AUTH-29'],
  needs: ['several-tokens'],
  steps: [
    { ...tokenRequest, save: { $first: 'access_token' } },
    callWith('$first', 'primary'),
    { parallel: [tokenRequest], times: 30, because: 'thirty more tokens are issued' },
    { ...callWith('$first', 'primary'), because: 'thirty more tokens were issued' },
  ],
});

check({
  id: 'token-lifetime/works-at-half-life',
  title: 'accepts a token that has lain idle for half of its life',
  requirements: ['E1-AUTH-14', 'BASE-06e'],
  needs: ['ageing'],
  steps: [issue, { letPass: life.half }, { ...use, because: 'half of its life has passed' }],
});

check({
  id: 'token-lifetime/works-until-shortly-before-expiry',
  title: 'accepts a token that has lain idle until shortly before its expiry',
  requirements: ['E1-AUTH-14', 'E1-AUTH-13', 'BASE-06e'],
  needs: ['ageing'],
  steps: [
    issue,
    { letPass: life.shortlyBeforeExpiry },
    { ...use, because: 'the token has some seconds left' },
  ],
});

check({
  id: 'token-lifetime/works-throughout',
  title: 'accepts a token that is in use from its issue until shortly before its expiry',
  requirements: ['E1-AUTH-14', 'BASE-06e'],
  needs: ['ageing'],
  steps: [
    issue,
    { ...use, because: 'the token is new' },
    { letPass: life.half },
    { ...use, because: 'half of its life has passed' },
    { letPass: (facts) => life.shortlyBeforeExpiry(facts) - life.half(facts) },
    { ...use, because: 'the token has some seconds left' },
  ],
});

check({
  id: 'token-lifetime/renewed-token-lives-as-long',
  title: 'issues a later token with a whole life of its own',
  requirements: ['E1-AUTH-14', 'E1-AUTH-21', 'BASE-06e'],
  needs: ['ageing'],
  steps: [
    issue,
    { letPass: life.half },
    {
      ...request,
      save: { $renewed: 'access_token' },
      saveAnswer: 'renewal',
      expect: accepted(
        says('expires_in is as long as at first', (answer, facts) => {
          const seconds = Number(member(answer, 'expires_in'));
          const shorter = seconds < life.whole(facts) && facts.profile.token.expiresInMeans === 'lifetime';
          return shorter ? `${seconds} after ${life.whole(facts)}` : undefined;
        }),
      ),
      because: 'half of the first token’s life has passed',
    },
    { letPass: lifeOf('renewal').shortlyBeforeExpiry },
    { ...callWith('$renewed', '$ageing'), because: 'by its expires_in it has some seconds left' },
  ],
});

/** Some seconds later a token is asked for again: if it is the same one, it has less time left than before. */
function later(
  name: SavedName,
  before: SavedName,
  response: string,
  because: string,
  seconds: (facts: Facts) => number,
): Step[] {
  const passed = (facts: Facts): number => Math.floor(seconds(facts));
  return [
    { letPass: passed },
    {
      ...request,
      save: { [name]: 'access_token' },
      saveAnswer: name,
      expect: accepted(
        says('if it is the same token, expires_in is less by the time that has passed', (answer, facts) => {
          if (member(answer, 'access_token') !== facts.saved(before) || !announces(answer)) return undefined;
          const left = Number(member(facts.answerTo(response), 'expires_in')) - passed(facts);
          const got = Number(member(answer, 'expires_in'));
          return Math.abs(got - left) <= facts.profile.token.earlyExpiryToleranceSec
            ? undefined
            : `${got} s, and ${left} s are left`;
        }),
      ),
      because: `${because} has passed`,
    },
  ];
}

/** Whether a token response says how long its token lives; that it has to, other checks look at. */
function announces(answer: Answer): boolean {
  return member(answer, 'expires_in') !== undefined;
}

/**
 * When an answer was sent: by the issuer's own clock, where it is told; the suite's may differ from it. A clock that was
 * moved need not show in the Date field.
 */
function sentAt(answer: Answer, { now, clockMovedSec }: Facts): number {
  const [field = ''] = header(answer, 'date');
  const date = (Date.parse(field) || now * 1000) / 1000;
  return Math.abs(now - date) < clockMovedSec / 2 ? date : date + clockMovedSec;
}
