import {
  type Assertion,
  accepted,
  ageingToken,
  answered,
  apiCall,
  type CredentialsPatch,
  callWith,
  challengedForBasic,
  challengedForBearer,
  check,
  type Expectation,
  either,
  type Facts,
  forge,
  introspectionOf,
  isKindUnsupported,
  kindSupported,
  observing,
  type Patch,
  refused,
  revocationOf,
  type Step,
  says,
  tamper,
  tokenFor,
  toldActiveIfSupported,
  toldAsIn,
} from '../fixtures/index.ts';

const scope = ({ scopes }: Facts) => scopes.main || undefined;
const token = ({ saved }: Facts) => saved('$token');
const issue = { ...tokenFor('primary', scope), save: { $token: 'access_token' } } as const;
const use = callWith('$token', 'primary');
const useByHead = callWith('$token', 'primary', { but: { method: 'HEAD' } });
const otherRoutes = ['other-scope', 'both-scopes'] as const;
const useOn = (route: (typeof otherRoutes)[number], but: Patch = {}) =>
  ({ ...callWith('$token', 'primary', { route, but }), ifRouteExists: true }) as const;
const revokeUnknown = revocationOf('no-such-token');

/** Access tokens need not be revocable (RFC 7009 section 2): then the server says so. */
const revoked = answered(
  says('status 200 (or unsupported_token_type)', (answer) =>
    answer.status === 200 || isKindUnsupported(answer)
      ? undefined
      : `${answer.status} ${answer.code ?? ''}`.trim(),
  ),
  kindSupported,
);
const revoke = { ...revocationOf(token), expect: revoked, saveAnswer: 'the revocation' };

/** A token for the other routes, too, which is good there until it is revoked. */
const revokedOfBothScopes: readonly Step[] = [
  {
    ...tokenFor('primary', ({ scopes }) => `${scopes.main} ${scopes.other}`),
    save: { $token: 'access_token' },
  },
  ...otherRoutes.map((route) => ({ ...useOn(route), because: 'nobody has revoked the token yet' })),
  revoke,
];

const noSuccessAfterRefusal = answered(
  says('no success, if the documented route refuses it', ({ status }, { answerTo }) =>
    answerTo('the documented route').status >= 400 && status < 400 ? `${status}` : undefined,
  ),
);

check({
  id: 'token-revocation/without-credentials',
  title: 'refuses a revocation by nobody',
  requirements: ['BASE-24a'],
  needs: ['revocation-endpoint'],
  steps: [
    issue,
    revokedWith({ id: null, secret: null }, 'without credentials', 'refused'),
    revokedWith({ secret: null }, 'with the client id alone', 'refused'),
    {
      ...revocationOf(token),
      but: ({ clientId }) => ({
        headers: { authorization: null },
        form: { client_id: clientId, client_secret: null },
      }),
      because: 'with the client id in the form alone',
      expect: refused('refused'),
    },
    { ...revoke, because: 'with the credentials' },
  ],
});

check({
  id: 'token-revocation/credentials-in-the-query',
  title: 'revokes nothing for credentials in the query, by whichever method',
  requirements: ['BASE-24a', 'BASE-02a'],
  needs: ['revocation-endpoint'],
  steps: [
    issue,
    ...[{ method: 'POST' }, { method: 'GET', body: '' }].map(
      (request): Step => ({
        ...revocationOf(token),
        but: (facts) => ({
          ...request,
          credentials: { id: null, secret: null },
          query: {
            token: token(facts),
            client_id: facts.clientId,
            client_secret: facts.client('primary').secret,
          },
        }),
        expect: refused(['refused', 'token-method-not-allowed']),
        because: `by ${request.method}`,
      }),
    ),
    { ...use, because: 'nobody who may has revoked the token' },
  ],
});

check({
  id: 'token-revocation/wrong-credentials',
  title: 'refuses a revocation with invalid_client where the client is unknown or its secret is wrong',
  requirements: ['BASE-24a'],
  needs: ['revocation-endpoint'],
  steps: [
    issue,
    revokedWith({ secret: 'wrong-secret' }, 'with a wrong secret', 'invalid-client'),
    revokedWith({ id: 'no-such-client' }, 'as an unknown client', 'invalid-client'),
    { ...revoke, because: 'with the right credentials' },
  ],
});

