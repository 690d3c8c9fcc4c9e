import {
  accepted,
  apiCall,
  bitEdit,
  callWith,
  check,
  editedToken,
  type Facts,
  property,
  refused,
  tamper,
  tokenEdit,
  tokenFor,
  withEqualDigest,
} from '../fixtures/index.ts';

const main = ({ scopes }: Facts) => scopes.main;

/** The token with its signature changed in one of the ways that `tamper` knows. */
function withSignature(...ways: tamper.SignatureTampering[]) {
  return ({ token }: Facts) =>
    Object.fromEntries(ways.map((way) => [way, { token: tamper.signatureTamperings[way](token) }]));
}

check({
  id: 'access-token-signature/bit-changed',
  title: 'refuses a token of whose signature one bit is changed',
  requirements: ['E1-AUTH-02', 'BASE-19a'],
  needs: ['jwt'],
  given: apiCall,
  butEach: withSignature('one bit changed'),
  expect: refused('invalid-token'),
  on: 'every-route',
});

check({
  id: 'access-token-signature/truncated',
  title: 'refuses a token whose signature is cut short',
  requirements: ['E1-AUTH-02', 'BASE-19a'],
  needs: ['jwt'],
  given: apiCall,
  butEach: withSignature('cut to one byte', 'cut to 8 bytes', 'cut to half', 'last byte cut off'),
  expect: refused('invalid-token'),
});

check({
  id: 'access-token-signature/extended',
  title: 'refuses a token with bytes after its signature',
  requirements: ['E1-AUTH-02', 'BASE-19a'],
  needs: ['jwt'],
  given: apiCall,
  butEach: withSignature('one byte appended', 'appended to itself'),
  expect: refused('invalid-token'),
});

check({
  id: 'access-token-signature/zeroed',
  title: 'refuses a token whose signature is nothing but zeros',
  requirements: ['E1-AUTH-02', 'BASE-19a'],
  needs: ['jwt'],
  given: apiCall,
  butEach: withSignature('zero bytes'),
  expect: refused('invalid-token'),
});

check({
  id: 'access-token-signature/stripped',
  title: 'refuses a token whose signature is empty',
  requirements: ['E1-AUTH-02', 'BASE-19a', 'BASE-21b'],
  needs: ['jwt'],
  given: apiCall,
  butEach: withSignature('empty'),
  expect: refused('invalid-token'),
});

check({
  id: 'access-token-signature/equal-digest',
  title: 'refuses a token that a short digest does not tell from the accepted one',
  requirements: ['E1-AUTH-02', 'BASE-19a', 'JWT-BASIC-08'],
  needs: ['jwt'],
  given: apiCall,
  butEach: ({ jwt: { signingInput, parts } }) =>
    Object.fromEntries(
      Object.entries(withEqualDigest(parts[2])).map(([digest, signature]) => [
        digest,
        { token: `${signingInput}.${signature}` },
      ]),
    ),
  expect: refused('invalid-token'),
});

check({
  id: 'access-token-signature/zero-ecdsa',
  title: 'refuses a token with an ECDSA signature that consists of zeros',
  requirements: ['E1-AUTH-02', 'BASE-21a', 'BASE-19a'],
  needs: ['jwt'],
  given: apiCall,
  butEach: ({ token }) => ({
    ES256: { token: tamper.psychicSignature(token, 'ES256') },
    ES384: { token: tamper.psychicSignature(token, 'ES384') },
    ES512: { token: tamper.psychicSignature(token, 'ES512') },
    // Without a key id, some look for a key of the algorithm, and the issuer may have one of each.
    'ES256, without a key id': {
      token: tamper.psychicSignature(token, 'ES256', undefined, { kid: undefined }),
    },
  }),
  expect: refused('invalid-token'),
});

check({
  id: 'access-token-signature/of-another-token',
  title: 'refuses a token under the signature of another valid one',
  requirements: ['E1-AUTH-02', 'BASE-19a'],
  needs: ['jwt', 'another-client'],
  steps: [
    { ...tokenFor('primary', main), save: { $one: 'access_token' } },
    { ...tokenFor('$another', main), save: { $other: 'access_token' } },
    callWith('$one', 'primary'),
    callWith('$other', '$another'),
    {
      ...callWith('$one', 'primary'),
      but: ({ saved }) => ({ token: tamper.signedByAnother(saved('$one'), saved('$other')) }),
      expect: refused('invalid-token'),
      because: 'the signature is of another client’s token',
    },
    {
      ...callWith('$other', '$another'),
      but: ({ saved }) => ({ token: tamper.signedByAnother(saved('$other'), saved('$one')) }),
      expect: refused('invalid-token'),
      because: 'the other way round',
    },
  ],
});

