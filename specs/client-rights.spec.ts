import {
  accepted,
  apiCall,
  callWith,
  check,
  either,
  type Facts,
  header,
  type Patch,
  refused,
  type SavedName,
  type Step,
  says,
  tokenFor,
} from '../fixtures/index.ts';

type Limited = 'without-permission' | 'narrow-permission';

const main = ({ scopes }: Facts) => scopes.main || undefined;
const forbidden = refused('permission-denied');
const head = 'HEAD of a client with the rights';

/** That of GET, unless HEAD is not served at all. */
const forbiddenOrNoHead = refused(
  ['permission-denied', 'method-not-allowed'],
  says('status of permission-denied, where HEAD is served', ({ status }, { answerTo, profile }) => {
    const isServed = answerTo(head).status < 300;
    return isServed && ![profile.outcomes['permission-denied'].status].flat().includes(status)
      ? String(status)
      : undefined;
  }),
);

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
    ...[1, 2, 3].flatMap((at): Step[] => [
      {
        ...callWith('$token', 'without-permission', { but: (facts: Facts) => ofRoute(facts, at) }),
        when: '$token',
        expect: forbidden,
        because: 'on another route, if there is one',
      },
      {
        ...callWith('$token', 'without-permission', {
          but: (facts: Facts) => ({ ...ofRoute(facts, at), method: 'HEAD' }),
        }),
        when: '$token',
        expect: refused(['permission-denied', 'method-not-allowed']),
        because: 'there by another method',
      },
    ]),
  ],
});

check({
  id: 'client-rights/narrow-permission',
  title: 'forbids a call to a client that has rights, but not those for the route',
  requirements: ['JWT-BASIC-27', 'JWT-BASIC-26'],
  needs: ['narrow-permission'],
  steps: [
    {
      ...apiCall,
      but: { method: 'HEAD' },
      expect: either(accepted(), refused('method-not-allowed')),
      saveAnswer: head,
      because: head,
    },
    token('narrow-permission'),
    {
      ...callWith('$token', 'narrow-permission'),
      when: '$token',
      expect: forbidden,
      because: 'the client has other rights',
    },
    {
      ...callWith('$token', 'narrow-permission', { but: { method: 'HEAD' } }),
      when: '$token',
      expect: forbiddenOrNoHead,
      because: 'by another method',
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
  id: 'client-rights/invented-scope',
  title: 'gives a client no right for a scope that it invents',
  requirements: ['JWT-BASIC-27', 'JWT-BASIC-26'],
  needs: ['narrow-permission'],
  steps: [
    ...claimsRight('$name', 'the name of the route', wordOf),
    ...claimsRight('$read', 'read: and that name', (facts) => `read:${wordOf(facts)}`),
    ...claimsRight('$write', 'that name and .read, .write, /read, :read and :write', (facts) =>
      ['.read', '.write', '/read', ':read', ':write'].map((end) => wordOf(facts) + end).join(' '),
    ),
    ...claimsRight('$all', 'words for all rights', () => '* all admin root superuser full_access'),
    ...claimsRight('$path', 'the path of the route', pathOf),
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

/** The client asks for a scope beside what it may do: it is refused a token, or the token opens no more. */
function claimsRight(name: SavedName, because: string, scope: (facts: Facts) => string): Step[] {
  return [
    {
      ...tokenFor('narrow-permission', main),
      but: (facts) => ({ form: { scope: scope(facts) } }),
      expect: either(accepted(), refused('token-refused')),
      save: { [name]: 'access_token' },
      because: `the scope is ${because}`,
    },
    {
      ...callWith(name, 'narrow-permission'),
      when: name,
      expect: forbidden,
      because: `the token was asked for with ${because}`,
    },
  ];
}

/** The call of one of the routes that take no body, which are counted from the first one on, again and again. */
function ofRoute({ profile: { routes }, pathOf: pathTo }: Facts, at: number): Patch {
  const withoutBody = Object.entries(routes).filter(([, { json }]) => json === undefined);
  const [named, route] = withoutBody[at % withoutBody.length] ?? [];
  return named === undefined ? {} : { method: route?.method ?? 'GET', path: pathTo({ named }) };
}

/** What the first route deals with: the last word of its path that is no place for a value. */
function wordOf(facts: Facts): string {
  return (
    pathOf(facts)
      .split('/')
      .findLast((word) => /^[\w-]+$/.test(word)) ?? 'all'
  );
}

function pathOf({ profile: { routes } }: Facts): string {
  return Object.values(routes)[0]?.path ?? '/';
}
