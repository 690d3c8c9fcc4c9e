import {
  type Answer,
  accepted,
  answered,
  type Call,
  type CredentialsPatch,
  callWith,
  challengedForBasic,
  check,
  claimsOf,
  declaredAsJson,
  type Expectation,
  either,
  type Facts,
  forge,
  introspectionOf,
  isKindUnsupported,
  justExpired,
  kindSupported,
  lifeOf,
  member,
  observing,
  type Patch,
  type PatchSource,
  refused,
  revocationOf,
  type Step,
  says,
  tamper,
  tokenFor,
  toldActive,
  toldActiveIfSupported,
  toldAsIn,
} from '../fixtures/index.ts';

const nonsense = 'no-such-token';
const scope = ({ scopes }: Facts) => scopes.main || undefined;
const otherScope = ({ scopes }: Facts) => scopes.other || scopes.main || undefined;
const token = ({ saved }: Facts) => saved('$token');
const issue = {
  ...tokenFor('primary', scope),
  save: { $token: 'access_token' },
  saveAnswer: 'issue',
} as const;
const askUnknown = introspectionOf(nonsense);
const askOwn = introspectionOf(token);

const sameMembersAsBefore = says('the same members as before', (answer, { answerTo }) => {
  const [now, before] = [answer, answerTo('before')].map(membersOf);
  return now === before ? undefined : `${now} instead of ${before}`;
});

const nothingTold = says('nothing about the token', (answer) => {
  const told = member(answer, 'active');
  return told === undefined ? undefined : `active is ${JSON.stringify(told)}`;
});

check({
  id: 'token-introspection/without-credentials',
  title: 'tells nobody about a token who does not authenticate',
  requirements: ['BASE-23a'],
  needs: ['introspection'],
  steps: [
    askedWith({ id: null, secret: null }, 'without credentials', refused('refused', nothingTold)),
    askedWith({ secret: null }, 'with the client id alone', refused('refused', nothingTold)),
    ...['', undefined].map((secret) => ({
      ...askUnknown,
      but: namedInForm(secret),
      because:
        secret === undefined ? 'with the client id in the form alone' : 'with an empty secret in the form',
      expect: refused('refused', nothingTold),
    })),
  ],
});

const refusedClient = refused('invalid-client', nothingTold, challengedForBasic);

check({
  id: 'token-introspection/wrong-credentials',
  title:
    'refuses with invalid_client to tell about a token where the client is unknown or its secret is wrong',
  requirements: ['BASE-23e', 'BASE-23a'],
  needs: ['introspection'],
  steps: [
    askedWith({ secret: 'wrong-secret' }, 'with a wrong secret', refusedClient),
    askedWith({ id: 'no-such-client' }, 'as an unknown client', refusedClient),
  ],
});

check({
  id: 'token-introspection/revoked-client',
  title: 'tells a client that was revoked about no token',
  requirements: ['BASE-23a', 'BASE-23e'],
  needs: ['introspection', 'revoked'],
  steps: [
    {
      ...introspectionOf(nonsense, 'revoked'),
      expect: refused('invalid-client', nothingTold),
      because: 'about a token that there is not',
    },
    issue,
    {
      ...introspectionOf(token, 'revoked'),
      expect: refused('invalid-client', nothingTold),
      because: 'about a token that is active',
    },
    {
      ...introspectionOf(token, 'revoked'),
      but: ({ client }) => {
        const { id, secret } = client('revoked');
        return { credentials: { id: null, secret: null }, form: { client_id: id, client_secret: secret } };
      },
      expect: refused('refused', nothingTold),
      because: 'about that token, with the credentials in the form',
    },
  ],
});

check({
  id: 'token-introspection/get',
  title: 'tells nobody about a token by GET who does not authenticate',
  requirements: ['BASE-23a'],
  needs: ['introspection'],
  steps: [
    { ...byGet(), expect: either(accepted(), notServed()), because: 'GET may be disallowed' },
    {
      ...byGet({ credentials: { id: null, secret: null } }),
      expect: notServed(nothingTold),
      because: 'without credentials',
    },
  ],
});

check({
  id: 'token-introspection/active',
  title: 'tells a client of its own new token that it is active',
  requirements: ['BASE-23b'],
  level: 'SHOULD', // RFC 7662 section 2.2: what the caller is not allowed to know about is inactive, too
  needs: ['introspection'],
  steps: [issue, { ...askOwn, expect: answered(toldActiveIfSupported(true), kindSupported) }],
});

