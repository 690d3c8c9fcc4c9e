import { createHash } from 'node:crypto';
import {
  absentLifetime,
  accepted,
  apiCall,
  bitsToGuess,
  callWith,
  check,
  claimsOf,
  conformsTo,
  declaredAsJson,
  either,
  type Facts,
  header,
  lifetimeAsNumber,
  member,
  notStored,
  observing,
  ofTypeBearer,
  refused,
  says,
  tokenFor,
  tokenRequest,
  withoutData,
  withoutRefreshToken,
} from '../fixtures/index.ts';
import tokenResponse from '../schemas/token-response.schema.json' with { type: 'json' };

check({
  id: 'token-request/documented',
  title: 'answers the documented token request with a valid token response, whose token works at once',
  requirements: [
    'E1-AUTH-11',
    'E1-AUTH-05',
    'E1-AUTH-06',
    'E1-AUTH-08',
    'JWT-BASIC-15',
    'BASE-06b',
    'BASE-09a',
  ],
  steps: [
    {
      ...tokenRequest,
      expect: accepted(
        conformsTo('a token response (RFC 6749 section 5.1)', tokenResponse),
        says('expires_in, where the profile requires it (token.expiresIn)', absentLifetime),
        says('no members but the documented ones (schema.token.additionalProperties)', undocumentedMembers),
      ),
      save: { $token: 'access_token' },
    },
    { ...callWith('$token', 'primary'), because: 'a token is good from its issuance on' },
  ],
});

check({
  id: 'token-request/not-redirected-elsewhere',
  title: 'sends no client to another origin with its credentials, whichever host the request names',
  requirements: ['BASE-30f'], // RFC 9700 section 4.12: 307 and 308 have the same request sent again
  level: 'SHOULD',
  given: tokenRequest,
  butEach: ({ tokenUrl }) => {
    const { pathname } = new URL(tokenUrl);
    const spelt = { 'the path': pathname, 'a slash more': `${pathname}/`, 'two slashes': `/${pathname}` };
    const hosts = {
      'the host': {},
      'another host': { host: 'attacker.example' },
      'another host forwarded': { 'x-forwarded-host': 'attacker.example' },
    };
    return Object.fromEntries(
      Object.entries(spelt).flatMap(([how, path]) =>
        Object.entries(hosts).map(([whose, headers]) => [`${how}, ${whose}`, { path, headers }]),
      ),
    );
  },
  expect: either(accepted(), withoutData(sentNowhereElse())),
});

check({
  id: 'token-request/token-type',
  title: 'issues tokens of type Bearer',
  requirements: ['E1-AUTH-12', 'BASE-06d'],
  send: tokenRequest,
  expect: accepted(ofTypeBearer),
});

check({
  id: 'token-request/token-type-each-time',
  title: 'issues tokens of type Bearer however often it is asked',
  requirements: ['E1-AUTH-12', 'BASE-06d'],
  needs: ['several-tokens'],
  steps: Array.from({ length: 4 }, () => ({ ...tokenRequest, expect: accepted(ofTypeBearer) })),
});

check({
  id: 'token-request/expires-in-number',
  title: 'gives the lifetime as a JSON number',
  requirements: ['E1-AUTH-13', 'BASE-06c'],
  send: tokenRequest,
  expect: accepted(lifetimeAsNumber),
});

check({
  id: 'token-request/content-type',
  title: 'labels the token response as JSON',
  requirements: ['E1-AUTH-11', 'BASE-06b'],
  send: tokenRequest,
  expect: accepted(declaredAsJson),
});

check({
  id: 'token-request/no-store-though-asked',
  title: 'lets no cache keep a token response, whatever the request says of caches',
  requirements: ['BASE-06a'],
  given: tokenRequest,
  butEach: {
    'max-age': { headers: { 'cache-control': 'max-age=600' } },
    'only-if-cached': { headers: { 'cache-control': 'only-if-cached, max-stale' } },
  },
  expect: accepted(notStored),
});

check({
  id: 'token-request/no-store',
  title: 'lets no cache keep a token response',
  requirements: ['BASE-06a'],
  send: tokenRequest,
  expect: accepted(
    notStored,
    observing('Pragma, which HTTP/1.0 caches heed', (answer) => ({
      pragma: header(answer, 'pragma').join(', ') || 'none',
    })),
  ),
});

check({
  id: 'token-request/no-refresh-token',
  title: 'issues no refresh token',
  requirements: ['E1-AUTH-22', 'BASE-05'],
  needs: ['no-refresh-token'],
  send: tokenRequest,
  expect: accepted(withoutRefreshToken),
});

check({
  id: 'token-request/refresh-token-asked-for',
  title: 'issues no refresh token for a parameter that asks for one',
  requirements: ['E1-AUTH-22', 'BASE-05'],
  needs: ['no-refresh-token'],
  given: tokenRequest,
  but: {
    form: {
      access_type: 'offline',
      offline: 'true',
      refresh: 'true',
      token_type: 'refresh',
    },
  },
  expect: accepted(withoutRefreshToken),
});

