import {
  accepted,
  aMoment,
  callWith,
  check,
  documentedLifetime,
  type Facts,
  member,
  refused,
  rotatedPair,
  says,
  tokenFor,
} from '../fixtures/index.ts';

const { pair, oldToken, newToken, useOld, useNew } = rotatedPair;
const scope = ({ scopes }: Facts) => scopes.main;
const otherScope = ({ scopes }: Facts) => scopes.other;
const atForeignCompany = ({ profile, companyIds }: Facts) => ({
  params: { [profile.company.parameter]: companyIds.foreign },
});
const needs = ['rotation', 'inherited-rights'] as const;

check({
  id: 'rotation/new-pair',
  title: 'issues a new client id and a new secret, which obtain a token',
  requirements: ['E1-AUTH-41', 'E1-AUTH-39'],
  needs: ['rotation', 'new-pair'],
  steps: [
    ...pair,
    {
      ...newToken,
      expect: accepted(
        says('both id and secret are new', ({}, { client }) => [
          ...(client('$new').id === client('$old').id ? ['the old client id'] : []),
          ...(client('$new').secret === client('$old').secret ? ['the old secret'] : []),
        ]),
      ),
      because: 'a new pair was issued',
    },
  ],
});

check({
  id: 'rotation/old-pair-still-obtains-tokens',
  title: 'goes on issuing tokens for the old pair when a new one has been issued',
  requirements: ['E1-AUTH-43', 'E1-AUTH-44', 'BASE-31a'],
  needs: [...needs],
  steps: [
    { provide: '$old' },
    { ...tokenFor('$old', scope), because: 'there is no new pair yet' },
    { provide: '$new' },
    { ...tokenFor('$old', scope), because: 'a new pair was issued' },
    { ...tokenFor('$new', scope), because: 'it is new' },
    { ...oldToken, because: 'the new pair obtained a token' },
    useOld,
  ],
});

check({
  id: 'rotation/old-tokens-survive-the-issue',
  title: 'goes on accepting a token of the old pair when a new one has been issued',
  requirements: ['E1-AUTH-44', 'E1-AUTH-45', 'E1-AUTH-29', 'BASE-31a'],
  needs: [...needs],
  steps: [
    { provide: '$old' },
    oldToken,
    useOld,
    { provide: '$new' },
    { ...useOld, because: 'a new pair was issued' },
  ],
});

check({
  id: 'rotation/old-tokens-survive-the-first-new-token',
  title: 'goes on accepting a token of the old pair when the new one has obtained and used its first',
  requirements: ['E1-AUTH-44', 'E1-AUTH-29', 'BASE-31a'],
  needs: [...needs],
  steps: [
    ...pair,
    oldToken,
    useOld,
    newToken,
    { ...useOld, because: 'the new pair obtained a token' },
    useNew,
    { ...useOld, because: 'the new pair used its token' },
  ],
});

check({
  id: 'rotation/side-by-side',
  title: 'accepts tokens of the old and the new pair in turn',
  requirements: ['E1-AUTH-44', 'BASE-31a'],
  needs: [...needs],
  steps: [...pair, oldToken, newToken, useNew, useOld, useNew, useNew, useOld, useOld, useNew],
});

check({
  id: 'rotation/side-by-side-in-parallel',
  title: 'serves the old and the new pair at the same time',
  requirements: ['E1-AUTH-44', 'BASE-31a'],
  needs: [...needs],
  steps: [
    ...pair,
    oldToken,
    newToken,
    { parallel: [useOld, useNew], times: 5, because: 'calls of both at once' },
    {
      parallel: [tokenFor('$old', scope), tokenFor('$new', scope), useOld, useNew],
      times: 3,
      because: 'token requests and calls of both at once',
    },
  ],
});

check({
  id: 'rotation/old-token-with-new-id',
  title: 'refuses the new client id beside a token of the old pair',
  requirements: ['E1-AUTH-04', 'E1-AUTH-44', 'E1-AUTH-19', 'BASE-31a'],
  needs: [...needs, 'new-pair', 'client-id-header'],
  steps: [
    ...pair,
    oldToken,
    useOld,
    {
      ...callWith('$oldToken', '$new'),
      expect: refused('client-id-header-mismatch'),
      because: 'the header names the new client, the token is the old one’s',
    },
    useOld,
  ],
});

