import {
  apiCall,
  callAs,
  callWith,
  check,
  type Facts,
  refused,
  type Step,
  tokenFor,
} from '../fixtures/index.ts';

const main = ({ scopes }: Facts) => scopes.main || undefined;
const needs = ['similar-id', 'exact-client-id'] as const;
const own = { ...tokenFor('primary', main), save: { $own: 'access_token' } } as const;
const similar = {
  ...tokenFor('similar-id', main),
  save: { $similar: 'access_token' },
  because: 'the client with the similar id asks for a token',
} as const;

check({
  id: 'similar-client-id/own-token',
  title: 'gives each of two clients with similar ids its own token, and its own data',
  requirements: ['JWT-BASIC-12', 'JWT-BASIC-05'],
  needs: [...needs, 'company-canaries'],
  steps: [
    own,
    similar,
    callWith('$own', 'primary'),
    { ...callWith('$similar', 'similar-id'), because: 'the client with the similar id calls' },
    { ...callWith('$own', 'primary'), because: 'the client with the similar id was just served' },
  ],
});

check({
  id: 'similar-client-id/in-parallel',
  title: 'keeps two clients with similar ids apart when both work at the same time',
  requirements: ['JWT-BASIC-12', 'JWT-BASIC-05'],
  needs: [...needs, 'company-canaries'],
  steps: [
    { parallel: [own, similar], because: 'both ask for a token' },
    {
      parallel: [callWith('$own', 'primary'), callWith('$similar', 'similar-id')],
      times: 5,
      because: 'both call',
    },
  ],
});

check({
  id: 'similar-client-id/secret-of-the-other',
  title: 'issues no token for the secret of a client whose id is similar, even if that was just accepted',
  requirements: ['JWT-BASIC-12', 'JWT-BASIC-23'],
  needs: [...needs],
  steps: [
    ...withSecretOf('similar-id', 'primary', 'nobody has asked for a token before'),
    own,
    ...withSecretOf('similar-id', 'primary', 'the client with that secret was just given a token'),
    similar,
    ...withSecretOf('primary', 'similar-id', 'the client with that secret was just given a token'),
  ],
});

check({
  id: 'similar-client-id/company-of-the-other',
  title: 'refuses a client the company of a client whose id is similar',
  requirements: ['JWT-BASIC-12', 'JWT-BASIC-27'],
  needs: [...needs, 'own-company', 'company-canaries'],
  steps: [
    similar,
    apiCall,
    {
      ...callWith('$similar', 'similar-id', {
        but: ({ companyIdOf, profile }) => ({
          params: { [profile.company.parameter]: companyIdOf('primary') },
        }),
      }),
      expect: refused('company-denied'),
      because: 'the company is that of the client with the similar id, which was just served',
    },
    { ...callWith('$similar', 'similar-id'), because: 'it sees its own' },
    {
      ...callAs('primary', {
        but: ({ companyIdOf, profile }) => ({
          params: { [profile.company.parameter]: companyIdOf('similar-id') },
        }),
      }),
      expect: refused('company-denied'),
      because: 'that company’s client was just served, too',
    },
  ],
});

function withSecretOf(other: 'primary' | 'similar-id', as: typeof other, because: string): Step[] {
  return [
    {
      ...tokenFor(as, main),
      but: ({ client }) => ({ credentials: { secret: client(other).secret } }),
      expect: refused('invalid-client'),
      because,
    },
  ];
}