check({
  id: 'token-request/offline-access',
  title: 'issues no refresh token for the scope offline_access',
  requirements: ['E1-AUTH-22', 'BASE-05'],
  needs: ['no-refresh-token', 'requested-scope'],
  send: tokenFor('primary', ({ scopes }) => `${scopes.main} offline_access`),
  expect: either(refused('invalid-scope'), accepted(withoutRefreshToken)),
});

check({
  id: 'token-request/no-id-token',
  title: 'issues no ID token, as nobody signs in',
  requirements: ['E1-AUTH-01'],
  level: 'SHOULD',
  send: tokenRequest,
  expect: accepted(says('no id_token', (answer) => presence(member(answer, 'id_token')))),
});

check({
  id: 'token-request/secret-not-echoed',
  title: 'does not give the secret back in the token response',
  requirements: ['E1-AUTH-11'],
  send: tokenRequest,
  expect: accepted(
    says('no secret in any form beside the token', (answer, facts) => {
      const beside = answer.body.replace(String(member(answer, 'access_token')), '');
      const text = `${answer.headers.flat().join('\n')}\n${beside}`;
      return formsOfSecret(facts).find(([, form]) => text.includes(form))?.[0];
    }),
  ),
});

check({
  id: 'token-request/signed-jwt',
  title: 'issues tokens that are signed, in three parts of base64url without padding',
  requirements: ['JWT-BASIC-03', 'JWT-BASIC-04', 'JWT-BASIC-07', 'BASE-19b', 'BASE-19c'],
  needs: ['jwt'],
  send: apiCall,
  expect: accepted(
    says('a JWS in compact serialization (RFC 7515 section 7.1)', (_answer, { token }) =>
      /^[\w-]+\.[\w-]+\.[\w-]*$/.test(token) ? undefined : 'other characters in the token',
    ),
    says('a signature, and a header that names its algorithm', (_answer, { jwt }) => {
      const { alg } = jwt.header;
      if (typeof alg !== 'string' || /^none$/i.test(alg)) return `alg: ${JSON.stringify(alg)}`;
      return jwt.signature.length > 0 ? undefined : 'no signature';
    }),
  ),
});

check({
  id: 'token-request/client-id-claim',
  title: 'names the client in the token’s claim for it',
  requirements: ['E1-AUTH-16'],
  needs: ['jwt'],
  send: apiCall,
  expect: accepted(
    says('the claim holds the client id', (_answer, { jwt, clientId, profile }) => {
      const claim = jwt.claims[profile.jwt.clientClaim];
      return claim === clientId ? undefined : `${profile.jwt.clientClaim}: ${JSON.stringify(claim)}`;
    }),
  ),
});

check({
  id: 'token-request/secret-not-in-token',
  title: 'puts no secret into the token, which anyone can read, nor what gives a guessed secret away',
  requirements: ['E1-AUTH-16', 'ENABLE-07', 'JWT-BASIC-13', 'REQUESTOR-04', 'BASE-08'],
  needs: ['jwt'],
  send: apiCall,
  expect: accepted(
    says('no secret in header or claims', (_answer, facts) => {
      const text = JSON.stringify([facts.jwt.header, facts.jwt.claims]);
      const forms = [...formsOfSecret(facts), ...digestsOfSecret(facts)];
      return forms.find(([, form]) => text.includes(form))?.[0];
    }),
  ),
});

check({
  id: 'token-request/public-keys-only',
  title: 'publishes the public half of its keys only',
  requirements: ['BASE-21i'],
  needs: ['public-key'],
  send: apiCall,
  expect: accepted(
    says('no private or symmetric key in the JWKS (RFC 7517 section 9.2)', (_answer, { jwks }) =>
      jwks.keys.flatMap((key, index) =>
        ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']
          .filter((name) => name in key)
          .map((name) => `key ${index} has a member “${name}”`),
      ),
    ),
  ),
});

check({
  id: 'token-request/own-token-in-parallel',
  title: 'gives each of two clients its own token when both ask at the same time',
  requirements: ['E1-AUTH-16', 'E1-AUTH-04', 'ENABLE-06'],
  needs: ['another-client'],
  steps: [
    {
      parallel: [
        { ...tokenRequest, save: { $first: 'access_token' } },
        { ...tokenFor('$another', ({ scopes }) => scopes.main), save: { $second: 'access_token' } },
      ],
    },
    { ...callWith('$first', 'primary'), because: 'the first client’s token is its own' },
    { ...callWith('$second', '$another'), because: 'the second client’s token is its own' },
  ],
});

check({
  id: 'token-request/new-token-new-id',
  title: 'gives a new token a new id',
  requirements: ['BASE-20g'],
  needs: ['jwt'],
  steps: [
    { ...tokenRequest, saveAnswer: 'the first' },
    {
      ...tokenRequest,
      expect: accepted(
        says('a jti of its own, if any, unless it is the same token again', (answer, { answerTo }) => {
          const { jti } = claimsOf(answer) ?? {};
          const again = member(answer, 'access_token') === member(answerTo('the first'), 'access_token');
          return again || jti === undefined || jti !== claimsOf(answerTo('the first'))?.jti
            ? undefined
            : `${JSON.stringify(jti)} again`;
        }),
      ),
    },
  ],
});

