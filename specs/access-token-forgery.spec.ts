import { apiCall, check, type Facts, forge, refused } from '../fixtures/index.ts';

/** Nobody listens there: an API that looks a key up has to wait for the answer, or to fail. */
const nowhere = 'https://127.0.0.1:9/keys.json';

/** An accepted call, but for a token that somebody else than the issuer has signed. */
const forged = { needs: ['jwt'], given: apiCall, expect: refused('invalid-token') } as const;

check({
  id: 'access-token-forgery/other-key',
  title: 'refuses a token that another key has signed under the name of the issuer’s key',
  requirements: ['E1-AUTH-02', 'BASE-21d'],
  ...forged,
  but: ({ token }) => ({ token: forge.signedByOwnKey(token) }),
  on: 'every-route',
});

check({
  id: 'access-token-forgery/other-kind-of-key',
  title: 'refuses a token that a key of another kind has signed under the name of the issuer’s key',
  requirements: ['E1-AUTH-02', 'BASE-21a', 'BASE-21d'],
  ...forged,
  butEach: ({ token }) => ({
    RS256: { token: forge.signedByOwnRsaKey(token) },
    ES256: { token: forge.signedByOwnEcKey(token) },
    EdDSA: { token: forge.signedByOwnEd25519Key(token) },
  }),
});

check({
  id: 'access-token-forgery/unknown-key-id',
  title: 'refuses a token of a key that the issuer does not publish',
  requirements: ['E1-AUTH-02', 'BASE-21d'],
  ...forged,
  butEach: ({ token }) => ({
    'at first': { token: forge.withUnknownKeyId(token) },
    'when the key has been asked for': { token: forge.withUnknownKeyId(token) },
  }),
});

check({
  id: 'access-token-forgery/no-key-id',
  title: 'refuses a token of another key that names no key',
  requirements: ['E1-AUTH-02', 'BASE-21d'],
  ...forged,
  but: ({ token }) => ({ token: forge.withoutKeyId(token) }),
});

check({
  id: 'access-token-forgery/embedded-key',
  title: 'trusts no key that a token brings along',
  requirements: ['E1-AUTH-02', 'BASE-21d'],
  ...forged,
  butEach: ({ token }) => ({
    'under its own name': { token: forge.withEmbeddedKey(token) },
    'under the name of the issuer’s key': { token: forge.withEmbeddedKeyOfKnownName(token) },
  }),
});

check({
  id: 'access-token-forgery/embedded-certificate',
  title: 'trusts no certificate that a token brings along',
  requirements: ['E1-AUTH-02', 'BASE-21d'],
  ...forged,
  but: ({ token }) => ({ token: forge.withOwnCertificate(token) }),
});

check({
  id: 'access-token-forgery/key-url',
  title: 'looks no key up where a token says',
  requirements: ['E1-AUTH-02', 'BASE-21d', 'BASE-21e'],
  ...forged,
  butEach: ({ token }) => ({
    jku: { token: forge.withKeyUrl(token, 'jku', nowhere) },
    x5u: { token: forge.withKeyUrl(token, 'x5u', nowhere) },
  }),
});

check({
  id: 'access-token-forgery/hostile-key-id',
  title: 'makes neither a path nor a query nor a command of a key id',
  requirements: ['E1-AUTH-02', 'BASE-21d', 'BASE-21e'],
  ...forged,
  butEach: ({ token }) => each(forge.withHostileKeyId(token)),
  // A header that is not well-formed, or longer than the server cares to read, may be answered 400 or 431.
  expect: refused(['invalid-token', 'refused']),
});

check({
  id: 'access-token-forgery/public-key-as-secret',
  title: 'takes its public key for no HMAC secret',
  requirements: ['E1-AUTH-02', 'BASE-21a'],
  ...forged,
  needs: ['jwt', 'public-key'],
  butEach: (facts) => ({
    ...named('HS256', publicKeyAsSecret(facts, 'HS256')),
    ...named('HS384', publicKeyAsSecret(facts, 'HS384')),
    ...named('HS512', publicKeyAsSecret(facts, 'HS512')),
  }),
});

check({
  id: 'access-token-forgery/client-secret',
  title: 'refuses a token that a client has signed with its own secret',
  requirements: ['E1-AUTH-02', 'BASE-21d'],
  ...forged,
  butEach: ({ token, client }) => signedBySecretOf(client('primary'), token),
});

check({
  id: 'access-token-forgery/secret-of-another-client',
  title: 'refuses a token that another client has signed with its own secret in the name of the caller',
  requirements: ['E1-AUTH-02', 'BASE-21d'],
  ...forged,
  needs: ['jwt', 'another-client'],
  butEach: ({ token, client }) => signedBySecretOf(client('$another'), token),
});

check({
  id: 'access-token-forgery/common-secret',
  title: 'refuses a token signed with an empty secret or a word that everybody knows',
  requirements: ['E1-AUTH-02', 'BASE-21h'],
  ...forged,
  butEach: ({ token }) => each(forge.withCommonHmacKey(token)),
});

check({
  id: 'access-token-forgery/nested',
  title: 'trusts no unsigned token inside a token of another key',
  requirements: ['E1-AUTH-02', 'BASE-21c'],
  ...forged,
  but: ({ token }) => ({ token: forge.nested(token) }),
});

check({
  id: 'access-token-forgery/encrypted',
  title: 'trusts no unsigned token that is encrypted to its public key',
  requirements: ['E1-AUTH-02', 'BASE-21b', 'BASE-21c'],
  ...forged,
  needs: ['jwt', 'public-key', 'rsa-signature'],
  butEach: ({ token, jwks }) => each(forge.encrypted(token, jwks)),
  // An API that takes signed tokens only sees five parts where there should be three.
  expect: refused(['invalid-token', 'refused']),
});

/** Tokens that a client has signed with its secret, and that say in one way or another that they are its own. */
function signedBySecretOf(
  { id, secret }: { readonly id: string; readonly secret: string },
  token: string,
): Record<string, { token: string }> {
  const ways = {
    'under the name of the issuer’s key': forge.withClientSecretAsHmacKey(token, secret),
    'without a key id': forge.withClientSecretAsHmacKey(token, secret, {}, { kid: null }),
    'with the client as key id': forge.withClientSecretAsHmacKey(token, secret, {}, { kid: id }),
    'with the client as issuer': forge.withClientSecretAsHmacKey(token, secret, { iss: id }, { kid: null }),
    'with the client as key id and issuer': forge.withClientSecretAsHmacKey(
      token,
      secret,
      { iss: id },
      { kid: id },
    ),
  };
  return Object.assign({}, ...Object.entries(ways).map(([way, tokens]) => named(way, tokens)));
}

function publicKeyAsSecret({ token, jwks }: Facts, alg: forge.HmacAlgorithm): Record<string, string> {
  return forge.withPublicKeyAsHmacKey(token, jwks, {}, alg);
}

function named(alg: string, tokens: Readonly<Record<string, string>>): Record<string, { token: string }> {
  return each(Object.fromEntries(Object.entries(tokens).map(([form, token]) => [`${alg}, ${form}`, token])));
}

function each(tokens: Readonly<Record<string, string>>): Record<string, { token: string }> {
  return Object.fromEntries(Object.entries(tokens).map(([name, token]) => [name, { token }]));
}
