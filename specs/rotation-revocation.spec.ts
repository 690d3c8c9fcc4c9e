import {
  aMoment,
  answered,
  apiCall,
  askedTwice,
  callWith,
  check,
  either,
  everyCircumstance,
  type Facts,
  fateOfTokens,
  refused,
  rotatedPair,
  type Step,
  sameAnswerAs,
  says,
  tokenFor,
  under,
} from '../fixtures/index.ts';

const { pair, oldToken, newToken, useOld, useNew } = rotatedPair;
const scope = ({ scopes }: Facts) => scopes.main;
const revokeOld: Step = {
  perform: 'revoke-credential',
  on: '$old',
  because: 'the partner gives the go-ahead',
};
const needs = ['revocation', 'new-pair', 'inherited-rights'] as const;

const noTokenForOld = {
  ...tokenFor('$old', scope),
  expect: refused('invalid-client'),
  because: 'the old pair was revoked',
};

/** What asks for it in each document: a token is for those who authenticate, which a revoked credential does not. */
const everywhere = ['E1-AUTH-46', 'JWT-BASIC-23', 'ENABLE-26', 'REQUESTOR-04', 'BASE-02d'] as const;
const mainScope = ({ scopes }: Facts) => scopes.main || undefined;
const tokenForOld = tokenFor('$old', mainScope);
const refusedToken = refused(['invalid-client', 'token-refused']);

const bothScopes = ({ scopes }: Facts) => `${scopes.main} ${scopes.other}`;

/** What becomes of the tokens of a revoked credential is one thing, wherever they are used. */
const asOnTheDocumentedRoute = answered(
  says('the status of the documented route', ({ status }, { answerTo }) => {
    const expected = answerTo('the documented route').status;
    return status === expected ? undefined : `${status} instead of ${expected}`;
  }),
);

const fateOfOldToken = { ...useOld, expect: fateOfTokens, because: 'its credential was revoked' };

const noSuccessAfterRefusal = says(
  'no success and no 304, if the documented route refuses it',
  (answer, { answerTo }) =>
    answerTo('the documented route').status >= 400 && answer.status < 400 ? `${answer.status}` : undefined,
);

check({
  id: 'rotation-revocation/old-pair-obtains-no-token',
  title: 'issues no token for a pair that was revoked',
  requirements: ['E1-AUTH-46', 'E1-AUTH-43', 'BASE-31a'],
  needs: [...needs],
  steps: [...pair, { ...tokenFor('$old', scope), because: 'nobody revoked it' }, revokeOld, noTokenForOld],
});

check({
  id: 'rotation-revocation/stays-revoked',
  title: 'issues no token for a revoked pair however often it is asked, on any connection',
  requirements: ['E1-AUTH-46', 'BASE-31a'],
  needs: [...needs],
  steps: [
    ...pair,
    { ...tokenFor('$old', scope), because: 'nobody revoked it' },
    revokeOld,
    ...Array.from({ length: 5 }, () => noTokenForOld),
    { ...newToken, because: 'the new pair goes on' },
    { parallel: [noTokenForOld], times: 10, because: 'on ten connections' },
    { ...noTokenForOld, because: 'the new pair obtained a token since' },
  ],
});

check({
  id: 'rotation-revocation/revoked-again',
  title: 'issues no token for a pair that was revoked a second time',
  requirements: ['E1-AUTH-46', 'BASE-31a'],
  needs: [...needs],
  steps: [
    ...pair,
    revokeOld,
    { ...revokeOld, mayBeRefused: true, because: 'it is asked for again' },
    { ...noTokenForOld, because: 'it was revoked twice' },
  ],
});

check({
  id: 'rotation-revocation/new-pair-is-untouched',
  title: 'keeps the new pair and its tokens alive when the old pair is revoked',
  requirements: ['E1-AUTH-45', 'E1-AUTH-46', 'BASE-31a'],
  needs: [...needs],
  steps: [
    ...pair,
    newToken,
    useNew,
    revokeOld,
    { ...useNew, because: 'its token is older than the revocation, but of the new pair' },
    { ...newToken, because: 'the old pair was revoked' },
    { ...useNew, because: 'its token is new' },
  ],
});

check({
  id: 'rotation-revocation/other-credentials-are-untouched',
  title: 'keeps the other credentials of the application alive when one is revoked',
  requirements: ['E1-AUTH-45', 'E1-AUTH-46', 'BASE-31a'],
  needs: [...needs],
  steps: [
    { provide: '$old' },
    { perform: 'issue-credential', on: '$old', saveCredential: '$sibling', because: 'for another system' },
    { provide: '$new' },
    { ...tokenFor('$sibling', scope), save: { $siblingToken: 'access_token' } },
    callWith('$siblingToken', '$sibling'),
    revokeOld,
    { ...callWith('$siblingToken', '$sibling'), because: 'another credential was revoked' },
    { ...tokenFor('$sibling', scope), because: 'another credential was revoked' },
    apiCall,
  ],
});

