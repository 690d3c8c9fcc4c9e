import {
  acceptedOrRefused,
  apiCall,
  check,
  editedToken,
  oneof,
  otherAlgorithm,
  otherSpelling,
  partsEdit,
  property,
  refused,
  tamper,
} from '../fixtures/index.ts';

/** What is no token in form may be answered 400 or 401 (RFC 6750 section 3.1). */
const malformed = refused(['invalid-token', 'refused']);

check({
  id: 'access-token-structure/unsecured',
  title: 'refuses a token that says it needs no signature',
  requirements: ['E1-AUTH-02', 'BASE-21b'],
  needs: ['jwt'],
  given: apiCall,
  butEach: ({ token }) => unsecured(token, (name) => name.startsWith('none,')),
  expect: refused('invalid-token'),
});

check({
  id: 'access-token-structure/unsecured-spellings',
  title: 'refuses a token that says so in another spelling',
  requirements: ['E1-AUTH-02', 'BASE-21b'],
  needs: ['jwt'],
  given: apiCall,
  butEach: ({ token }) => unsecured(token, (name) => !name.startsWith('none,')),
  expect: refused('invalid-token'),
});

check({
  id: 'access-token-structure/two-parts',
  title: 'refuses a token that ends before its signature',
  requirements: ['E1-AUTH-02', 'BASE-19b'],
  needs: ['jwt'],
  given: apiCall,
  butEach: ({ token, jwt: { parts } }) => ({
    'header and payload': { token: tamper.partTamperings['two parts'](token) },
    'payload and signature': { token: `${parts[1]}.${parts[2]}` },
    'the payload': { token: parts[1] },
  }),
  expect: malformed,
});

check({
  id: 'access-token-structure/part-added',
  title: 'refuses a token with a part too many',
  requirements: ['E1-AUTH-02', 'BASE-19b'],
  needs: ['jwt'],
  given: apiCall,
  butEach: ({ token, jwt: { claims } }) =>
    Object.fromEntries(
      Object.entries(tamper.partTamperings)
        .filter(([name]) => name !== 'two parts')
        .map(([name, change]) => [name, { token: change(token, { ...claims, jti: 'another-id' }) }]),
    ),
  expect: malformed,
});

check({
  id: 'access-token-structure/json',
  title: 'refuses a token in JSON serialization',
  requirements: ['E1-AUTH-02', 'BASE-19b'],
  needs: ['jwt'],
  given: apiCall,
  butEach: ({ token, jwt: { claims } }) =>
    asTokens(tamper.jsonSerialized(token, { ...claims, jti: 'another-id' })),
  expect: malformed,
});

check({
  id: 'access-token-structure/respelled',
  title: 'verifies the signature over the very characters that it was given',
  requirements: ['E1-AUTH-02', 'BASE-19a', 'BASE-19c'],
  needs: ['jwt'],
  given: apiCall,
  butEach: ({ token }) => asTokens(tamper.respelled(token)),
  expect: malformed,
});

check({
  id: 'access-token-structure/not-json',
  title: 'refuses a token whose header or payload is not a JSON object',
  requirements: ['E1-AUTH-02', 'BASE-19d', 'BASE-20e'],
  needs: ['jwt'],
  given: apiCall,
  butEach: ({ jwt: { parts } }) => {
    const [header, payload, signature] = parts;
    return {
      'an empty header': { token: `.${payload}.${signature}` },
      'an empty payload': { token: `${header}..${signature}` },
      'a header that is an array': { token: `${encoded('[]')}.${payload}.${signature}` },
      'a header that is null': { token: `${encoded('null')}.${payload}.${signature}` },
      'a payload that is an array': { token: `${header}.${encoded('[]')}.${signature}` },
      'a payload that is null': { token: `${header}.${encoded('null')}.${signature}` },
      'a payload that is no JSON': { token: `${header}.${encoded('{"client_id":')}.${signature}` },
      'a payload that is no UTF-8': { token: `${header}._____w.${signature}` },
      'nothing but dots': { token: '..' },
    };
  },
  expect: malformed,
});

check({
  id: 'access-token-structure/signature-spellings',
  title: 'answers another spelling of the same signature as it likes, but without a fault',
  requirements: ['BASE-19c'],
  // The signature is right, and common libraries decode it whatever the alphabet; nobody gains by it.
  level: 'MAY',
  needs: ['jwt'],
  given: apiCall,
  butEach: ({ jwt: { signingInput, parts } }) => ({
    padding: { token: `${signingInput}.${parts[2]}${'='.repeat(3 - ((parts[2].length - 1) % 4))}` },
    'standard alphabet': {
      token: `${signingInput}.${parts[2].replaceAll('-', '+').replaceAll('_', '/')}`,
    },
  }),
  expect: acceptedOrRefused('another spelling of the signature'),
});

property({
  id: 'access-token-structure/any-arrangement',
  title: 'refuses the parts of a token in any other arrangement',
  requirements: ['E1-AUTH-02', 'BASE-19b'],
  needs: ['jwt'],
  given: apiCall,
  forAll: ({ token }) => partsEdit(token),
  but: (edit, { token }) => ({ token: editedToken(token, edit) }),
  expect: malformed,
});

property({
  id: 'access-token-structure/any-other-algorithm',
  title: 'refuses a token whose header was made to name any other algorithm, with its signature or without',
  requirements: ['E1-AUTH-02', 'BASE-21b', 'BASE-19a'],
  needs: ['jwt'],
  given: apiCall,
  forAll: ({ jwt }) => {
    const other = otherAlgorithm(String(jwt.header.alg));
    return oneof(
      other.map(({ header }) => ({ header, signature: 'its own' })),
      other.map(({ header }) => ({ header, signature: 'none' })),
    );
  },
  but: ({ header, signature }, { token, jwt }) => {
    const changed = tamper.withHeader(token, { ...jwt.header, ...header });
    return { token: signature === 'none' ? tamper.signatureTamperings.empty(changed) : changed };
  },
  expect: malformed,
});

property({
  id: 'access-token-structure/any-spelling',
  title: 'refuses any other spelling of the header and the payload of a token',
  requirements: ['E1-AUTH-02', 'BASE-19a', 'BASE-19c'],
  needs: ['jwt'],
  given: apiCall,
  forAll: ({ token }) => otherSpelling(token, ['header', 'payload']),
  but: (edit, { token }) => ({ token: editedToken(token, edit) }),
  expect: malformed,
});

property({
  id: 'access-token-structure/any-signature-spelling',
  title: 'answers any other spelling of the same signature as it likes, but without a fault',
  requirements: ['BASE-19c'],
  level: 'MAY', // as above
  needs: ['jwt'],
  given: apiCall,
  forAll: ({ token }) => otherSpelling(token, ['signature']),
  but: (edit, { token }) => ({ token: editedToken(token, edit) }),
  expect: acceptedOrRefused('another spelling of the signature'),
});

function unsecured(token: string, chosen: (name: string) => boolean) {
  return asTokens(
    Object.fromEntries(Object.entries(tamper.unsecured(token)).filter(([name]) => chosen(name))),
  );
}

function asTokens(tokens: Readonly<Record<string, string>>): Record<string, { token: string }> {
  return Object.fromEntries(Object.entries(tokens).map(([name, token]) => [name, { token }]));
}

function encoded(text: string): string {
  return Buffer.from(text).toString('base64url');
}
