import {
  type Assertion,
  accepted,
  answered,
  apiCall,
  callWith,
  check,
  either,
  enclosed,
  type Facts,
  member,
  observing,
  otherCase,
  type Patch,
  type PatchSource,
  refused,
  type SavedName,
  type Step,
  says,
  spellingsOf,
  tokenFor,
  tokenRequest,
  told,
} from '../fixtures/index.ts';

const main = ({ scopes }: Facts) => scopes.main || undefined;
const issuedOrRefused = { expect: either(accepted(), refused('token-refused')) } as const;

/** Identifiers and secret that the guide prints as an example (ENABLE-31). */
const published = {
  id: '07E965CC-2425-44C6-88D8-9A694C30CCAA',
  secret: 'PelLobiJuumPwCUMDalM0AD0bzCDDciEMqFv6Bno',
  instance: '688B42F8-60C8-4556-9912-0CD5E69C83D7',
} as const;

/** In such a field a gateway tells its upstream whose data is meant. */
const usualHeaders = ['x-instance-id', 'x-instance', 'x-registration-id', 'x-customer-id', 'x-tenant-id'];

/** A UUID that nobody has. */
const unknownInstance = '3f0e9c5a-7d41-4b8e-9a26-5c1d8e7f4b03';

/** Other ways to write a UUID (RFC 9562 section 4), and what lenient readers take for one. */
const spellings: readonly (readonly [how: string, spelled: (uuid: string) => string])[] = [
  ['in the other case', otherCase],
  ['without hyphens', (uuid) => uuid.replaceAll('-', '')],
  ['in braces', (uuid) => `{${uuid}}`],
  ['as a URN', (uuid) => `urn:uuid:${uuid}`],
  ['with a blank before it', (uuid) => ` ${uuid}`],
  ['with a blank after it', (uuid) => `${uuid} `],
];

check({
  id: 'client-instance/missing',
  title: 'refuses a token request that names no instance',
  requirements: ['ENABLE-04', 'ENABLE-06', 'ENABLE-26'],
  needs: ['required-instance'],
  given: tokenRequest,
  butEach: { absent: instance(() => null), empty: instance(() => '') },
  expect: refused('client-instance-missing'),
});

check({
  id: 'client-instance/elsewhere',
  title: 'takes the instance from the form and from no other place',
  requirements: ['ENABLE-04', 'ENABLE-06'],
  needs: ['required-instance'],
  given: tokenRequest,
  butEach: (facts) => {
    const [name, own] = [parameter(facts), instanceOf(facts)];
    const absent = named(facts, null);
    const field = name.replaceAll('_', '-');
    return {
      'in the query': { ...absent, query: { [name]: own } },
      'in a header': { ...absent, headers: { [field]: own } },
      'in a header with X- before its name': { ...absent, headers: { [`x-${field}`]: own } },
      'in a cookie': { ...absent, headers: { cookie: `${name}=${own}` } },
    };
  },
  expect: refused('client-instance-missing'),
});

check({
  id: 'client-instance/blank',
  title: 'refuses a token request that names the instance with blanks',
  requirements: ['ENABLE-04', 'ENABLE-06', 'ENABLE-26'],
  needs: ['required-instance'],
  given: tokenRequest,
  butEach: { 'a space': instance(() => ' '), 'a tab': instance(() => '\t') },
  expect: refused(['client-instance-missing', 'client-instance-refused']),
});

check({
  id: 'client-instance/malformed',
  title: 'refuses an instance that is no UUID',
  requirements: ['ENABLE-05', 'ENABLE-06', 'ENABLE-26'],
  needs: ['client-instance'],
  given: tokenRequest,
  butEach: {
    'a word': instance(() => 'no-such-instance'),
    'a number': instance(() => '1'),
    'its first group': instance((own) => own.slice(0, 8)),
    'a digit less': instance((own) => own.slice(0, -1)),
    'a digit more': instance((own) => `${own}0`),
    'a letter for a digit': instance((own) => own.replace(/.$/, 'g')),
    'twice the UUID': instance((own) => own + own),
    'a list': instance((own) => `${own},${own}`),
  },
  expect: refused('client-instance-refused'),
});

check({
  id: 'client-instance/odd-input',
  title: 'refuses an instance of odd characters without a server error',
  requirements: ['ENABLE-05', 'BASE-07c'],
  needs: ['client-instance'],
  given: tokenRequest,
  butEach: {
    'a zero byte after it': instance((own) => `${own}\0`),
    'a line end after it': instance((own) => `${own}\r\nx-injected: 1`),
    'letters that look like digits': instance((own) =>
      own.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
    ),
    'a condition of SQL': instance((own) => `${own}' OR '1'='1`),
    'a pattern': instance(() => '%'),
    '10 kB': instance((own) => own + '0'.repeat(10_000)),
  },
  expect: refused('refused'),
});

