import {
  accepted,
  answered,
  type CallStep,
  callWith,
  check,
  claimsOf,
  either,
  endings,
  type Facts,
  fullwidth,
  header,
  lineAmongOthers,
  member,
  misseparatedScopes,
  mixedScopeList,
  notScopeToken,
  observing,
  type Patch,
  property,
  refused,
  type SavedName,
  type Step,
  says,
  scopeNearMiss,
  scopesIn,
  tokenFor,
  tokenRequest,
  untidyScopes,
  withMarks,
} from '../fixtures/index.ts';

const main = ({ scopes }: Facts) => scopes.main;
const other = ({ scopes }: Facts) => scopes.other;
const unknown = 'no-such-scope';
const strangers = Array.from({ length: 40 }, (_, at) => `${unknown}-${at}`);
const lacking = { expect: refused('insufficient-scope') } as const;
const issuedOrRefused = { expect: either(accepted(), refused('invalid-scope')) } as const;
const grantedOrNot = { expect: either(accepted(), refused('insufficient-scope')) } as const;

const noInjectedField = says('no header field out of the scope', (answer) =>
  header(answer, 'x-injected').length ? 'x-injected' : undefined,
);

/** What an authorization server may do with such a scope, by the profile's knob (AMB-07). */
const asKnobSays = (knob: 'unknownScope' | 'unpermittedScope') => ({
  expect: either(
    accepted(
      says(`token.${knob} with drop or issue-then-deny`, (_answer, { profile }) =>
        profile.token[knob].some((way) => way !== 'error') ? undefined : 'a token',
      ),
      observing(`token.${knob}`, () => ({ [`token.${knob}`]: 'a token is issued' })),
    ),
    refused(
      'invalid-scope',
      says(`token.${knob} with error`, (_answer, { profile }) =>
        profile.token[knob].includes('error') ? undefined : 'a refusal',
      ),
      observing(`token.${knob}`, () => ({ [`token.${knob}`]: 'error' })),
    ),
  ),
});

/** What is malformed may be refused for that, whatever becomes of unknown scopes (RFC 6749 section 3.3). */
const malformed = { expect: either(asKnobSays('unknownScope').expect, refused('invalid-scope')) } as const;

check({
  id: 'scope-request/unknown',
  title: 'gives an unknown scope no right',
  requirements: ['E1-AUTH-50', 'E1-AUTHZ-07', 'E1-AUTH-49'],
  needs: ['requested-scope'],
  steps: [
    {
      ...tokenFor('primary', () => unknown),
      ...asKnobSays('unknownScope'),
      save: { $token: 'access_token' },
    },
    { ...callWith('$token', 'primary'), when: '$token', ...lacking, because: 'the scope does not exist' },
  ],
});

check({
  id: 'scope-request/unknown-beside-main',
  title: 'gives a scope and an unknown one no more rights than the scope alone',
  requirements: ['E1-AUTH-50', 'E1-AUTH-49', 'BASE-04c'],
  needs: ['other-scope'],
  steps: [
    ...givesNoMore('$before', 'an unknown scope stands first', (facts) => `${unknown} ${main(facts)}`),
    ...givesNoMore('$after', 'an unknown scope stands last', (facts) => `${main(facts)} ${unknown}`),
    ...givesNoMore('$long', 'forty unknown scopes follow', (facts) => [main(facts), ...strangers].join(' ')),
  ],
});

check({
  id: 'scope-request/unknown-among-several',
  title: 'answers a list as it answers an unknown scope, wherever in it that stands',
  requirements: ['E1-AUTH-50', 'ENABLE-12', 'BASE-04c'],
  needs: ['other-scope'],
  given: tokenRequest,
  butEach: {
    first: ofAll((...scopes) => [unknown, ...scopes]),
    'in the middle': ofAll((first, ...others) => [first, unknown, ...others]),
    last: ofAll((...scopes) => [...scopes, unknown]),
    'longer than any other': ofAll((...scopes) => [...scopes, unknown.padEnd(100, '-x')]),
  },
  ...asKnobSays('unknownScope'),
});

