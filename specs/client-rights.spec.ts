import {
  accepted,
  apiCall,
  callWith,
  check,
  either,
  type Facts,
  header,
  refused,
  type Step,
  says,
  tokenFor,
} from '../fixtures/index.ts';

type Limited = 'without-permission' | 'narrow-permission';

const main = ({ scopes }: Facts) => scopes.main || undefined;
const forbidden = refused('permission-denied');

check({
  id: 'client-rights/permitted',
  title: 'answers a call of each route that is made as documented, with the token as it was issued',
  requirements: ['JWT-BASIC-25', 'JWT-BASIC-20'],
  send: apiCall,
  expect: accepted(),
  on: 'every-route',
});

check({
  id: 'client-rights/without-permission',
  title: 'forbids a call to a client without any rights, whose token is no fault',
  requirements: ['JWT-BASIC-27', 'JWT-BASIC-26'],
  needs: ['without-permission'],
  steps: [
    token('without-permission'),
    {
      ...callWith('$token', 'without-permission'),
      when: '$token',
      expect: forbidden,
      because: 'the client has no rights',
    },
    {
      ...callWith('$token', 'without-permission', { but: { method: 'HEAD' } }),
      when: '$token',
      expect: refused(['permission-denied', 'method-not-allowed']),
      because: 'by another method',
    },
  ],
});

check({
  id: 'client-rights/narrow-permission',
  title: 'forbids a call to a client that has rights, but not those for the route',
  requirements: ['JWT-BASIC-27', 'JWT-BASIC-26'],
  needs: ['narrow-permission'],
  steps: [
    token('narrow-permission'),
    {
      ...callWith('$token', 'narrow-permission'),
      when: '$token',
      expect: forbidden,
      because: 'the client has other rights',
    },
  ],
});

check({
  id: 'client-rights/after-a-permitted-call',
  title: 'forbids a call right after it answered the same one of a client with the rights',
  requirements: ['JWT-BASIC-27', 'JWT-BASIC-08'],
  needs: ['narrow-permission'],
  steps: [
    token('narrow-permission'),
    apiCall,
    {
      ...callWith('$token', 'narrow-permission'),
      when: '$token',
      expect: forbidden,
      because: 'a client with the rights was just answered',
    },
    { ...apiCall, because: 'a client without the rights was just refused' },
    { ...callWith('$token', 'narrow-permission'), when: '$token', expect: forbidden, because: 'once more' },
  ],
});

check({
  id: 'client-rights/challenge',
  title: 'does not call a token invalid whose client merely lacks the rights',
  requirements: ['JWT-BASIC-26', 'JWT-BASIC-27'],
  level: 'SHOULD', // the guide tells the two apart by their status alone
  needs: ['without-permission'],
  steps: [
    token('without-permission'),
    {
      ...callWith('$token', 'without-permission'),
      when: '$token',
      because: 'the client has no rights',
      expect: refused(
        'permission-denied',
        says('a challenge, if there is one, without invalid_token', (answer) => {
          const challenge = header(answer, 'www-authenticate').join(', ');
          return challenge.includes('invalid_token') ? challenge : undefined;
        }),
      ),
    },
  ],
});

/** A token for a client whose rights do not suffice, if one is issued (RFC 6749 section 5.2). */
function token(as: Limited): Step {
  return {
    ...tokenFor(as, main),
    expect: either(accepted(), refused('token-refused')),
    save: { $token: 'access_token' },
    because: 'a client without the rights asks for a token',
  };
}