check({
  id: 'rotation/new-token-with-old-id',
  title: 'refuses the old client id beside a token of the new pair',
  requirements: ['E1-AUTH-04', 'E1-AUTH-44', 'E1-AUTH-19', 'BASE-31a'],
  needs: [...needs, 'new-pair', 'client-id-header'],
  steps: [
    ...pair,
    newToken,
    useNew,
    {
      ...callWith('$newToken', '$old'),
      expect: refused('client-id-header-mismatch'),
      because: 'the header names the old client, the token is the new one’s',
    },
    useNew,
  ],
});

check({
  id: 'rotation/new-id-with-old-secret',
  title: 'issues no token for the new client id with the old secret',
  requirements: ['E1-AUTH-41', 'BASE-02d'],
  needs: ['rotation', 'new-pair'],
  steps: [
    ...pair,
    { ...tokenFor('$new', scope), because: 'with its own secret' },
    {
      ...tokenFor('$new', scope),
      but: ({ client }) => ({ credentials: { secret: client('$old').secret } }),
      expect: refused('invalid-client'),
      because: 'the secret is the old one',
    },
    { ...tokenFor('$old', scope), because: 'with its own secret' },
  ],
});

check({
  id: 'rotation/old-id-with-new-secret',
  title: 'issues no token for the old client id with the new secret',
  requirements: ['E1-AUTH-41', 'BASE-02d'],
  needs: ['rotation', 'new-pair'],
  steps: [
    ...pair,
    { ...tokenFor('$old', scope), because: 'with its own secret' },
    {
      ...tokenFor('$old', scope),
      but: ({ client }) => ({ credentials: { secret: client('$new').secret } }),
      expect: refused('invalid-client'),
      because: 'the secret is the new one',
    },
    { ...tokenFor('$new', scope), because: 'with its own secret' },
  ],
});

check({
  id: 'rotation/same-user-and-company',
  title: 'returns the same user’s data at the same company to the old and the new pair',
  requirements: ['E1-AUTH-44', 'E1-AUTHZ-20', 'E1-AUTHZ-05', 'BASE-31a'],
  needs: [...needs, 'assigned-user', 'user-canaries'],
  steps: [
    ...pair,
    oldToken,
    { ...useOld, because: 'the data is the assigned user’s' },
    newToken,
    { ...useNew, because: 'the new pair acts for the same user' },
  ],
});

check({
  id: 'rotation/same-scopes',
  title: 'grants the new pair the scopes of the old one',
  requirements: ['E1-AUTH-44', 'E1-AUTH-48', 'BASE-31a'],
  needs: [...needs],
  steps: [
    ...pair,
    { ...tokenFor('$old'), saveAnswer: 'old', because: 'scope is omitted' },
    {
      ...tokenFor('$new'),
      expect: accepted(
        says('the same scope as for the old pair, where it is told', (answer, { answerTo }) => {
          const [was, is] = [member(answerTo('old'), 'scope'), member(answer, 'scope')].map(scopesOf);
          return was === undefined || is === undefined || was === is ? undefined : `“${is}” after “${was}”`;
        }),
      ),
      because: 'scope is omitted',
    },
  ],
});

check({
  id: 'rotation/same-lifetime',
  title: 'has tokens of the new pair live as long as those of the old one, and as documented',
  requirements: ['E1-AUTH-44', 'E1-AUTH-14', 'E1-AUTH-21', 'BASE-31a'],
  needs: [...needs],
  steps: [
    ...pair,
    { ...tokenFor('$old', scope), saveAnswer: 'old', because: 'no token of the old pair is older' },
    {
      ...tokenFor('$new', scope),
      expect: accepted(
        documentedLifetime,
        says('as long an expires_in as for the old pair, where it is the lifetime', (answer, facts) => {
          const [was, is] = [facts.answerTo('old'), answer].map((each) => Number(member(each, 'expires_in')));
          const { earlyExpiryToleranceSec, expiresInMeans } = facts.profile.token;
          const isOther = Math.abs(Number(is) - Number(was)) > earlyExpiryToleranceSec;
          return isOther && expiresInMeans === 'lifetime' ? `${is} s instead of ${was} s` : undefined;
        }),
      ),
      because: 'the same partner uses it',
    },
  ],
});

