import {
  acceptedOrRefused,
  answered,
  apiCall,
  callWith,
  check,
  type Facts,
  mintedCall,
  notNumericDate,
  type Patch,
  property,
  refused,
  signedClaims,
  timeAfter,
  timeBefore,
  timeFields,
} from '../fixtures/index.ts';

/** An accepted call with a token that the issuer's key has signed anew: whatever is wrong, it is not the signature. */
const signed = { needs: ['jwt', 'mint'], given: mintedCall } as const;

/** Issued two days ago, when no token lives longer than an hour: what it says of its end cannot make it valid. */
const stale = ({ now }: Facts, exp: unknown) => ({ iat: now - 172_800, nbf: now - 172_800, exp });
const staleUntil = (exp: unknown) => signedClaims((facts) => stale(facts, exp));

check({
  id: 'access-token-times/not-yet-valid',
  title: 'refuses a token before its nbf claim',
  requirements: ['BASE-20b', 'E1-AUTH-02'],
  needs: ['jwt', 'not-yet-valid-token'],
  send: {
    ...apiCall,
    token: { readyMade: 'not-yet-valid', orMinted: { claims: ({ now }) => ({ nbf: now + 3600 }) } },
  },
  expect: refused('invalid-token'),
});

check({
  id: 'access-token-times/not-yet-valid-for-minutes',
  title: 'refuses a token before its nbf claim by more than clocks may differ',
  requirements: ['BASE-20b'],
  level: 'SHOULD', // how far they may is said to be “usually no more than a few minutes” (RFC 7519 section 4.1.5)
  ...signed,
  but: signedClaims(({ now, profile }) => ({
    nbf: now + Math.max(fewMinutes, profile.token.expiryLeewaySec) + 60,
  })),
  expect: refused('invalid-token'),
});

check({
  id: 'access-token-times/nbf-in-the-distant-future',
  title: 'refuses a token before its nbf claim, however far away that is',
  requirements: ['BASE-20b', 'BASE-20d'],
  ...signed,
  butEach: ({ now }) => ({
    'the number of milliseconds until an hour ago': signedClaims({ nbf: (now - 3600) * 1000 }),
    'the number of microseconds until an hour ago': signedClaims({ nbf: (now - 3600) * 1_000_000 }),
    'in a hundred years': signedClaims({ nbf: now + 3_155_760_000 }),
    '2^53': signedClaims({ nbf: 2 ** 53 }),
    '1e20': signedClaims({ nbf: 1e20 }),
  }),
  expect: refused('invalid-token'),
});

check({
  id: 'access-token-times/later-time-in-the-request',
  title: 'takes no time from the request when it refuses a token before its nbf claim',
  requirements: ['BASE-20b', 'E1-AUTH-02'],
  ...signed,
  butEach: ({ now }) =>
    Object.fromEntries(
      Object.entries(timeFields).map(([name, at]) => [
        name,
        { ...signedClaims({ nbf: now + 3600 }), headers: at(now + 3600 + 60) },
      ]),
    ),
  // A time that is not now may be refused for itself.
  expect: refused(['invalid-token', 'refused']),
});

check({
  id: 'access-token-times/valid-in-time',
  title: 'accepts a token once the time of its nbf claim has come, though it was sent before',
  requirements: ['BASE-20b', 'E1-AUTH-14'],
  needs: ['jwt', 'mint', 'clock-control'],
  steps: [
    {
      ...mintedCall,
      token: { minted: { claims: ofTheFuture } },
      saveToken: '$early',
      expect: answered(),
      because: 'the token is early',
    },
    { ...callWith('$early', 'primary'), expect: answered(), because: 'it still is' },
    { letPass: secondsAhead },
    { ...callWith('$early', 'primary'), because: 'its time has come' },
  ],
});

check({
  id: 'access-token-times/no-exp',
  title: 'refuses a token of two days ago that has no exp claim',
  requirements: ['E1-AUTH-14'],
  ...signed,
  but: staleUntil(null),
  expect: refused(['invalid-token', 'token-expired']),
});

check({
  id: 'access-token-times/exp-in-the-distant-past',
  title: 'refuses a token whose exp claim lies before all calendars',
  requirements: ['BASE-20a', 'E1-AUTH-14'],
  ...signed,
  butEach: {
    '0': staleUntil(0),
    '-1': staleUntil(-1),
    '-1e15': staleUntil(-1e15),
    '-1e20': staleUntil(-1e20),
  },
  expect: refused(['invalid-token', 'token-expired']),
});