check({
  id: 'access-token-signature/claims-altered',
  title: 'refuses a token whose claims were changed after it was signed',
  requirements: ['E1-AUTH-02', 'BASE-19a'],
  needs: ['jwt'],
  given: apiCall,
  butEach: ({ token, jwt: { claims }, scopes }) => {
    const changed = (change: object) => ({ token: tamper.withClaims(token, { ...claims, ...change }) });
    return {
      'a wider scope': changed({ scope: `${scopes.all.join(' ')} everything` }),
      'a longer life': changed({ exp: Number(claims.exp ?? 0) + 86_400 }),
      'another subject': changed({ sub: 'someone-else' }),
      'another id': changed({ jti: 'another-id' }),
      'an added claim': changed({ admin: true }),
    };
  },
  expect: refused('invalid-token'),
});

check({
  id: 'access-token-signature/client-altered',
  title: 'refuses a token in which a client has put the id of another one',
  requirements: ['E1-AUTH-02', 'E1-AUTH-17', 'BASE-19a'],
  needs: ['jwt', 'another-client'],
  given: apiCall,
  but: ({ client, token, profile }) => {
    // The header changes too, so that nothing is wrong but the signature.
    const { id } = client('$another');
    const claims = { ...tamper.taken(token).claims, [profile.jwt.clientClaim]: id };
    return { token: tamper.withClaims(token, claims), headers: { $clientId: id } };
  },
  expect: refused('invalid-token'),
});

check({
  id: 'access-token-signature/header-altered',
  title: 'refuses a token whose header was changed after it was signed',
  requirements: ['E1-AUTH-02', 'BASE-19a'],
  needs: ['jwt'],
  given: apiCall,
  butEach: ({ token, jwt: { header } }) => ({
    'an added member': { token: tamper.withHeader(token, { ...header, note: 'added' }) },
    'members in another order': {
      token: tamper.withHeader(token, Object.fromEntries(Object.entries(header).reverse())),
    },
  }),
  expect: refused('invalid-token'),
});

check({
  id: 'access-token-signature/tampered-first',
  title: 'refuses a tampered copy before it has ever seen the token, and then accepts the token',
  requirements: ['E1-AUTH-02', 'E1-AUTH-14', 'BASE-19a'],
  needs: ['jwt'],
  steps: [
    { ...tokenFor('primary', main), save: { $token: 'access_token' } },
    {
      ...callWith('$token', 'primary'),
      but: ({ token }) => ({ token: tamper.signatureTamperings['one bit changed'](token) }),
      expect: refused('invalid-token'),
      because: 'a tampered copy comes first',
    },
    { ...callWith('$token', 'primary'), because: 'the token itself is good' },
  ],
});

check({
  id: 'access-token-signature/tampered-copies',
  title: 'accepts a token however often somebody has presented a tampered copy of it',
  requirements: ['E1-AUTH-14', 'E1-AUTH-02'],
  needs: ['jwt'],
  steps: [
    { ...tokenFor('primary', main), save: { $token: 'access_token' } },
    callWith('$token', 'primary'),
    ...Array.from({ length: 5 }, () => ({
      ...callWith('$token', 'primary'),
      but: ({ token }: Facts) => ({ token: tamper.signatureTamperings['one bit changed'](token) }),
      expect: refused('invalid-token'),
      because: 'a tampered copy',
    })),
    { ...callWith('$token', 'primary'), expect: accepted(), because: 'the token itself is still good' },
  ],
});

property({
  id: 'access-token-signature/any-character',
  title: 'refuses a token with any one character replaced, inserted or removed',
  requirements: ['E1-AUTH-02', 'BASE-19a', 'BASE-19c'],
  needs: ['jwt'],
  given: { ...apiCall, token: { fresh: true } },
  forAll: ({ token }) => tokenEdit(token),
  but: (edit, { token }) => ({ token: editedToken(token, edit) }),
  // 400 is as good: what is left may be no token at all (RFC 6750 section 3.1).
  expect: refused(['invalid-token', 'refused']),
});

property({
  id: 'access-token-signature/any-bit',
  title: 'refuses a token of whose header, claims or signature any one bit is changed',
  requirements: ['E1-AUTH-02', 'BASE-19a'],
  needs: ['jwt'],
  given: apiCall,
  forAll: ({ token }) => bitEdit(token),
  but: (edit, { token }) => ({ token: editedToken(token, edit) }),
  expect: refused(['invalid-token', 'refused']), // as above: a header of other bits may be no header
});