check({
  id: 'token-introspection/true',
  title: 'tells the client, scope and expiry of an active token as they are, though it is not the last one',
  requirements: ['BASE-23b'],
  needs: ['introspection'],
  steps: [
    issue,
    { ...tokenFor('primary', otherScope), because: 'the client obtains another token' },
    {
      ...askOwn,
      expect: answered(
        says('active or not', (answer) =>
          isKindUnsupported(answer) || typeof member(answer, 'active') === 'boolean'
            ? undefined
            : `${answer.status}, active is ${JSON.stringify(member(answer, 'active'))}`,
        ),
        says('what was issued', untruths),
      ),
    },
  ],
});

check({
  id: 'token-introspection/json',
  title: 'labels what it tells about a token as JSON',
  requirements: ['BASE-23b'],
  needs: ['introspection'],
  send: askUnknown,
  expect: accepted(declaredAsJson),
});

check({
  id: 'token-introspection/unknown-token',
  title: 'tells of a token that it does not know that it is inactive',
  requirements: ['BASE-23c'],
  needs: ['introspection'],
  steps: ['no-such-token', '4dd27b6e-9a3f-4c52-8f06-6c1d3f2b7a10', 'a b', '.', 'null'].map((text) => ({
    ...introspectionOf(text),
    expect: accepted(toldActive(false)),
    because: `about “${text}”`,
  })),
});

check({
  id: 'token-introspection/altered-token',
  title: 'tells of a token in which a character is another, or is too much or too few, that it is inactive',
  requirements: ['BASE-23c'],
  needs: ['introspection'],
  steps: [
    issue,
    askOwnWith(withOtherCharacter, 'one character was changed'),
    askOwnWith((text) => text.slice(0, -8), 'its end is missing'),
    askOwnWith((text) => `${text}A`, 'a character was added'),
    askOwnWith((text) => `${text}.AAAA`, 'a part was added'),
    askOwnWith((text) => `AAAA.${text}`, 'a part was put before it'),
  ],
});

check({
  id: 'token-introspection/with-something-around',
  title: 'tells of a token with a space, a line end or a scheme around it that it is inactive',
  requirements: ['BASE-23c'],
  level: 'SHOULD', // no such token was issued, and whoever takes that off harms nobody
  needs: ['introspection'],
  steps: [
    issue,
    askOwnWith((text) => `${text} `, 'a space was added'),
    askOwnWith((text) => `${text}\n`, 'a line end was added'),
    askOwnWith((text) => `Bearer ${text}`, 'a scheme stands before it'),
  ],
});

check({
  id: 'token-introspection/forged-token',
  title: 'tells of a token that the issuer has not signed that it is inactive',
  requirements: ['BASE-23c'],
  needs: ['introspection', 'jwt'],
  steps: [
    issue,
    askOwnWith((text) => forge.signedByOwnKey(text), 'another key has signed it'),
    askOwnWith((text) => tamper.withClaims(text, { jti: 'another' }), 'its claims were changed'),
    askOwnWith((text) => Object.values(tamper.unsecured(text))[0] ?? '', 'it claims to need no signature'),
  ],
});

check({
  id: 'token-introspection/expired-token',
  title: 'tells of a token that has expired that it is inactive',
  requirements: ['BASE-23c'],
  needs: ['introspection', 'ageing'],
  steps: [...expired(), { ...askExpired(), expect: answered(toldActiveIfSupported(false)) }],
});

check({
  id: 'token-introspection/expired-while-in-use',
  title: 'tells of a token that has expired that it is inactive, though it was asked about it before',
  requirements: ['BASE-23c'],
  needs: ['introspection', 'ageing'],
  steps: [
    ...expired({ ...askExpired(), expect: answered(), because: 'the token is new' }),
    { ...askExpired(), expect: answered(toldActiveIfSupported(false)), because: 'the token has expired' },
  ],
});

check({
  id: 'token-introspection/expired-by-its-own-time',
  title: 'tells of a token that has lived shorter than others that it is inactive after its own end',
  requirements: ['BASE-23c'],
  needs: ['introspection', 'jwt', 'mint'],
  steps: [
    {
      ...introspectionOf(justExpired),
      expect: answered(toldActiveIfSupported(false)),
      because: 'it has lived for ten minutes, and its exp is past',
    },
  ],
});

check({
  id: 'token-introspection/not-yet-valid',
  title: 'tells of a token whose time has not begun that it is inactive',
  requirements: ['BASE-23h'],
  needs: ['introspection', 'jwt', 'not-yet-valid-token'],
  steps: [
    {
      ...introspectionOf({
        readyMade: 'not-yet-valid',
        orMinted: { claims: ({ now }) => ({ nbf: Math.floor(now) + 3600 }) },
      }),
      expect: answered(toldActiveIfSupported(false)),
      because: 'its nbf is an hour ahead',
    },
  ],
});