check({
  id: 'scope-request/partial-grant-is-announced',
  title: 'says in the response which scopes it left out of the token',
  requirements: ['BASE-04d'],
  needs: ['requested-scope', 'jwt'],
  send: tokenFor('primary', (facts) => `${main(facts)} ${unknown}`),
  expect: either(
    refused('invalid-scope'),
    accepted(
      says('a scope member without the scope that the token lacks', (answer) => {
        const claims = claimsOf(answer);
        const carried = claims && scopesIn(claims);
        if (!carried || carried.includes(unknown)) return undefined;
        const named = member(answer, 'scope');
        if (typeof named !== 'string') return 'no scope member';
        return named.split(' ').includes(unknown) ? named : undefined;
      }),
    ),
  ),
});

check({
  id: 'scope-request/case-changed',
  title: 'gives no right for a scope in another case',
  requirements: ['BASE-04a', 'E1-AUTH-50', 'ENABLE-17'],
  needs: ['requested-scope'],
  steps: [
    ...givesNothing('$upper', 'the scope in capitals', (facts) => changed(facts, main(facts).toUpperCase())),
    ...givesNothing('$title', 'the scope with a capital', (facts) =>
      changed(
        facts,
        main(facts).replace(/[a-z]/, (letter) => letter.toUpperCase()),
      ),
    ),
    ...givesNothing('$lastWord', 'the scope with its last word in capitals', (facts) =>
      changed(
        facts,
        main(facts).replace(/[a-z]+$/i, (word) => word.toUpperCase()),
      ),
    ),
  ],
});

check({
  id: 'scope-request/encoded-twice',
  title: 'gives no right for a scope that would have to be decoded once more',
  requirements: ['E1-AUTH-50', 'BASE-04a'],
  needs: ['requested-scope'],
  steps: [
    ...givesNothing('$percent', 'the scope with every letter percent-encoded', (facts) =>
      Buffer.from(main(facts)).toString('hex').replace(/../g, '%$&'),
    ),
    ...givesNothing('$entity', 'the scope with its first letter as in HTML', (facts) =>
      main(facts).replace(/^./, (letter) => `&#${letter.codePointAt(0)};`),
    ),
  ],
});

check({
  id: 'scope-request/part',
  title: 'gives no right for a part of a scope',
  requirements: ['E1-AUTH-50'],
  needs: ['requested-scope'],
  steps: [
    ...givesNothing('$first', 'the first word of the scope', (facts) => parts(facts).first),
    ...givesNothing('$last', 'the last word of the scope', (facts) => parts(facts).last),
    ...givesNothing('$cut', 'the scope without its last letter', (facts) => main(facts).slice(0, -1)),
  ],
});

check({
  id: 'scope-request/separator-inside',
  title: 'gives no right for a scope whose words another sign separates',
  requirements: ['E1-AUTH-50', 'BASE-04a', 'ENABLE-17'],
  needs: ['requested-scope'],
  steps: Object.entries({ $dot: '.', $colon: ':', $slash: '/', $hyphen: '-', $line: '_' }).flatMap(
    ([name, sign]) =>
      givesNothing(name as SavedName, `“${sign}” between the words of the scope`, (facts) =>
        changed(facts, main(facts).replaceAll(/[^a-z0-9]+/gi, sign)),
      ),
  ),
});

check({
  id: 'scope-request/separator-again',
  title: 'gives no right for a scope that is the same only to who tidies it up like a path',
  requirements: ['E1-AUTH-50', 'BASE-04a', 'ENABLE-17'],
  needs: ['requested-scope'],
  steps: Object.entries({
    $twice: (sign: string) => sign + sign,
    $dot: (sign: string) => `${sign}.${sign}`,
  }).flatMap(([name, more]) =>
    givesNothing(name as SavedName, `“${more('/')}” for the last “/” or other sign`, (facts) =>
      changed(facts, main(facts).replace(/[^a-z0-9](?=[a-z0-9]*$)/i, more)),
    ),
  ),
});

check({
  id: 'scope-request/look-alike',
  title: 'gives no right for a scope with a character that looks alike',
  requirements: ['E1-AUTH-50', 'BASE-04a', 'ENABLE-17'],
  level: 'SHOULD', // as with white space: some normalise what they read
  needs: ['requested-scope'],
  steps: [
    ...givesNothing('$wide', 'the scope with its first separator in full width', wideSeparator, malformed),
    ...givesNothing('$wideAll', 'the scope in full width', (facts) => fullwidth(main(facts)), malformed),
    ...givesNothing('$accent', 'the scope with an accent', (facts) => `${main(facts)}\u0301`, malformed),
  ],
});