check({
  id: 'access-token-times/exp-not-a-number',
  title: 'refuses a token of two days ago whose exp claim is no number',
  requirements: ['BASE-20d', 'E1-AUTH-14'],
  ...signed,
  butEach: {
    'a past time as a text': signedClaims((facts) => stale(facts, String(facts.now - 86_400))),
    'a past date as a text': signedClaims((facts) => stale(facts, dateOf(facts.now - 86_400))),
    'an empty text': staleUntil(''),
    'a word': staleUntil('never'),
    true: staleUntil(true),
    false: staleUntil(false),
    'a list': signedClaims((facts) => stale(facts, [facts.now - 86_400])),
    'an empty list': staleUntil([]),
  },
  expect: refused(['invalid-token', 'token-expired']),
});

check({
  id: 'access-token-times/exp-of-another-type',
  title: 'refuses a token whose exp claim is to come, but no number',
  requirements: ['BASE-20d'],
  level: 'SHOULD', // RFC 7519 section 4.1.4 demands a number; only the issuer could sign such a token
  ...signed,
  butEach: {
    'a text': signedClaims(({ jwt }) => ({ exp: String(jwt.claims.exp) })),
    'a date': signedClaims(({ jwt }) => ({ exp: dateOf(Number(jwt.claims.exp)) })),
    'the only one of a list': signedClaims(({ jwt }) => ({ exp: [jwt.claims.exp] })),
    'in an object': signedClaims(({ jwt }) => ({ exp: { seconds: jwt.claims.exp } })),
  },
  expect: refused(['invalid-token', 'token-expired']),
});

check({
  id: 'access-token-times/nbf-not-a-number',
  title: 'answers a token whose nbf claim is no number without a fault',
  requirements: ['BASE-20d'],
  level: 'MAY',
  ...signed,
  butEach: {
    'a text': signedClaims({ nbf: 'soon' }),
    true: signedClaims({ nbf: true }),
    'a list': signedClaims({ nbf: [] }),
  },
  expect: acceptedOrRefused('nbf that is no number'),
});

check({
  id: 'access-token-times/lives-too-long',
  title: 'answers a token that says to live longer than tokens do without a fault',
  requirements: ['E1-AUTH-14'],
  level: 'MAY', // an API may leave that to the issuer, whose word this is
  ...signed,
  butEach: {
    'a year': signedClaims(({ now }) => ({ exp: now + 31_536_000 })),
    'in milliseconds': signedClaims(({ now }) => ({ exp: (now + 3600) * 1000 })),
    '1e20': signedClaims({ exp: 1e20 }),
    'no exp': signedClaims({ exp: null }),
  },
  expect: acceptedOrRefused('token that says to live longer'),
});

check({
  id: 'access-token-times/unusual-numbers',
  title: 'answers a token whose times are written in an unusual way without a fault',
  requirements: ['BASE-20d'],
  level: 'MAY', // a time may have a fraction (RFC 7519 section 2), and a number an exponent (RFC 8259 section 6)
  ...signed,
  needs: ['jwt', 'mint', 'mint-payload'],
  butEach: ({ jwt: { claims }, now }) => {
    const times = { iat: now - 1, nbf: now - 1, ...claims, exp: Number(claims.exp) - 1 };
    const each = (['exp', 'nbf', 'iat'] as const).flatMap((claim) =>
      Object.entries(unusual).map(([how, write]) => [
        `${how} in ${claim}`,
        written({ ...times, [claim]: 0 }, claim, write(Number(times[claim]))),
      ]),
    );
    return Object.fromEntries(each) as Record<string, Patch>;
  },
  expect: acceptedOrRefused('time written in an unusual way'),
});

check({
  id: 'access-token-times/unusual-numbers-of-the-past',
  title: 'refuses a token that has expired, in whatever way that time is written',
  requirements: ['BASE-20a', 'BASE-20d', 'E1-AUTH-14'],
  ...signed,
  needs: ['jwt', 'mint', 'mint-payload'],
  butEach: ({ jwt, now }) => {
    const claims = { ...jwt.claims, iat: now - 87_000, nbf: now - 87_000, exp: 0 };
    const finite = Object.entries(unusual).filter(([how]) => !how.includes('beyond'));
    return Object.fromEntries(
      finite.map(([how, write]) => [how, written(claims, 'exp', write(now - 86_400))]),
    );
  },
  expect: refused(['invalid-token', 'token-expired']),
});