check({
  id: 'token-revocation/refused-without-effect',
  title: 'leaves a token alone whose revocation it refuses',
  requirements: ['BASE-24a'],
  needs: ['revocation-endpoint'],
  steps: [
    issue,
    revokedWith({ secret: 'wrong-secret' }, 'with a wrong secret', 'refused'),
    { ...use, because: 'nobody who may has revoked the token' },
  ],
});

check({
  id: 'token-revocation/unknown-token',
  title: 'answers the revocation of an unknown token with success',
  requirements: ['BASE-24c'],
  needs: ['revocation-endpoint'],
  send: revokeUnknown,
  expect: accepted(),
});

check({
  id: 'token-revocation/twice',
  title: 'answers the revocation of a token with success each time',
  requirements: ['BASE-24c'],
  needs: ['revocation-endpoint'],
  steps: [issue, revoke, { ...revoke, because: 'the token was revoked before' }],
});

check({
  id: 'token-revocation/altered-token',
  title: 'answers the revocation of a token that is no longer what was issued with success',
  requirements: ['BASE-24c'],
  needs: ['revocation-endpoint'],
  steps: [
    issue,
    ...Object.entries({
      'a character was added': (text: string) => `${text}A`,
      'its end is missing': (text: string) => text.slice(0, -8),
      'there are three parts that nobody encoded': () => 'one.two.three',
    }).map(([because, change]) => ({
      ...revocationOf((facts) => change(token(facts))),
      expect: revoked,
      because,
    })),
  ],
});

check({
  id: 'token-revocation/expired-token',
  title: 'answers the revocation of a token that has expired with success',
  requirements: ['BASE-24c'],
  needs: ['revocation-endpoint', 'ageing'],
  steps: [
    ageingToken.issue,
    { letPass: ageingToken.life.pastExpiry },
    { ...revocationOf(token, '$ageing'), expect: revoked, because: 'the token has expired' },
  ],
});

check({
  id: 'token-revocation/inactive-afterwards',
  title: 'tells of a token that was revoked that it is inactive',
  requirements: ['BASE-24d', 'BASE-23c'],
  needs: ['revocation-endpoint', 'introspection'],
  steps: [
    issue,
    { ...introspectionOf(token), expect: answered(), because: 'nobody has revoked the token yet' },
    revoke,
    inactive('the token was revoked'),
  ],
});

check({
  id: 'token-revocation/refused-by-the-api',
  title: 'treats a token that was revoked as the profile says',
  requirements: ['BASE-24d'],
  needs: ['revocation-endpoint'],
  steps: [
    issue,
    { ...use, because: 'nobody has revoked the token yet' },
    revoke,
    {
      ...use,
      because: 'the token was revoked',
      expect: refusedAsRevoked(['invalid-token'], challengedForBearer),
    },
    { ...apiCall, token: { fresh: true }, because: 'a new token is none that was revoked' },
  ],
});

check({
  id: 'token-revocation/refused-by-head',
  title: 'treats a HEAD request with a token that was revoked as the profile says',
  requirements: ['BASE-24d'],
  needs: ['revocation-endpoint'],
  steps: [
    issue,
    { ...useByHead, expect: either(accepted(), refused('method-not-allowed')), because: 'it is good yet' },
    revoke,
    {
      ...useByHead,
      expect: refusedAsRevoked(['invalid-token', 'method-not-allowed']),
      because: 'the token was revoked',
    },
  ],
});

check({
  id: 'token-revocation/refused-on-other-routes',
  title: 'treats a token that was revoked as the profile says on the other routes, too',
  requirements: ['BASE-24d'],
  needs: ['revocation-endpoint', 'other-scope'],
  steps: [
    ...revokedOfBothScopes,
    ...otherRoutes.flatMap((route): Step[] => [
      { ...useOn(route), because: 'the token was revoked', expect: refusedAsRevoked() },
      {
        ...useOn(route, { method: 'HEAD' }),
        because: 'the token was revoked, by another method',
        expect: refusedAsRevoked(['invalid-token', 'method-not-allowed']),
      },
    ]),
  ],
});