check({
  id: 'scope-request/longer',
  title: 'gives no right for a scope that a defined one is part of',
  requirements: ['E1-AUTH-50', 'BASE-04a'],
  needs: ['requested-scope'],
  steps: [
    ...givesNothing('$suffix', 'the scope with -all after it', (facts) => `${main(facts)}-all`),
    ...givesNothing('$prefix', 'the scope with a letter before it', (facts) => `x${main(facts)}`),
    ...givesNothing('$below', 'the scope with /all after it', (facts) => `${main(facts)}/all`),
    ...givesNothing('$part', 'the scope with :all after it', (facts) => `${main(facts)}:all`),
    ...Object.entries(endings).flatMap(([what, ending], index) =>
      givesNothing(
        `$ending${index}`,
        `the scope with ${what} after it`,
        (facts) => main(facts) + ending,
        /["\\]/.test(ending) ? malformed : undefined,
      ),
    ),
  ],
});

check({
  id: 'scope-request/with-marks',
  title: 'gives no right for a scope in quotes or brackets, and for none with marks before it or in it',
  requirements: ['E1-AUTH-50', 'BASE-04a', 'ENABLE-17'],
  needs: ['requested-scope'],
  steps: Object.keys(withMarks('')).flatMap((how, index) =>
    givesNothing(
      `$marked${index}`,
      `the scope with ${how}`,
      (facts) => withMarks(main(facts))[how] ?? '',
      /double|backslash/.test(how) ? malformed : undefined,
    ),
  ),
});

check({
  id: 'scope-request/wildcard',
  title: 'gives no right for a wildcard',
  requirements: ['E1-AUTH-50', 'E1-AUTHZ-07', 'ENABLE-12', 'ENABLE-17'],
  needs: ['requested-scope'],
  steps: [
    ...givesNothing('$all', 'an asterisk', () => '*'),
    ...givesNothing('$below', 'an asterisk for the last word', (facts) =>
      main(facts).replace(/[^/:.]+$/, '*'),
    ),
    ...givesNothing('$above', 'an asterisk for the first word', (facts) =>
      main(facts).replace(/^[^/:.]+/, '*'),
    ),
    ...givesNothing('$pattern', 'a pattern', () => '.*'),
  ],
});

check({
  id: 'scope-request/administrator',
  title: 'gives no right for a scope that sounds like all of them',
  requirements: ['E1-AUTH-50', 'E1-AUTHZ-07', 'ENABLE-12', 'ENABLE-17'],
  needs: ['requested-scope'],
  steps: [
    ...givesNothing('$admin', 'the scope admin', () => 'admin'),
    ...givesNothing('$every', 'the scope all', () => 'all'),
    ...givesNothing('$usual', 'the scope default', () => 'default'),
    ...givesNothing('$registered', 'the scope .default, of all that is registered', () => '.default'),
    ...givesNothing('$full', 'the scope full_access', () => 'full_access'),
    ...givesNothing('$person', 'the scope openid', () => 'openid'),
  ],
});

check({
  id: 'scope-request/name-of-every-object',
  title: 'gives no right for a scope with the name of a built-in member',
  requirements: ['E1-AUTH-50', 'ENABLE-12'],
  needs: ['requested-scope'],
  steps: ['constructor', '__proto__', 'toString'].flatMap((name) =>
    givesNothing(`$${name}`, `the scope ${name}`, () => name),
  ),
});

check({
  id: 'scope-request/separators',
  title: 'takes nothing but a space to separate scopes',
  requirements: ['BASE-04b', 'E1-AUTH-49', 'ENABLE-16'],
  needs: ['other-scope'],
  steps: [
    ...givesNothing('$comma', 'a comma between two scopes', joined(',')),
    ...givesNothing('$semicolon', 'a semicolon between two scopes', joined(';')),
    ...givesNothing('$plus', 'a plus sign, encoded, between two scopes', joined('+')),
  ],
});

check({
  id: 'scope-request/white-space',
  title: 'takes no other white space than the space to separate scopes',
  requirements: ['BASE-04b', 'ENABLE-16'],
  level: 'SHOULD',
  needs: ['other-scope'],
  steps: [
    ...givesNothing('$tab', 'a tab between two scopes', joined('\t'), malformed),
    ...givesNothing('$line', 'a line feed between two scopes', joined('\n'), malformed),
    ...givesNothing('$wide', 'a no-break space between two scopes', joined('\u00a0'), malformed),
    ...givesNothing('$end', 'a line feed after the scope', (facts) => `${main(facts)}\n`, malformed),
  ],
});

check({
  id: 'scope-request/unpermitted',
  title: 'gives no right for a scope that the application may not request',
  requirements: ['E1-AUTH-50', 'E1-AUTHZ-26', 'E1-AUTH-49', 'BASE-28a', 'BASE-04c'],
  needs: ['wide-permission', 'other-scope'],
  steps: [
    ...opensNotMain('$alone', 'it asks for the scope alone', main),
    ...opensNotMain('$first', 'the scope stands first', (facts) => `${main(facts)} ${other(facts)}`),
    ...opensNotMain('$last', 'the scope stands last', (facts) => `${other(facts)} ${main(facts)}`),
    ...opensNotMain(
      '$behind',
      'the scope stands behind one that is there forty times',
      behindMany,
      issuedOrRefused,
    ),
  ],
});

check({
  id: 'scope-request/parameter-twice',
  title: 'refuses a scope parameter that is there twice',
  requirements: ['BASE-03d'],
  level: 'SHOULD',
  needs: ['requested-scope'],
  given: tokenRequest,
  butEach: {
    'with one value': (facts) => ({ form: { scope: [main(facts), main(facts)] } }),
    'with another value': (facts) => ({ form: { scope: [main(facts), unknown] } }),
    'with another value first': (facts) => ({ form: { scope: [unknown, main(facts)] } }),
  },
  expect: refused(['invalid-request', 'invalid-scope']),
});

check({
  id: 'scope-request/parameter-twice-gives-no-more',
  title: 'gives no right for a scope that the application may not request and names in one of two parameters',
  requirements: ['E1-AUTH-50', 'BASE-03d'],
  needs: ['wide-permission', 'other-scope'],
  steps: [
    ...twice('$last', 'the second parameter names it', (facts) => [other(facts), main(facts)]),
    ...twice('$first', 'the first parameter names it', (facts) => [main(facts), other(facts)]),
  ],
});

check({
  id: 'scope-request/query',
  title: 'gives no right for a scope that stands in the query of the token request',
  requirements: ['E1-AUTH-49', 'E1-AUTH-07'],
  needs: ['other-scope'],
  steps: [
    {
      ...tokenRequest,
      but: (facts) => ({ query: { scope: other(facts) } }),
      expect: either(accepted(), refused('token-refused')),
      save: { $token: 'access_token' },
      because: 'the body names one scope, the query another one',
    },
    { ...callWith('$token', 'primary'), when: '$token', ...grantedOrNot },
    { ...callWith('$token', 'primary', { route: 'other-scope' }), when: '$token', ...lacking },
  ],
});

check({
  id: 'scope-request/query-alone',
  title: 'issues, whatever scope stands in the query, the token that it issues to a request without a scope',
  requirements: ['E1-AUTH-48', 'E1-AUTH-07', 'BASE-03e'],
  level: 'SHOULD', // parameters stand in the body (RFC 6749 section 4.4.2); who reads others too gives no more rights
  needs: ['other-scope'],
  steps: [
    {
      ...tokenRequest,
      but: { form: { scope: null } },
      expect: either(accepted(), refused('token-refused')),
      save: { $all: 'access_token' },
      because: 'no scope is named',
    },
    {
      ...callWith('$all', 'primary', { route: 'other-scope' }),
      when: '$all',
      ...grantedOrNot,
      saveAnswer: 'without a scope',
    },
    {
      ...tokenRequest,
      but: (facts) => ({ form: { scope: null }, query: { scope: main(facts) } }),
      when: '$all',
      expect: either(accepted(), refused('token-refused')),
      save: { $query: 'access_token' },
      because: 'the query names a scope',
    },
    {
      ...callWith('$query', 'primary', { route: 'other-scope' }),
      when: '$query',
      expect: answered(
        says('the status with the token for which no scope was named', ({ status }, { answerTo }) => {
          const { status: usual } = answerTo('without a scope');
          return status === usual ? undefined : `${status} instead of ${usual}`;
        }),
      ),
      because: 'the token was asked for with a scope in the query',
    },
  ],
});

check({
  id: 'scope-request/illegal-characters',
  title: 'answers a scope with characters that no scope has as it answers any other invalid one',
  requirements: ['BASE-07b', 'BASE-07c'],
  needs: ['requested-scope'],
  given: tokenRequest,
  butEach: {
    'a quotation mark': withScope((scope) => `${scope}"`),
    'a backslash': withScope((scope) => `${scope}\\`),
    'a letter beyond ASCII': withScope((scope) => `${scope}é`),
    'a character beyond 16 bits': withScope((scope) => `${scope}\u{1f511}`),
    'a control character': withScope((scope) => `${scope}\u0007`),
    'a zero byte': withScope((scope) => `${scope}\0`),
    'a line break and a header field': withScope((scope) => `${scope}\r\nx-injected: 1`),
  },
  expect: either(refused('token-refused', noInjectedField), accepted(noInjectedField)),
});

check({
  id: 'scope-request/company',
  title: 'takes no company from the scope',
  requirements: ['E1-AUTHZ-14', 'E1-AUTH-50'],
  needs: ['own-company', 'foreign-company'],
  steps: ['company:', 'companies/', 'companyId='].flatMap((prefix, index): Step[] => [
    {
      ...tokenFor('primary', (facts) => `${main(facts)} ${prefix}${facts.companyIds.foreign}`),
      ...issuedOrRefused,
      save: { [`$token${index}`]: 'access_token' },
      because: `the scope names a foreign company after ${prefix}`,
    },
    { ...callWith(`$token${index}`, 'primary'), when: `$token${index}`, ...grantedOrNot },
    {
      ...callWith(`$token${index}`, 'primary', { but: foreignCompany }),
      when: `$token${index}`,
      expect: refused(['company-denied', 'insufficient-scope']),
    },
  ]),
});

property({
  id: 'scope-request/any-near-miss',
  title: 'gives no right for whatever resembles a scope',
  requirements: ['E1-AUTH-50', 'BASE-04a', 'E1-AUTH-49'],
  needs: ['requested-scope', 'several-tokens'],
  forAll: (facts) => scopeNearMiss(main(facts), facts.scopes.all),
  steps: (scope) => givesNothing('$token', `“${scope}”`, () => scope),
});

property({
  id: 'scope-request/any-mixed-list',
  title: 'gives known scopes among unknown ones no more rights than the known ones alone',
  requirements: ['E1-AUTH-50', 'E1-AUTH-49', 'BASE-04c'],
  needs: ['other-scope', 'several-tokens'],
  forAll: (facts) => mixedScopeList([main(facts)], facts.scopes.all),
  steps: (list) => givesNoMore('$token', `the list is “${list.join(' ')}”`, () => list.join(' ')),
});

property({
  id: 'scope-request/any-separator',
  title: 'takes no visible character to separate scopes',
  requirements: ['BASE-04b', 'E1-AUTH-49', 'ENABLE-16'],
  needs: ['other-scope', 'several-tokens'],
  forAll: (facts) => misseparatedScopes([main(facts), other(facts)]).filter(isVisible),
  steps: (text) => givesNeither(text, asKnobSays('unknownScope')),
});

property({
  id: 'scope-request/any-white-space',
  title: 'takes no white space other than the space, and no control, to separate scopes',
  requirements: ['BASE-04b', 'ENABLE-16'],
  level: 'SHOULD', // as above
  needs: ['other-scope', 'several-tokens'],
  forAll: (facts) => misseparatedScopes([main(facts), other(facts)]).filter((text) => !isVisible(text)),
  steps: (text) => givesNeither(text, malformed),
});

property({
  id: 'scope-request/any-illegal-character',
  title: 'gives no right for a scope with any character that no scope has',
  requirements: ['E1-AUTH-50', 'BASE-04a', 'BASE-07c'],
  level: 'SHOULD', // as with white space: some take off what they take for blanks
  needs: ['requested-scope', 'several-tokens'],
  forAll: (facts) => notScopeToken(main(facts)),
  steps: (scope) =>
    givesNothing('$token', JSON.stringify(scope), () => scope, {
      expect: either(malformed.expect, refused('token-refused')),
    }),
});

property({
  id: 'scope-request/any-untidy-list',
  title: 'gives no more rights for a scope, however many spaces stand around it',
  requirements: ['E1-AUTH-49', 'BASE-04c'],
  needs: ['other-scope', 'several-tokens'],
  forAll: (facts) => untidyScopes([main(facts)]),
  steps: (text) =>
    givesNoMore('$token', `the list is “${text}”`, () => text, {
      expect: either(accepted(), refused('token-refused')),
    }),
});

property({
  id: 'scope-request/any-repetition',
  title:
    'gives no right for a scope that the application may not request, wherever several parameters name it',
  requirements: ['E1-AUTH-50', 'BASE-03d'],
  needs: ['wide-permission', 'other-scope'],
  forAll: (facts) => lineAmongOthers(main(facts), other(facts)),
  steps: (scopes) => twice('$token', `the parameters are “${scopes.join('”, “')}”`, () => scopes),
});

function isVisible(text: string): boolean {
  return /^[!-~]+$/.test(text);
}

/** Two scopes that are no list: no token, or one that opens neither of their routes. */
function givesNeither(text: string, issuance: Pick<CallStep, 'expect'>): Step[] {
  const because = `the scope is ${JSON.stringify(text)}`;
  return [
    ...givesNothing('$token', because, () => text, issuance),
    { ...callWith('$token', 'primary', { route: 'other-scope' }), when: '$token', ...lacking, because },
  ];
}

function obtained(name: SavedName, scope: (facts: Facts) => string) {
  return { ...tokenFor('primary', scope), save: { [name]: 'access_token' } };
}

/** A list that does not name a scope of the API: no token, or one that opens none of its routes. */
function givesNothing(
  name: SavedName,
  because: string,
  scope: (facts: Facts) => string,
  issuance: Pick<CallStep, 'expect'> = asKnobSays('unknownScope'),
): Step[] {
  return [
    { ...obtained(name, scope), ...issuance, because },
    { ...callWith(name, 'primary'), when: name, ...lacking, because: `the token was issued for ${because}` },
  ];
}

function givesNoMore(
  name: SavedName,
  because: string,
  scope: (facts: Facts) => string,
  issuance: Pick<CallStep, 'expect'> = asKnobSays('unknownScope'),
): Step[] {
  return [
    { ...obtained(name, scope), ...issuance, because },
    { ...callWith(name, 'primary'), when: name, ...grantedOrNot, because },
    { ...callWith(name, 'primary', { route: 'other-scope' }), when: name, ...lacking, because },
  ];
}

/** Asked by the client that the authorization server gives the other scope only. */
function opensNotMain(
  name: SavedName,
  because: string,
  scope: (facts: Facts) => string,
  issuance: Pick<CallStep, 'expect'> = asKnobSays('unpermittedScope'),
): Step[] {
  const request = tokenFor('wide-permission', scope);
  return [
    { ...request, ...issuance, save: { [name]: 'access_token' }, because },
    { ...callWith(name, 'wide-permission'), when: name, ...lacking, because },
  ];
}

function twice(name: SavedName, because: string, scope: (facts: Facts) => readonly string[]): Step[] {
  return [
    {
      ...tokenFor('wide-permission'),
      but: (facts) => ({ form: { scope: scope(facts) } }),
      expect: either(accepted(), refused('token-refused')),
      save: { [name]: 'access_token' },
      because,
    },
    { ...callWith(name, 'wide-permission'), when: name, ...lacking, because },
  ];
}

/** How often a list names a scope makes no difference, but that it is long. */
function behindMany(facts: Facts): string {
  return [...Array.from({ length: 40 }, () => other(facts)), main(facts)].join(' ');
}

function wideSeparator(facts: Facts): string {
  return main(facts).replace(/[^a-z0-9]|.$/i, fullwidth);
}

/** A token request for the scopes of two routes and others. */
function ofAll(list: (first: string, second: string) => readonly string[]) {
  return (facts: Facts): Patch => ({ form: { scope: list(main(facts), other(facts)).join(' ') } });
}

function withScope(change: (scope: string) => string) {
  return (facts: Facts): Patch => ({ form: { scope: change(main(facts)) } });
}

function foreignCompany({ profile, companyIds }: Facts): Patch {
  return { params: { [profile.company.parameter]: companyIds.foreign } };
}

function joined(separator: string) {
  return (facts: Facts) => `${main(facts)}${separator}${other(facts)}`;
}

/** The text, or something unknown where the change came to nothing. */
function changed(facts: Facts, text: string): string {
  return text === main(facts) ? unknown : text;
}

/** The outer words of a scope; of a scope that is a single word, the word without an end. */
function parts(facts: Facts): { first: string; last: string } {
  const scope = main(facts);
  const words = scope.split(/[/:.]/).filter((word) => word !== '');
  return words.length > 1
    ? { first: words[0] ?? unknown, last: words.at(-1) ?? unknown }
    : { first: scope.charAt(0), last: scope.slice(1) };
}