check({
  id: 'access-token-times/exp-beyond-numbers',
  title: 'refuses a token of two days ago whose exp claim is NaN or Infinity, which is not JSON',
  requirements: ['BASE-20d', 'E1-AUTH-14'],
  ...signed,
  needs: ['jwt', 'mint', 'mint-payload'],
  butEach: ({ jwt, now }) => {
    const claims = { ...jwt.claims, iat: now - 172_800, nbf: now - 172_800, exp: 0 };
    const texts = ['NaN', 'Infinity', '-Infinity', 'inf', '.inf', '0x7fffffffff'];
    return Object.fromEntries(texts.map((text) => [text, written(claims, 'exp', text)]));
  },
  expect: refused(['invalid-token', 'token-expired']),
});

check({
  id: 'access-token-times/issued-in-the-future',
  title: 'answers a token that says to be issued tomorrow without a fault',
  requirements: ['E1-AUTH-14'],
  level: 'MAY', // RFC 7519 section 4.1.6 only says what iat means
  ...signed,
  but: signedClaims(({ now }) => ({ iat: now + 86_400, exp: now + 90_000 })),
  expect: acceptedOrRefused('token of tomorrow'),
});

property({
  id: 'access-token-times/any-time-of-the-past',
  title: 'refuses a token whose exp claim is any time of the past',
  requirements: ['BASE-20a', 'E1-AUTH-14'],
  ...signed,
  forAll: ({ now, profile }) => timeBefore('exp', now, profile.token.expiryLeewaySec + 60),
  but: ({ claims }) => signedClaims((facts) => ({ ...stale(facts, 0), ...claims })),
  expect: refused(['invalid-token', 'token-expired']),
});

property({
  id: 'access-token-times/any-time-to-come',
  title: 'refuses a token whose nbf claim is any time to come',
  requirements: ['BASE-20b', 'BASE-20d'],
  ...signed,
  forAll: ({ now, profile }) => timeAfter('nbf', now, profile.token.expiryLeewaySec + 3600),
  but: ({ claims = {} }) => signedClaims(claims),
  expect: refused('invalid-token'),
});

property({
  id: 'access-token-times/any-exp-that-is-no-number',
  title: 'refuses a token of two days ago whose exp claim is anything but a number',
  requirements: ['BASE-20d', 'E1-AUTH-14'],
  ...signed,
  forAll: ({ now }) => notNumericDate('exp', now - 86_400),
  but: ({ claims }) => signedClaims((facts) => ({ ...stale(facts, 0), ...claims })),
  expect: refused(['invalid-token', 'token-expired']),
});

/** As much as the most generous of common verifiers grants, in seconds. */
const fewMinutes = 300;

/** Ways to write a time as a JSON number (RFC 8259 section 6). */
const unusual: Readonly<Record<string, (seconds: number) => string>> = {
  'a half': (seconds) => `${seconds}.5`,
  'a fraction of nothing': (seconds) => `${seconds}.0`,
  'twenty places': (seconds) => `${seconds}.25000000000000000001`,
  'three hundred places': (seconds) => `${seconds}.${'3'.repeat(300)}`,
  'an exponent of nothing': (seconds) => `${seconds}E0`,
  'an exponent': (seconds) => `${seconds / 10}e+1`,
  'a negative exponent': (seconds) => `${seconds}000e-3`,
  'a number beyond 64 bits': () => '18446744073709551616',
  'a number beyond all numbers': () => '1e400',
};

/** A token with this text for one of its claims, which are all there. */
function written(claims: Readonly<Record<string, unknown>>, claim: string, text: string): Patch {
  const payload = JSON.stringify({ ...claims, [claim]: 0 }).replace(`"${claim}":0`, `"${claim}":${text}`);
  return { token: { minted: { payload: () => payload } } };
}

/** How far ahead a token begins, by more than what clocks may differ. */
function secondsAhead({ profile }: Facts): number {
  return profile.token.expiryLeewaySec + 120;
}

/** A token that lives as long as others, but later. */
function ofTheFuture(facts: Facts) {
  const { now, jwt } = facts;
  const begin = now + secondsAhead(facts) - 1;
  // First the life, then the end: the sum of two points in time would round what has fractions.
  const life = Number(jwt.claims.exp) - Number(jwt.claims.iat);
  return { iat: begin, nbf: begin, exp: begin + life };
}

function dateOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