check({
  id: 'rotation-revocation/older-tokens',
  title:
    'keeps the tokens of the new pair and of other credentials alive that are some seconds older than a revocation',
  requirements: ['E1-AUTH-45', 'E1-AUTH-46', 'BASE-31a'],
  needs: [...needs, 'ageing'],
  steps: [
    { provide: '$old' },
    { perform: 'issue-credential', on: '$old', saveCredential: '$sibling', because: 'for another system' },
    { provide: '$new' },
    newToken,
    { ...tokenFor('$sibling', scope), save: { $siblingToken: 'access_token' } },
    aMoment,
    revokeOld,
    { ...useNew, because: 'its token is older than the revocation, but of the new pair' },
    { ...callWith('$siblingToken', '$sibling'), because: 'another credential was revoked' },
  ],
});

check({
  id: 'rotation-revocation/new-pair-is-taken-back',
  title: 'keeps the old pair and its tokens alive when the new pair is revoked instead',
  requirements: ['E1-AUTH-43', 'E1-AUTH-46', 'BASE-31a'],
  needs: [...needs],
  steps: [
    ...pair,
    oldToken,
    useOld,
    { ...tokenFor('$new', scope), because: 'nobody revoked it' },
    { perform: 'revoke-credential', on: '$new', because: 'the changeover is called off' },
    { ...useOld, because: 'another credential was revoked' },
    { ...tokenFor('$old', scope), because: 'another credential was revoked' },
    { ...tokenFor('$new', scope), expect: refused('invalid-client'), because: 'the new pair was revoked' },
    apiCall,
  ],
});

check({
  id: 'rotation-revocation/new-id-with-old-secret',
  title: 'issues no token for the new client id with the revoked secret',
  requirements: ['E1-AUTH-46', 'E1-AUTH-41', 'BASE-31a'],
  needs: [...needs],
  steps: [
    ...pair,
    revokeOld,
    {
      ...tokenFor('$new', scope),
      but: ({ client }) => ({ credentials: { secret: client('$old').secret } }),
      expect: refused('invalid-client'),
      because: 'the secret is the revoked one',
    },
    { ...tokenFor('$new', scope), because: 'with its own secret' },
  ],
});

check({
  id: 'rotation-revocation/old-id-with-new-secret',
  title: 'issues no token for a revoked client id with the new secret',
  requirements: ['E1-AUTH-46', 'E1-AUTH-41', 'BASE-31a'],
  needs: [...needs],
  steps: [
    ...pair,
    revokeOld,
    {
      ...tokenFor('$old', scope),
      but: ({ client }) => ({ credentials: { secret: client('$new').secret } }),
      expect: refused('invalid-client'),
      because: 'the client was revoked, the secret is the new one’s',
    },
    { ...tokenFor('$new', scope), because: 'the new pair is whole' },
  ],
});

check({
  id: 'rotation-revocation/used-token-of-the-old-pair',
  title: 'treats a token that was in use when its credential was revoked as the profile says',
  requirements: ['E1-AUTH-46', 'BASE-31a'],
  needs: [...needs],
  steps: [
    ...pair,
    oldToken,
    useOld,
    { ...useOld, because: 'nobody revoked its credential' },
    revokeOld,
    fateOfOldToken,
    fateOfOldToken,
  ],
});

check({
  id: 'rotation-revocation/unused-token-of-the-old-pair',
  title: 'treats a token that was first used after its credential was revoked as the profile says',
  requirements: ['E1-AUTH-46', 'BASE-31a'],
  needs: [...needs],
  steps: [...pair, oldToken, revokeOld, fateOfOldToken],
});

check({
  id: 'rotation-revocation/token-on-other-routes',
  title: 'treats a token of a revoked credential alike on each route, and with HEAD',
  requirements: ['E1-AUTH-46', 'BASE-31a'],
  needs: [...needs, 'other-scope'],
  steps: [
    ...pair,
    { ...tokenFor('$old', bothScopes), save: { $oldToken: 'access_token' } },
    { ...useOld, because: 'nobody revoked its credential' },
    revokeOld,
    { ...fateOfOldToken, saveAnswer: 'the documented route' },
    ...(['other-scope', 'both-scopes'] as const).map((route) => ({
      ...callWith('$oldToken', '$old', { route }),
      ifRouteExists: true as const,
      expect: asOnTheDocumentedRoute,
      because: 'its credential was revoked',
    })),
    ...(['main', 'other-scope', 'both-scopes'] as const).map((route) => ({
      ...callWith('$oldToken', '$old', { route, but: { method: 'HEAD' } }),
      ifRouteExists: true as const,
      expect: either(asOnTheDocumentedRoute, refused('method-not-allowed')),
      because: 'its credential was revoked',
    })),
    ...everyCircumstance.map((said) => ({
      ...useOld,
      but: under(said, {}),
      expect: answered(noSuccessAfterRefusal),
      because: 'its credential was revoked, whatever else the call says',
    })),
  ],
});