check({
  id: 'token-revocation/alike-on-each-route',
  title: 'refuses a token that was revoked on the other routes if it does so on the documented one',
  requirements: ['BASE-24d'],
  level: 'SHOULD', // what looks a token up may stand before one route and not before another (RFC 7009 section 3)
  needs: ['revocation-endpoint', 'other-scope'],
  steps: [
    ...revokedOfBothScopes,
    { ...use, because: 'the token was revoked', expect: answered(), saveAnswer: 'the documented route' },
    ...otherRoutes.flatMap((route): Step[] => [
      { ...useOn(route), because: 'the token was revoked', expect: noSuccessAfterRefusal },
      {
        ...useOn(route, { method: 'HEAD' }),
        because: 'the token was revoked, by another method',
        expect: noSuccessAfterRefusal,
      },
    ]),
  ],
});

check({
  id: 'token-revocation/after-other-revocations',
  title: 'keeps to the revocation of a token after a dozen others',
  requirements: ['BASE-24d'],
  needs: ['revocation-endpoint'],
  steps: [
    issue,
    revoke,
    ...Array.from({ length: 12 }, (_none, index): Step[] => {
      const another = `$another${index}` as const;
      return [
        { ...tokenFor('primary', scope), save: { [another]: 'access_token' } },
        { ...revocationOf(({ saved }) => saved(another)), expect: revoked, because: 'another token' },
      ];
    }).flat(),
    { ...use, expect: refusedAsRevoked(), because: 'the first token was revoked' },
  ],
});

check({
  id: 'token-revocation/until-expiry',
  title: 'keeps to the revocation of a token until it expires',
  requirements: ['BASE-24d'],
  needs: ['revocation-endpoint', 'ageing'],
  steps: [
    ageingToken.issue,
    { ...revocationOf(token, '$ageing'), expect: revoked, saveAnswer: 'the revocation' },
    { letPass: ageingToken.life.shortlyBeforeExpiry },
    { ...ageingToken.use, expect: refusedAsRevoked(), because: 'the token would not have expired yet' },
  ],
});

check({
  id: 'token-revocation/other-clients-token-works',
  title: 'leaves a token alone that another client tries to revoke',
  requirements: ['BASE-24b'],
  needs: ['revocation-endpoint', 'another-client'],
  steps: [
    ...revokedByStranger(),
    { ...callWith('$token', '$another'), because: 'its owner has not revoked the token' },
  ],
});

check({
  id: 'token-revocation/named-owner',
  title: 'leaves a token alone whose owner a client merely names when it tries to revoke it',
  requirements: ['BASE-24b'],
  needs: ['revocation-endpoint', 'another-client'],
  steps: [
    { ...tokenFor('$another', scope), save: { $token: 'access_token' } },
    ...['client_id', 'sub', 'username'].map((name) => ({
      ...revocationOf(token),
      but: ({ client }: Facts) => ({ form: { [name]: client('$another').id } }),
      expect: answered(),
      because: `${name} in the form names the owner`,
    })),
    { ...callWith('$token', '$another'), because: 'its owner has not revoked the token' },
  ],
});

check({
  id: 'token-revocation/siblings-token-works',
  title: 'leaves a token alone that a further client tries to revoke',
  requirements: ['BASE-24b'],
  needs: ['revocation-endpoint', 'short-lived'],
  steps: [
    issue,
    { ...revocationOf(token, 'short-lived'), expect: answered(), because: 'the token is not of this client' },
    { ...use, because: 'its owner has not revoked the token' },
  ],
});

check({
  id: 'token-revocation/forged-token',
  title: 'leaves a token alone where a client forges one of its own with the same id',
  requirements: ['BASE-24b'],
  needs: ['revocation-endpoint', 'another-client', 'jwt'],
  steps: [
    { ...tokenFor('$another', scope), save: { $token: 'access_token' } },
    ...Object.entries({
      'its signature is that of the other token': tamper.withClaims,
      'another key has signed it': forge.signedByOwnKey,
      'it claims to need no signature': (text: string, claims: Claims) =>
        Object.values(tamper.unsecured(text, claims))[0] ?? '',
    }).map(([because, forgeWith]) => ({
      ...revocationOf((facts) => forgeWith(token(facts), claimedByCaller(facts))),
      expect: answered(),
      because,
    })),
    { ...callWith('$token', '$another'), because: 'its owner has not revoked the token' },
  ],
});