check({
  id: 'client-instance/bracketed',
  title: 'takes no parameter with brackets in its name for the one that names the instance',
  requirements: ['ENABLE-04', 'ENABLE-06'],
  needs: ['required-instance'],
  given: tokenRequest,
  butEach: {
    'an operator': bracketed('[$ne]', () => 'no-such-instance'),
    'an empty operator': bracketed('[$gt]', () => ''),
    'a pattern': bracketed('[$regex]', () => '.*'),
  },
  expect: refused(['client-instance-missing', 'client-instance-refused']),
});

check({
  id: 'client-instance/unknown',
  title: 'refuses an instance that does not exist',
  requirements: ['ENABLE-06', 'ENABLE-05', 'ENABLE-26'],
  needs: ['client-instance'],
  given: tokenRequest,
  butEach: {
    'some UUID': instance(() => unknownInstance),
    'the nil UUID': instance(() => '00000000-0000-0000-0000-000000000000'),
    'the UUID of only ones': instance(() => 'ffffffff-ffff-ffff-ffff-ffffffffffff'),
  },
  expect: refused('client-instance-refused'),
});

check({
  id: 'client-instance/every-digit',
  title: 'refuses an instance whose UUID differs from the client’s own in a single digit, whichever it is',
  requirements: ['ENABLE-06', 'ENABLE-05'],
  needs: ['client-instance'],
  given: tokenRequest,
  butEach: (facts) =>
    Object.fromEntries(
      [...instanceOf(facts)].flatMap((digit, at, all): [string, Patch][] => {
        const other = digit === '0' ? '1' : '0';
        const changed = all.with(at, other).join('');
        return digit === '-' ? [] : [[`character ${at + 1}`, named(facts, changed)]];
      }),
    ),
  expect: refused('client-instance-refused'),
});

check({
  id: 'client-instance/foreign',
  title: 'refuses the instance of another client',
  requirements: ['ENABLE-06', 'ENABLE-01', 'ENABLE-26'],
  needs: ['other-instance'],
  given: tokenRequest,
  butEach: (facts) =>
    Object.fromEntries(
      Object.entries(facts.otherClients)
        .map(([role, { tokenParams }]): [string, string | undefined] => [role, tokenParams[parameter(facts)]])
        .filter(([, theirs]) => theirs !== undefined && theirs !== instanceOf(facts))
        .map(([role, theirs = '']) => [`that of the client ${role}`, named(facts, theirs)]),
    ),
  expect: refused('client-instance-refused'),
});

check({
  id: 'client-instance/foreign-in-another-spelling',
  title: 'refuses the instance of another client in every spelling of its UUID',
  requirements: ['ENABLE-06', 'ENABLE-05'],
  needs: ['other-instance'],
  given: tokenRequest,
  butEach: (facts) =>
    Object.fromEntries(spellings.map(([how, spelled]) => [how, named(facts, spelled(foreign(facts)))])),
  expect: refused('client-instance-refused'),
});

check({
  id: 'client-instance/crossed',
  title: 'refuses two clients the instance of each other, though each has just named its own',
  requirements: ['ENABLE-06', 'ENABLE-01'],
  needs: ['other-instance'],
  steps: [
    tokenRequest,
    { ...tokenFor('other-company', main), because: 'the other client names its own instance' },
    {
      ...tokenRequest,
      but: (facts) => named(facts, foreign(facts)),
      expect: refused('client-instance-refused'),
      because: 'the other client has just named this instance',
    },
    {
      ...tokenFor('other-company', main),
      but: (facts) => named(facts, instanceOf(facts)),
      expect: refused('client-instance-refused'),
      because: 'the first client has named this instance',
    },
    { ...tokenRequest, because: 'the instance is its own' },
    { ...tokenFor('other-company', main), because: 'the instance is its own' },
  ],
});

check({
  id: 'client-instance/of-every-scope',
  title: 'asks whose the instance is whichever scope a token is requested for',
  requirements: ['ENABLE-06', 'ENABLE-01', 'ENABLE-26'],
  needs: ['other-instance', 'other-scope'],
  steps: [
    ...ofScope('the other scope', ({ scopes }) => scopes.other),
    ...ofScope('both scopes', ({ scopes }) => `${scopes.main} ${scopes.other}`),
    ...ofScope('both scopes, the other one first', ({ scopes }) => `${scopes.other} ${scopes.main}`),
  ],
});

