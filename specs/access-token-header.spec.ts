import {
  accepted,
  acceptedOrRefused,
  apiCall,
  check,
  criticalMember,
  mintedCall,
  otherKeyId,
  otherType,
  type Patch,
  property,
  refused,
  says,
  signedHeader,
  unknownMember,
} from '../fixtures/index.ts';

/** An accepted call with a token that the issuer's key has signed anew: whatever is wrong, it is not the signature. */
const signed = { needs: ['jwt', 'mint'], given: mintedCall } as const;

check({
  id: 'access-token-header/declared-type',
  title: 'says in the header of a token that it is an access token',
  requirements: ['BASE-22a'],
  needs: ['jwt', 'token-type'],
  send: apiCall,
  expect: accepted(
    says('a typ by the profile (jwt.typ), with or without application/', (_answer, { jwt, profile }) => {
      const { typ } = jwt.header;
      return isOneOf(profile.jwt.typ, typ) ? undefined : `typ: ${JSON.stringify(typ)}`;
    }),
  ),
});

check({
  id: 'access-token-header/other-type',
  title: 'refuses a token of another type than that of access tokens',
  requirements: ['BASE-21g', 'BASE-22c'],
  needs: ['jwt', 'token-type', 'wrong-type-token'],
  send: {
    ...apiCall,
    token: { readyMade: 'wrong-type', orMinted: { header: () => ({ typ: 'logout+jwt' }) } },
  },
  expect: refused('invalid-token'),
  on: 'every-route',
});

check({
  id: 'access-token-header/undeclared-type',
  title: 'refuses a token that does not say that it is an access token',
  requirements: ['BASE-22c', 'BASE-21g'],
  ...signed,
  needs: ['jwt', 'mint', 'token-type'],
  butEach: ({ profile: { jwt } }) =>
    Object.fromEntries([
      ...['JWT', 'at', 'jwt', '', null]
        .filter((typ) => !isOneOf(jwt.typ, typ ?? 'absent'))
        .map((typ): [string, Patch] => [typ === null ? 'absent' : `“${typ}”`, signedHeader({ typ })]),
      ['the only one of a list', signedHeader((facts) => ({ typ: [facts.jwt.header.typ] }))],
    ]),
  expect: refused('invalid-token'),
});

check({
  id: 'access-token-header/any-type',
  title: 'answers a token of another type without a fault',
  requirements: ['BASE-21g'],
  level: 'MAY', // whether types are told apart, the profile says
  ...signed,
  butEach: { 'logout+jwt': signedHeader({ typ: 'logout+jwt' }), 'a number': signedHeader({ typ: 7 }) },
  expect: acceptedOrRefused('token of another type'),
});

check({
  id: 'access-token-header/other-algorithm-of-the-key',
  title: 'refuses another algorithm by the issuer’s key than the one that the key is for',
  requirements: ['BASE-21a'],
  level: 'SHOULD', // RFC 8725 section 3.1 demands it; only the issuer could sign such a token
  ...signed,
  needs: ['jwt', 'mint', 'rsa-signature'],
  butEach: ({ jwt }) =>
    Object.fromEntries(
      ['RS512', 'PS256'].filter((alg) => alg !== jwt.header.alg).map((alg) => [alg, signedHeader({ alg })]),
    ),
  expect: refused('invalid-token'),
});

check({
  id: 'access-token-header/unknown-extension',
  title: 'refuses a token that demands an extension that nobody knows',
  requirements: ['BASE-19f'],
  level: 'SHOULD', // RFC 7515 section 4.1.11 demands it; only the issuer could sign such a token
  ...signed,
  butEach: {
    'an unknown one': signedHeader({ crit: ['urn:example:extension'], 'urn:example:extension': true }),
    'one that is absent': signedHeader({ crit: ['urn:example:extension'] }),
    none: signedHeader({ crit: [] }),
    'no list, and nothing that counts as true': signedHeader({ crit: '' }),
  },
  expect: refused('invalid-token'),
});

check({
  id: 'access-token-header/null-for-extensions',
  title: 'refuses a token that has null for the extensions that it demands',
  requirements: ['BASE-19f'],
  level: 'SHOULD', // as above: it is to be a list, and one that is not empty
  ...signed,
  but: { token: { minted: { nullsInHeader: ['crit'] } } },
  expect: refused('invalid-token'),
});

check({
  id: 'access-token-header/unknown-key-id',
  title: 'answers a token of the issuer’s key under an unknown name without a fault',
  requirements: ['BASE-19g'],
  level: 'MAY', // RFC 7515 section 4.1.4 calls the key id a hint
  ...signed,
  butEach: { another: signedHeader({ kid: 'no-such-key' }), none: signedHeader({ kid: null }) },
  expect: acceptedOrRefused('right key under another name'),
});

property({
  id: 'access-token-header/any-other-type',
  title: 'refuses a token of whatever resembles the type of access tokens',
  requirements: ['BASE-22c', 'BASE-21g'],
  ...signed,
  needs: ['jwt', 'mint', 'token-type'],
  forAll: ({ jwt, profile }) =>
    otherType(String(jwt.header.typ)).filter(
      ({ header: { typ } = {} }) => typeof typ !== 'string' || !isOneOf(profile.jwt.typ, typ),
    ),
  but: ({ header = {} }) => signedHeader(header),
  expect: refused('invalid-token'),
});

property({
  id: 'access-token-header/any-unknown-extension',
  title: 'refuses a token that demands any extension',
  requirements: ['BASE-19f'],
  level: 'SHOULD', // as above
  ...signed,
  forAll: () => criticalMember(),
  but: ({ header = {} }) => signedHeader(header),
  expect: refused('invalid-token'),
});

property({
  id: 'access-token-header/any-key-id',
  title: 'answers a token of the issuer’s key under any other name without a fault',
  requirements: ['BASE-19g', 'BASE-21e'],
  level: 'MAY', // as above
  ...signed,
  forAll: ({ jwt }) => otherKeyId(String(jwt.header.kid)),
  but: ({ header = {} }) => signedHeader(header),
  expect: acceptedOrRefused('right key under another name'),
});

property({
  id: 'access-token-header/any-unknown-member',
  title: 'ignores whatever else the header of a token says',
  requirements: ['BASE-20i'],
  ...signed,
  forAll: ({ jwt }) => unknownMember('header', [...Object.keys(jwt.header), ...knownMembers]),
  but: ({ header = {} }) => signedHeader(header),
  expect: accepted(),
});

/** Members that mean something in the header of a JWS (RFC 7515 section 4.1). */
const knownMembers = ['alg', 'jku', 'jwk', 'kid', 'x5u', 'x5c', 'x5t', 'x5t#S256', 'typ', 'cty', 'crit'];

/** Whether a type is one of these, however it is spelled. */
function isOneOf(types: string | readonly string[], typ: unknown): boolean {
  return [types].flat().map(bareType).includes(bareType(typ));
}

/** A media type as RFC 7515 section 4.1.9 lets it be shortened, in lower case, as case does not matter. */
function bareType(typ: unknown): string {
  return String(typ)
    .toLowerCase()
    .replace(/^application\//, '');
}