check({
  id: 'token-request/token-ids-of-one-second',
  title: 'gives tokens for several scopes, issued in the same second, ids of their own',
  requirements: ['BASE-20g'],
  needs: ['jwt', 'other-scope'],
  steps: [
    { ...tokenFor('primary', ({ scopes }) => scopes.main), saveAnswer: 'the first' },
    {
      ...tokenFor('primary', ({ scopes }) => scopes.other),
      ...idUnlike('the first'),
      saveAnswer: 'the second',
    },
    { ...tokenFor('primary', ({ scopes }) => `${scopes.main} ${scopes.other}`), ...idUnlike('the second') },
  ],
});

check({
  id: 'token-request/token-ids-distinct',
  title: 'gives no two tokens the same id',
  requirements: ['BASE-20g'],
  needs: ['jwt', 'another-client'],
  steps: [
    { ...tokenRequest, saveAnswer: 'the first' },
    {
      ...tokenFor('$another', ({ scopes }) => scopes.main),
      ...idUnlike('the first'),
    },
  ],
});

/** Another token id than in an earlier response, if there is one. */
function idUnlike(earlier: string) {
  return {
    expect: accepted(
      says('a jti of its own, if any', (answer, { answerTo }) => {
        const { jti } = claimsOf(answer) ?? {};
        return jti === undefined || jti !== claimsOf(answerTo(earlier))?.jti
          ? undefined
          : `${JSON.stringify(jti)} again`;
      }),
    ),
  };
}

const many = Array.from({ length: 30 }, (_, index) => `token ${index + 1}`);

check({
  id: 'token-request/unguessable',
  title: 'issues tokens that nobody can guess from others',
  requirements: ['BASE-08'],
  steps: [
    ...many.map((name) => ({ ...tokenRequest, saveAnswer: name, because: name })),
    {
      ...tokenRequest,
      expect: accepted(
        says(
          '128 bits at least that differ from token to token (RFC 6749 section 10.10)',
          (answer, facts) => {
            const all = [answer, ...many.map(facts.answerTo)];
            // What protects a JWT is its signature, and the same token may come again.
            const opaque = all.filter((each) => claimsOf(each) === undefined);
            const bits = bitsToGuess(opaque.map((each) => String(member(each, 'access_token'))));
            return opaque.length === 0 || bits >= 128 ? undefined : `${Math.floor(bits)} bits at most`;
          },
        ),
      ),
      because: 'compared with the others',
    },
  ],
});

/** Members that RFC 6749 section 5.1 does not name, where the profile allows none. */
function undocumentedMembers({ json }: { readonly json: unknown }, { profile }: Facts): string[] {
  if (profile.schema.token.additionalProperties) return [];
  const documented = Object.keys(tokenResponse.properties);
  return Object.keys(json as object).filter((name) => !documented.includes(name));
}

/** Not elsewhere by a redirection that keeps method and form (RFC 9110 sections 15.4.8 and 15.4.9). */
function sentNowhereElse() {
  return says('no redirection of the form to another origin', (answer, { tokenUrl }) => {
    const [location = ''] = header(answer, 'location');
    if (![307, 308].includes(answer.status) || !URL.canParse(location, tokenUrl)) return undefined;
    const { origin } = new URL(location, tokenUrl);
    return origin === new URL(tokenUrl).origin ? undefined : `${answer.status} to ${origin}`;
  });
}

function presence(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : 'one';
}

/** The client's secret as it is and as it is often written, each with a name that tells nothing of it. */
function formsOfSecret({ client, clientId }: Facts): [name: string, form: string][] {
  const { secret } = client('primary');
  const basic = Buffer.from(`${clientId}:${secret}`).toString('base64');
  return [
    ['the secret', secret],
    ['the secret, percent-encoded', encodeURIComponent(secret)],
    ['the secret in base64', Buffer.from(secret).toString('base64').replace(/=+$/, '')],
    ['id and secret in base64', basic.replace(/=+$/, '')],
  ];
}

/** What everybody makes of a secret who guesses it, and of the pair; whole, and as it begins. */
function digestsOfSecret({ client, clientId }: Facts): [name: string, form: string][] {
  const { secret } = client('primary');
  const texts = { 'the secret': secret, 'id and secret': `${clientId}:${secret}` };
  return Object.entries(texts).flatMap(([name, text]) =>
    ['md5', 'sha1', 'sha256', 'sha512'].flatMap((algorithm): [string, string][] => {
      const digest = createHash(algorithm).update(text).digest();
      const hex = digest.toString('hex').slice(0, 32);
      return [
        [`the ${algorithm} of ${name}`, hex],
        [`the ${algorithm} of ${name} in capitals`, hex.toUpperCase()],
        [`the ${algorithm} of ${name} in base64`, digest.toString('base64').slice(0, 21)],
        [`the ${algorithm} of ${name} in base64url`, digest.toString('base64url').slice(0, 21)],
      ];
    }),
  );
}