check({
  id: 'rotation-revocation/told-like-a-wrong-secret',
  title: 'answers a revoked pair as it answers a wrong secret',
  requirements: ['E1-AUTH-46', 'E1-AUTH-10', 'BASE-31a'],
  level: 'SHOULD',
  needs: [...needs],
  steps: [
    ...pair,
    ...askedTwice('a wrong secret', {
      ...tokenFor('$new', scope),
      but: { credentials: { secret: 'not-the-secret-of-this-client' } },
      expect: refused('invalid-client'),
    }),
    revokeOld,
    {
      ...noTokenForOld,
      expect: refused(
        'invalid-client',
        sameAnswerAs('a wrong secret', ({ client }) => [client('$old').id, client('$new').id]),
      ),
    },
  ],
});

check({
  id: 'rotation-revocation/after-its-tokens',
  title: 'issues no token for a revoked credential that was in use until then, in whatever way it asks',
  requirements: [...everywhere],
  needs: ['revocation', 'new-pair'],
  steps: [
    { provide: '$old' },
    tokenForOld,
    { ...tokenFor('$old'), expect: answered() },
    { parallel: [tokenForOld], times: 5 },
    revokeOld,
    { ...tokenForOld, expect: refusedToken, because: 'it was revoked' },
    { ...tokenFor('$old'), expect: refusedToken, because: 'it was revoked, and asks for no scope' },
    {
      parallel: [{ ...tokenForOld, expect: refusedToken }],
      times: 10,
      because: 'it was revoked, on ten connections',
    },
    tokenFor('primary', mainScope),
    { ...tokenForOld, expect: refusedToken, because: 'another client obtained a token since' },
  ],
});

check({
  id: 'rotation-revocation/issued-since',
  title: 'issues no token for a revoked credential whose application was issued another one since',
  requirements: [...everywhere],
  needs: ['revocation', 'new-pair'],
  steps: [
    { provide: '$old' },
    tokenForOld,
    revokeOld,
    { ...tokenForOld, expect: refusedToken, because: 'it was revoked' },
    { provide: '$new' },
    tokenFor('$new', mainScope),
    { ...tokenForOld, expect: refusedToken, because: 'another one was issued since' },
  ],
});

check({
  id: 'rotation-revocation/revoked-client',
  title: 'issues no token for a client that was revoked some time ago',
  requirements: ['E1-AUTH-46'],
  needs: ['revoked'],
  send: tokenFor('revoked', scope),
  expect: refused('invalid-client'),
});

check({
  id: 'rotation-revocation/no-downtime',
  title: 'answers every call of a partner that changes from the old to the new pair in the documented order',
  requirements: ['E1-AUTH-45', 'E1-AUTH-44', 'E1-AUTH-43', 'BASE-31a'],
  needs: [...needs],
  steps: [
    { provide: '$old' },
    oldToken,
    { ...useOld, because: 'before the rotation' },
    { provide: '$new', because: 'a new pair is issued' },
    { ...useOld, because: 'the new pair is not deployed yet' },
    { ...oldToken, because: 'the new pair is not deployed yet' },
    newToken,
    { parallel: [useOld, useNew], times: 3, because: 'some systems use the new pair, some the old one' },
    { ...useNew, because: 'all systems use the new pair' },
    revokeOld,
    { ...useNew, because: 'the old pair was revoked' },
    { parallel: [useNew], times: 3, because: 'the old pair was revoked' },
    { ...newToken, because: 'the old pair was revoked' },
    { ...useNew, because: 'the old pair was revoked' },
  ],
});

check({
  id: 'rotation-revocation/emergency',
  title: 'issues a pair that works after the old one had to be revoked first',
  requirements: ['E1-AUTH-39', 'E1-AUTH-46', 'BASE-31a'],
  needs: [...needs, 'emergency-rotation'],
  steps: [
    { provide: '$old' },
    { ...tokenFor('$old', scope), because: 'nobody revoked it' },
    { ...revokeOld, because: 'the secret has leaked' },
    noTokenForOld,
    { provide: '$new', because: 'a new pair is issued' },
    newToken,
    { ...useNew, because: 'the old pair was revoked before the new one was issued' },
    { ...noTokenForOld, because: 'a new pair was issued since' },
    apiCall,
  ],
});