check({
  id: 'token-introspection/token-of-a-revoked-client',
  title: 'tells of a token whose client was revoked that it is inactive, if the API refuses it',
  requirements: ['BASE-23c'],
  needs: ['introspection', 'revocation'],
  steps: [
    { provide: '$old' },
    { ...tokenFor('$old', scope), save: { $token: 'access_token' } },
    { ...askOwn, expect: answered(), because: 'its client is in force yet' },
    { ...callWith('$token', '$old'), because: 'so it is at the API' },
    { perform: 'revoke-credential', on: '$old' },
    { ...callWith('$token', '$old'), expect: answered(), saveAnswer: 'the call' },
    {
      ...askOwn,
      because: 'its client was revoked',
      expect: answered(
        says('inactive, unless the token lives on', (answer, { answerTo, profile }) => {
          const isDead =
            answerTo('the call').status === 401 || profile.rotation.tokensAfterRevocation === 'die';
          return isDead && member(answer, 'active') === true ? 'active is true' : undefined;
        }),
      ),
    },
  ],
});

check({
  id: 'token-introspection/inactive-tells-no-more',
  title: 'tells no more of an unknown or forged token than that it is inactive',
  requirements: ['BASE-23d'],
  needs: ['introspection'],
  steps: [
    { ...askUnknown, expect: answered(noMore()), because: 'nobody knows the token' },
    issue,
    {
      ...introspectionOf((facts) => withOtherCharacter(token(facts))),
      expect: answered(noMore()),
      because: 'one character of the token was changed',
    },
  ],
});

check({
  id: 'token-introspection/expired-tells-no-more',
  title: 'tells no more of an expired token than that it is inactive',
  requirements: ['BASE-23d'],
  needs: ['introspection', 'ageing'],
  steps: [...expired(), { ...askExpired(), expect: answered(noMore()), because: 'the token has expired' }],
});

check({
  id: 'token-introspection/revoked-tells-no-more',
  title: 'tells no more of a revoked token than that it is inactive',
  requirements: ['BASE-23d'],
  needs: ['introspection', 'revocation-endpoint'],
  steps: [
    issue,
    { ...revocationOf(token), expect: answered(), because: 'as far as its kind can be revoked' },
    {
      ...askOwn,
      expect: answered(
        says('nothing besides active: false, unless the token is active', (answer) =>
          member(answer, 'active') === true ? undefined : moreThanInactive(answer),
        ),
      ),
      because: 'the token was revoked',
    },
  ],
});

check({
  id: 'token-introspection/token-of-another-client',
  title: 'tells a client of another’s token that it is inactive, or whose it is',
  requirements: ['BASE-23b'],
  needs: ['introspection', 'another-client'],
  steps: [
    { ...tokenFor('$another', scope), save: { $token: 'access_token' } },
    {
      ...askOwn,
      because: 'another client obtained the token',
      expect: answered(
        says('inactive, or of the client that obtained it', (answer, { client }) => {
          if (isKindUnsupported(answer)) return undefined;
          if (answer.status !== 200) return `${answer.status} ${answer.code ?? ''}`.trim();
          const owner = member(answer, 'client_id') ?? client('$another').id;
          const isTrue = member(answer, 'active') !== true || owner === client('$another').id;
          return isTrue ? undefined : `active, and of client ${owner}`;
        }),
        observing('the token of another client', (answer) => ({
          'another client’s token is told to be active': member(answer, 'active') === true,
        })),
      ),
    },
  ],
});

check({
  id: 'token-introspection/known-to-its-owner',
  title: 'tells a client the same of another’s token before and after its owner has asked about it',
  requirements: ['BASE-23g'],
  needs: ['introspection', 'another-client'],
  steps: [
    { ...tokenFor('$another', scope), save: { $token: 'access_token' } },
    { ...askOwn, expect: answered(), saveAnswer: 'before', because: 'another client obtained the token' },
    { ...introspectionOf(token, '$another'), expect: answered(), because: 'its owner asks' },
    {
      ...askOwn,
      because: 'its owner has asked',
      expect: answered(sameMembersAsBefore),
    },
  ],
});

check({
  id: 'token-introspection/wrong-hint',
  title: 'tells the same of a token that is said to be a refresh token',
  requirements: ['BASE-23f'],
  needs: ['introspection'],
  steps: [
    issue,
    { ...askOwn, expect: answered(), saveAnswer: 'without a hint' },
    {
      ...askOwn,
      but: { form: { token_type_hint: 'refresh_token' } },
      because: 'the hint is wrong',
      expect: answered(toldAsIn('without a hint')),
    },
  ],
});