check({
  id: 'client-instance/required-of-every-scope',
  title: 'requires an instance whichever scope a token is requested for',
  requirements: ['ENABLE-04', 'ENABLE-06', 'ENABLE-26'],
  needs: ['required-instance', 'other-scope'],
  given: tokenFor('primary', ({ scopes }: Facts) => scopes.other),
  butEach: { absent: instance(() => null), empty: instance(() => '') },
  expect: refused('client-instance-missing'),
});

check({
  id: 'client-instance/token-of-another-client',
  title: 'gives no client the token of another client of the same instance',
  requirements: ['ENABLE-06', 'ENABLE-01'],
  needs: ['client-instance', 'rotation', 'new-pair'],
  steps: [
    { provide: '$old', because: 'a client of the instance' },
    { provide: '$new', because: 'another client of it' },
    { ...tokenFor('$old', main), save: { $first: 'access_token' }, because: 'it asks for a token' },
    {
      ...tokenFor('$new', main),
      save: { $second: 'access_token' },
      expect: accepted(unlikeTokenOf('$old', '$first')),
      because: 'a client of the same instance was just given a token',
    },
    { ...callWith('$second', '$new'), because: 'the token is its own' },
    {
      ...tokenFor('$old', main),
      expect: accepted(unlikeTokenOf('$new', '$second')),
      because: 'the other client of the instance was just given a token',
    },
  ],
});

check({
  id: 'client-instance/not-told',
  title: 'does not tell which instance is the client’s to whoever has neither that nor the secret',
  requirements: ['ENABLE-01', 'ENABLE-06'],
  needs: ['client-instance'],
  given: tokenRequest,
  butEach: {
    'another instance': (facts) => ({
      ...named(facts, unknownInstance),
      credentials: { secret: 'wrong-secret' },
    }),
    'no instance': (facts) => ({
      ...named(facts, null),
      credentials: { secret: 'wrong-secret' },
    }),
  },
  expect: refused(
    'refused',
    says('not the instance that the client has', (answer, facts) =>
      digitsIn(told(answer)).includes(digitsIn(instanceOf(facts))) ? 'it' : undefined,
    ),
  ),
});

check({
  id: 'client-instance/foreign-reads-nothing',
  title: 'shows nobody else’s data to a client that named the instance of another one',
  requirements: ['ENABLE-06', 'ENABLE-01'],
  needs: ['other-instance', 'company-canaries'],
  steps: [
    ...readsNothing('$body', 'its token request names a foreign instance', (facts) =>
      named(facts, foreign(facts)),
    ),
    ...readsNothing('$query', 'the query of its token request names a foreign instance', (facts) => ({
      query: { [parameter(facts)]: foreign(facts) },
    })),
    ...readsNothing('$last', 'its token request names the own and then a foreign instance', (facts) =>
      named(facts, [instanceOf(facts), foreign(facts)]),
    ),
    ...readsNothing('$first', 'its token request names a foreign and then the own instance', (facts) =>
      named(facts, [foreign(facts), instanceOf(facts)]),
    ),
  ],
});

check({
  id: 'client-instance/twice',
  title: 'refuses a token request that names two instances',
  requirements: ['BASE-03d', 'ENABLE-06'],
  level: 'SHOULD',
  needs: ['other-instance'],
  given: tokenRequest,
  butEach: {
    'own, then foreign': (facts) => named(facts, [instanceOf(facts), foreign(facts)]),
    'foreign, then own': (facts) => named(facts, [foreign(facts), instanceOf(facts)]),
  },
  expect: refused(['invalid-request', 'client-instance-refused']),
});

check({
  id: 'client-instance/own-in-another-spelling',
  title: 'takes another spelling of its UUID for the same instance, or refuses it',
  requirements: ['ENABLE-05', 'ENABLE-06'],
  needs: ['client-instance', 'company-canaries'],
  steps: spellings.flatMap(([how, spelled], index): Step[] => {
    const what = `the instance ${how}`;
    return [
      {
        ...tokenRequest,
        but: (facts) => named(facts, spelled(instanceOf(facts))),
        expect: either(
          accepted(observing(what, () => ({ [what]: 'accepted' }))),
          refused(
            'client-instance-refused',
            observing(what, ({ status, code }) => ({ [what]: `refused, ${status} ${code}` })),
          ),
        ),
        save: { [`$token${index}`]: 'access_token' },
        because: what,
      },
      { ...callWith(`$token${index}`, 'primary'), when: `$token${index}`, because: what },
    ];
  }),
});