check({
  id: 'token-revocation/other-clients-token-stays-active',
  title: 'tells the same of a token before and after another client tries to revoke it',
  requirements: ['BASE-24b'],
  needs: ['revocation-endpoint', 'introspection', 'another-client'],
  steps: [
    ...revokedByStranger({ ...askOwner(), expect: answered(), saveAnswer: 'before' }),
    {
      ...askOwner(),
      because: 'its owner has not revoked the token',
      expect: answered(toldAsIn('before')),
    },
  ],
});

check({
  id: 'token-revocation/unfit-hint',
  title: 'answers the revocation of an unknown token in the same way whatever it is said to be',
  requirements: ['BASE-24e'],
  needs: ['revocation-endpoint'],
  steps: [
    { ...revokeUnknown, expect: answered(), saveAnswer: 'without a hint' },
    ...['refresh_token', 'no-such-kind'].map((hint) => ({
      ...revokeUnknown,
      but: { form: { token_type_hint: hint } },
      because: `said to be a ${hint}`,
      expect: answered(
        says('the same status as without a hint', (answer, { answerTo }) => {
          const { status } = answerTo('without a hint');
          return answer.status === status ? undefined : `${answer.status} instead of ${status}`;
        }),
      ),
    })),
  ],
});

check({
  id: 'token-revocation/wrong-hint',
  title: 'revokes an access token that is said to be a refresh token, or of a kind that nobody knows',
  requirements: ['BASE-24e'],
  needs: ['revocation-endpoint', 'introspection'],
  steps: ['refresh_token', 'no-such-kind'].flatMap((hint): Step[] => [
    issue,
    { ...revoke, but: { form: { token_type_hint: hint } }, because: `it is said to be a ${hint}` },
    inactive(`the token was revoked, though as a ${hint}`),
  ]),
});

/** Refused, unless the profile or the server leaves revoked tokens good. */
function refusedAsRevoked(
  outcomes: readonly ('invalid-token' | 'method-not-allowed')[] = ['invalid-token'],
  ...assertions: Assertion[]
): Expectation {
  return either(
    refused(
      outcomes,
      ...assertions,
      observing('a revoked token', () => ({ 'revoked token at the API': 'refused' })),
    ),
    accepted(
      says('acceptance, where token.revokedToken allows it', (_answer, facts) =>
        facts.profile.token.revokedToken === 'refuse' && wasRevoked(facts) ? 'acceptance' : undefined,
      ),
      observing('a revoked token', (_answer, facts) => ({
        'revoked token at the API': wasRevoked(facts) ? 'accepted' : 'cannot be revoked',
      })),
    ),
  );
}

function revokedWith(
  credentials: CredentialsPatch,
  because: string,
  outcome: 'refused' | 'invalid-client',
): Step {
  return {
    ...revocationOf(token),
    but: { credentials },
    because,
    expect: refused(outcome, challengedForBasic),
  };
}

type Claims = Readonly<Record<string, unknown>>;

/** The claims of the token, as if the caller had obtained it. */
function claimedByCaller(facts: Facts): Claims {
  const { claims } = tamper.taken(token(facts));
  const { clientId, profile } = facts;
  const names = ['client_id', 'azp', 'sub', profile.jwt.clientClaim].filter((name) => name in claims);
  return { ...claims, ...Object.fromEntries(names.map((name) => [name, clientId])) };
}

function wasRevoked({ answerTo }: Facts): boolean {
  return answerTo('the revocation').status === 200;
}

/** Introspection says so of the token of these steps, if it could be revoked. */
function inactive(because: string): Step {
  const { says: promise, test } = toldActiveIfSupported(false);
  return {
    ...introspectionOf(token),
    because,
    expect: answered(
      says(promise, (answer, facts) => (wasRevoked(facts) ? test?.(answer, facts) : undefined)),
    ),
  };
}

/** A token of another client that the primary one tries to revoke; it may be told that this did not go well. */
function revokedByStranger(...meanwhile: Step[]): Step[] {
  return [
    { ...tokenFor('$another', scope), save: { $token: 'access_token' } },
    ...meanwhile,
    { ...revocationOf(token), expect: answered(), because: 'the token is not of this client' },
  ];
}

function askOwner() {
  return introspectionOf(token, '$another');
}