check({
  id: 'token-introspection/another-token-by-a-hint',
  title: 'tells a client the same of another’s token, whatever it is said to be and whatever else is said',
  requirements: ['BASE-23f', 'BASE-23b'],
  needs: ['introspection', 'another-client'],
  steps: [
    { ...tokenFor('$another', scope), save: { $token: 'access_token' } },
    { ...askOwn, expect: answered(), saveAnswer: 'before', because: 'another client obtained the token' },
    ...['access_token', 'refresh_token', 'jwt', ''].map(
      (hint): Step => ({
        ...askOwn,
        but: { form: { token_type_hint: hint } },
        because: `it is said to be “${hint}”`,
        expect: answered(sameMembersAsBefore),
      }),
    ),
    {
      ...askOwn,
      but: ({ client }) => ({ form: { client_id: client('$another').id } }),
      because: 'the form names its owner',
      expect: either(refused('refused', nothingTold), answered(sameMembersAsBefore)),
    },
  ],
});

/** No credentials but the client id, as a public client sends it, and perhaps a secret. */
function namedInForm(secret: string | undefined): PatchSource {
  return ({ clientId }) => ({
    headers: { authorization: null },
    form: { client_id: clientId, client_secret: secret ?? null },
  });
}

/** With the right ones, the client may ask: that is known before (see the capability). */
function askedWith(credentials: CredentialsPatch, because: string, expect: Expectation): Step {
  return { ...askUnknown, but: { credentials }, because, expect };
}

function askOwnWith(change: (text: string) => string, because: string): Step {
  return {
    ...introspectionOf((facts) => change(token(facts))),
    expect: answered(toldActiveIfSupported(false)),
    because,
  };
}

/** Changes the character in the middle, where no encoding leaves bits unused. */
function withOtherCharacter(text: string): string {
  const middle = Math.floor(text.length / 2);
  const other = text[middle] === 'x' ? 'y' : 'x';
  return text.slice(0, middle) + other + text.slice(middle + 1);
}

function byGet(change: Patch = {}): Call {
  const query = { token: nonsense };
  return {
    ...askUnknown,
    but: { method: 'GET', query, body: '', headers: { 'content-type': null }, ...change },
  };
}

function notServed(...assertions: Parameters<typeof refused>[1][]) {
  return refused(['refused', 'token-method-not-allowed'], ...assertions.flatMap((each) => each ?? []));
}

/** A token that has expired, perhaps after a step with it. */
function expired(...meanwhile: Step[]): Step[] {
  return [
    { ...tokenFor('$ageing', scope), save: { $token: 'access_token' }, saveAnswer: 'issue' },
    ...meanwhile,
    { letPass: lifeOf('issue').pastExpiry },
  ];
}

function askExpired() {
  return introspectionOf(token, '$ageing');
}

function noMore() {
  return says('nothing besides active: false', moreThanInactive);
}

/** The names of what an answer tells beside `active`. */
function moreThanInactive(answer: Answer): string[] {
  return Object.keys((answer.status === 200 && answer.json) || {}).filter((name) => name !== 'active');
}

/** What introspection says of the token of the step `issue` and is not so. */
function untruths(answer: Answer, { answerTo, clientId, scopes }: Facts): string[] {
  if (member(answer, 'active') !== true) return [];
  const response = answerTo('issue');
  const { client_id: client, scope: told, exp, iat } = answer.json as Readonly<Record<string, unknown>>;
  const granted = String(member(response, 'scope') ?? scopes.main);
  const ends = claimsOf(response)?.exp ?? Number(iat) + Number(member(response, 'expires_in'));
  const isSameScope = typeof told === 'string' && sorted(told) === sorted(granted);
  return [
    ...(client === undefined || client === clientId ? [] : [`client_id ${client}`]),
    ...(told === undefined || isSameScope ? [] : [`scope ${JSON.stringify(told)} instead of “${granted}”`]),
    ...(exp === undefined || !(Math.abs(Number(exp) - Number(ends)) > 5)
      ? []
      : [`exp ${exp} instead of ${ends}`]),
  ];
}

/** What an answer tells, but for values that change with time. */
function membersOf(answer: Answer): string {
  const names = Object.keys((answer.json ?? {}) as object).sort();
  return `${answer.status}, active is ${member(answer, 'active')}, with ${names.join(', ')}`;
}

function sorted(list: string): string {
  return list.split(' ').sort().join(' ');
}