check({
  id: 'client-instance/named-in-a-call',
  title: 'returns nobody else’s data to a call that names the instance of another client',
  requirements: ['ENABLE-06', 'ENABLE-01'],
  needs: ['other-instance', 'company-canaries'],
  given: apiCall,
  butEach: {
    'in the query': (facts) => ({ query: { [parameter(facts)]: foreign(facts) } }),
    'in a header': (facts) => ({ headers: { [parameter(facts)]: foreign(facts) } }),
    'in a header with hyphens': (facts) => ({ headers: { [hyphenated(facts)]: foreign(facts) } }),
    'in a header that begins with x-': (facts) => ({
      headers: { [`x-${hyphenated(facts)}`]: foreign(facts) },
    }),
    'in headers of usual names': (facts) => ({
      headers: Object.fromEntries(usualHeaders.map((name) => [name, foreign(facts)])),
    }),
    'in a cookie': (facts) => ({ headers: { cookie: `${parameter(facts)}=${foreign(facts)}` } }),
    'in the query, by other spellings of its name': (facts) => ({ query: respelt(facts) }),
    'in header fields, by other spellings of its name': (facts) => ({
      headers: respelt(facts, [...new Set(otherNames(facts).map((name) => name.toLowerCase()))]),
    }),
    'in members of header fields': (facts) =>
      enclosed([parameter(facts), spellingsOf(parameter(facts)).camel], foreign(facts)),
  },
  expect: answered(),
});

check({
  id: 'client-instance/published-example',
  title: 'issues no token for the identifiers and the secret that the guide prints as an example',
  requirements: ['ENABLE-31'],
  needs: ['client-instance'],
  given: tokenRequest,
  but: (facts) => ({
    ...named(facts, published.instance),
    credentials: { id: published.id, secret: published.secret },
  }),
  expect: refused(['invalid-client', 'client-instance-refused']),
});

function parameter({ profile }: Facts): string {
  return profile.token.instanceParam ?? '';
}

function instanceOf(facts: Facts): string {
  return facts.client('primary').tokenParams[parameter(facts)] ?? '';
}

function foreign(facts: Facts): string {
  return facts.client('other-company').tokenParams[parameter(facts)] ?? '';
}

/** The token differs from the one that another client was given. */
function unlikeTokenOf(other: SavedName, token: SavedName): Assertion {
  return says('a token that no other client was given', (answer, { client, clientId, saved }) =>
    client(other).id !== clientId && member(answer, 'access_token') === saved(token)
      ? `the token of client ${client(other).id}`
      : undefined,
  );
}

/** A UUID in any spelling as nothing but its digits. */
function digitsIn(text: string): string {
  return text.replaceAll(/[^0-9a-z]/gi, '').toLowerCase();
}

/** A token for this scope is had with the own instance, and with no other one. */
function ofScope(because: string, scope: (facts: Facts) => string): Step[] {
  const request = tokenFor('primary', scope);
  const refusedFor = (what: string, value: (facts: Facts) => string): Step => ({
    ...request,
    but: (facts) => named(facts, value(facts)),
    expect: refused('client-instance-refused'),
    because: `${because}, with ${what}`,
  });
  return [
    refusedFor('an instance that does not exist', () => unknownInstance),
    refusedFor('the instance of another client', foreign),
    { ...request, because: `${because}, with its own instance` },
    refusedFor('the instance of another client, again', foreign),
  ];
}

/** The token request names this instance. */
function named(facts: Facts, value: string | readonly string[] | null): Patch {
  return { form: { [parameter(facts)]: value } };
}

function instance(change: (own: string) => string | null): PatchSource {
  return (facts) => named(facts, change(instanceOf(facts)));
}

function bracketed(suffix: string, value: (own: string) => string): PatchSource {
  return (facts) => ({
    form: { [parameter(facts)]: null, [`${parameter(facts)}${suffix}`]: value(instanceOf(facts)) },
  });
}

/** Whatever the token server makes of the request: a token that it issues shows nobody else’s data. */
function readsNothing(name: SavedName, because: string, but: PatchSource): Step[] {
  return [
    { ...tokenRequest, but, ...issuedOrRefused, save: { [name]: 'access_token' }, because },
    { ...callWith(name, 'primary'), when: name, expect: answered(), because },
  ];
}

/** The names by which a program may know the parameter, also without its first word. */
function otherNames(facts: Facts): readonly string[] {
  const { snake, first, ...others } = spellingsOf(parameter(facts));
  const short = snake.slice(first.length + 1);
  return [...Object.values(others), ...(short ? Object.values(spellingsOf(short)) : [])];
}

/** A foreign instance under each of these names. */
function respelt(facts: Facts, names = otherNames(facts)): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, foreign(facts)]));
}

/** The name of the parameter as that of a header field. */
function hyphenated(facts: Facts): string {
  return parameter(facts).replaceAll('_', '-');
}