check({
  id: 'rotation/same-routes',
  title: 'lets the new pair call the route of another scope that the old one has',
  requirements: ['E1-AUTH-44', 'BASE-31a'],
  needs: [...needs, 'other-scope'],
  steps: [
    ...pair,
    { ...tokenFor('$old', otherScope), save: { $oldToken: 'access_token' } },
    { ...callWith('$oldToken', '$old', { route: 'other-scope' }), because: 'the old pair has this scope' },
    { ...tokenFor('$new', otherScope), save: { $newToken: 'access_token' } },
    { ...callWith('$newToken', '$new', { route: 'other-scope' }), because: 'the old pair has this scope' },
  ],
});

check({
  id: 'rotation/same-limits',
  title: 'refuses the old and the new pair at a foreign company, and without the scope of the route',
  requirements: ['E1-AUTH-44', 'E1-AUTHZ-15', 'E1-AUTHZ-10', 'BASE-31a'],
  needs: [...needs, 'foreign-company', 'other-scope'],
  steps: [
    ...pair,
    newToken,
    { ...useNew, because: 'it is the company of the application' },
    {
      ...useNew,
      but: atForeignCompany,
      expect: refused('company-denied'),
      because: 'the company is foreign',
    },
    { ...tokenFor('$new', otherScope), save: { $newNarrow: 'access_token' } },
    {
      ...callWith('$newNarrow', '$new'),
      expect: refused('insufficient-scope'),
      because: 'the new pair asked for another scope',
    },
    oldToken,
    {
      ...useOld,
      but: atForeignCompany,
      expect: refused('company-denied'),
      because: 'the company is foreign to the old pair, too',
    },
    { ...tokenFor('$old', otherScope), save: { $oldNarrow: 'access_token' } },
    {
      ...callWith('$oldNarrow', '$old'),
      expect: refused('insufficient-scope'),
      because: 'the old pair asked for another scope, too',
    },
  ],
});

check({
  id: 'rotation/several-at-once',
  title: 'keeps every pair alive when one more is issued',
  requirements: ['E1-AUTH-43', 'E1-AUTH-44', 'BASE-31a'],
  needs: [...needs, 'new-pair', 'revocation'],
  steps: [
    { provide: '$old' },
    { perform: 'issue-credential', on: '$old', saveCredential: '$sibling', because: 'for another system' },
    oldToken,
    useOld,
    { provide: '$new' },
    { ...tokenFor('$old', scope), because: 'nobody revoked it' },
    { ...useOld, because: 'nobody revoked it' },
    { ...tokenFor('$sibling', scope), because: 'nobody revoked it' },
    { ...tokenFor('$new', scope), because: 'it is new' },
  ],
});

check({
  id: 'rotation/overlap-lasts',
  title: 'keeps the old pair alive for as long as is promised, unless it is revoked',
  requirements: ['E1-AUTH-43', 'BASE-31a'],
  needs: [...needs, 'least-overlap'],
  steps: [
    ...pair,
    { ...tokenFor('$old', scope), because: 'a new pair was issued' },
    { letPass: ({ profile }) => profile.rotation.overlapMinSec, because: 'nobody gives the go-ahead' },
    { ...oldToken, because: 'rotation.overlapMinSec has passed, but nobody gave the go-ahead' },
    useOld,
    { ...tokenFor('$new', scope), because: 'the new pair' },
  ],
});

check({
  id: 'rotation/older-tokens',
  title: 'keeps tokens alive that are some seconds older than a new pair, and than its first token',
  requirements: ['E1-AUTH-43', 'E1-AUTH-44', 'BASE-31a'],
  needs: [...needs, 'new-pair', 'ageing'],
  steps: [
    { provide: '$old' },
    oldToken,
    { ...useOld, because: 'before the rotation' },
    aMoment,
    { provide: '$new', because: 'a new pair is issued' },
    { ...useOld, because: 'its token is older than the new pair' },
    aMoment,
    newToken,
    useNew,
    { ...useOld, because: 'its token is older than the first one of the new pair' },
  ],
});

/** Scopes as a set, in one spelling (RFC 6749 section 3.3: their order does not matter). */
function scopesOf(value: unknown): string | undefined {
  return typeof value === 'string' ? [...new Set(value.split(' '))].sort().join(' ') : undefined;
}
