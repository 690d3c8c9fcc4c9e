import {
  accepted,
  answered,
  apiCall,
  type CredentialsPatch,
  callWith,
  check,
  either,
  type Facts,
  introspectionOf,
  isKindUnsupported,
  kindSupported,
  member,
  observing,
  refused,
  revocationOf,
  type Step,
  says,
  tokenFor,
  toldActiveIfSupported,
} from '../fixtures/index.ts';

const scope = ({ scopes }: Facts) => scopes.main || undefined;
const token = ({ saved }: Facts) => saved('$token');
const issue = { ...tokenFor('primary', scope), save: { $token: 'access_token' } } as const;
const use = callWith('$token', 'primary');
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

check({
  id: 'token-revocation/without-credentials',
  title: 'refuses a revocation by nobody',
  requirements: ['BASE-24a'],
  needs: ['revocation-endpoint'],
  steps: [
    issue,
    revokedWith({ id: null, secret: null }, 'without credentials', 'refused'),
    revokedWith({ secret: null }, 'with the client id alone', 'refused'),
    { ...revoke, because: 'with the credentials' },
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
      expect: either(
        refused(
          'invalid-token',
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
      ),
    },
    { ...apiCall, token: { fresh: true }, because: 'a new token is none that was revoked' },
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
  id: 'token-revocation/other-clients-token-stays-active',
  title: 'tells the same of a token before and after another client tries to revoke it',
  requirements: ['BASE-24b'],
  needs: ['revocation-endpoint', 'introspection', 'another-client'],
  steps: [
    ...revokedByStranger({ ...askOwner(), expect: answered(), saveAnswer: 'before' }),
    {
      ...askOwner(),
      because: 'its owner has not revoked the token',
      expect: answered(
        says('active or not as before', (answer, { answerTo }) => {
          const [now, before] = [answer, answerTo('before')].map((each) => member(each, 'active'));
          return now === before ? undefined : `active is ${now} instead of ${before}`;
        }),
      ),
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
  title: 'revokes an access token that is said to be a refresh token',
  requirements: ['BASE-24e'],
  needs: ['revocation-endpoint', 'introspection'],
  steps: [
    issue,
    { ...revoke, but: { form: { token_type_hint: 'refresh_token' } }, because: 'the hint is wrong' },
    inactive('the token was revoked, though with a wrong hint'),
  ],
});

function revokedWith(
  credentials: CredentialsPatch,
  because: string,
  outcome: 'refused' | 'invalid-client',
): Step {
  return { ...revocationOf(token), but: { credentials }, because, expect: refused(outcome) };
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
