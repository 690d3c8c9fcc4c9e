import {
  accepted,
  acceptedOrRefused,
  answered,
  anyOf,
  askedTwice,
  asLongBeyondAscii,
  badClaims,
  behindMarks,
  beyondAsciiNearMiss,
  callAs,
  callWith,
  check,
  decidedBy,
  eachEnding,
  either,
  type Facts,
  fieldNameNearMiss,
  fieldValueList,
  fieldValueNearMiss,
  injecting,
  injectionsOf,
  isInQuery,
  justExpired,
  mintedCall,
  type PatchSource,
  property,
  refused,
  refusedIfVerified,
  sameAnswerAs,
  sameFieldName,
  sameFieldValue,
  says,
  tamper,
  tokenFor,
  verifies,
  withMarks,
} from '../fixtures/index.ts';

/** What is found beside the header: never under its name, in any case. */
function elsewhere({ requestorHeader }: Facts) {
  const words = [
    'requestor',
    'requester',
    'person',
    'user',
    'natural-person',
    'actor',
    'principal',
    'subject',
  ];
  const own = requestorHeader.toLowerCase();
  return injectionsOf(words).filter((all) =>
    all.every(({ names }) => names.every((name) => name.toLowerCase() !== own)),
  );
}

const namedCall = callAs('primary', { route: 'requestor' });
const namingOther: PatchSource = ({ requestors }) => ({ headers: { $requestor: requestors.other } });
const nobody: PatchSource = { headers: { $requestor: null } };

check({
  id: 'requestor-id/missing',
  title: 'refuses a command that names no requestor',
  requirements: ['REQUESTOR-17'],
  needs: ['requestor-header'],
  given: namedCall,
  but: nobody,
  expect: refused('requestor-id-missing'),
  on: 'every-requestor-route',
});

check({
  id: 'requestor-id/expired-token',
  title: 'refuses a command with a token that has just expired, whatever its method is',
  requirements: ['REQUESTOR-12', 'REQUESTOR-10'],
  needs: ['requestor-header', 'jwt', 'mint'],
  send: callAs('primary', { route: 'requestor', token: justExpired }),
  expect: refused('token-expired'),
  on: 'every-requestor-route',
});

check({
  id: 'requestor-id/bad-token',
  title: 'refuses a command without an access token, or with a changed one, whatever its method is',
  requirements: ['REQUESTOR-10', 'REQUESTOR-22'],
  needs: ['requestor-header', 'jwt'],
  given: namedCall,
  butEach: ({ token }) => ({
    'no token': { headers: { authorization: null } },
    'a changed signature': { token: tamper.signatureTamperings['one bit changed'](token) },
  }),
  expect: refused(['token-missing', 'invalid-token']),
  on: 'every-requestor-route',
});

check({
  id: 'requestor-id/token-for-others',
  title: 'judges issuer, audience and beginning of a token of a command, whatever its method is',
  requirements: ['BASE-20b', 'BASE-20c', 'BASE-21d', 'REQUESTOR-10'],
  needs: ['requestor-header', 'jwt', 'mint'],
  given: { ...mintedCall, route: 'requestor' },
  butEach: badClaims,
  expect: refused('invalid-token'),
  on: 'every-requestor-route',
});

check({
  id: 'requestor-id/blank',
  title: 'refuses a command whose requestor header has no value',
  requirements: ['REQUESTOR-17'],
  needs: ['requestor-header'],
  given: namedCall,
  butEach: {
    'no value': { headers: { $requestor: '' } },
    blanks: { headers: { $requestor: '   ' } },
    'a tab': { headers: { $requestor: '\t' } },
  },
  expect: decidedBy(
    'requestor.blankIs',
    ({ requestor }) => (requestor?.blankIs === 'missing' ? 'refused' : 'open'),
    'requestor without a value',
    'requestor-id-missing',
  ),
  on: 'every-requestor-route',
});

check({
  id: 'requestor-id/each-call-alone',
  title: 'requires a requestor of each call alone, whatever the calls before it named',
  requirements: ['REQUESTOR-17'],
  needs: ['requestor-header'],
  steps: [
    {
      ...callAs('primary', { route: 'requestor', token: { fresh: true }, but: nobody }),
      expect: refused('requestor-id-missing'),
      because: 'the token is new',
    },
    { ...namedCall, because: 'the refusal of that token is not remembered' },
    {
      ...callAs('primary', { route: 'requestor', but: nobody }),
      expect: refused('requestor-id-missing'),
      because: 'nor is the requestor of the call before it',
    },
    namedCall,
    {
      ...callAs('primary', { route: 'requestor', but: nobody }),
      expect: refused('requestor-id-missing'),
      because: 'once more',
    },
  ],
});

check({
  id: 'requestor-id/field-syntax',
  title: 'accepts the requestor header in any case of its name and with whitespace around its value',
  requirements: ['REQUESTOR-17', 'BASE-12a', 'BASE-12b'],
  needs: ['requestor-header'],
  given: namedCall,
  butEach: ({ requestorHeader, requestors }) => ({
    'name in lower case': { headers: { $requestor: null, [requestorHeader.toLowerCase()]: requestors.own } },
    'name in upper case': { headers: { $requestor: null, [requestorHeader.toUpperCase()]: requestors.own } },
    'blanks around the value': { headers: { $requestor: `  ${requestors.own}  ` } },
    'tabs around the value': { headers: { $requestor: `\t${requestors.own}\t` } },
  }),
  expect: accepted(),
});

check({
  id: 'requestor-id/underscore-name',
  title: 'refuses a command whose requestor header has underscores or dots in its name, or no hyphen',
  requirements: ['REQUESTOR-17'],
  needs: ['requestor-header'],
  given: namedCall,
  butEach: ({ requestorHeader: name, requestors }) => ({
    underscores: { headers: { $requestor: null, [name.replaceAll('-', '_')]: requestors.own } },
    dots: { headers: { $requestor: null, [name.replaceAll('-', '.')]: requestors.own } },
    'no hyphen': { headers: { $requestor: null, [name.replaceAll('-', '')]: requestors.own } },
  }),
  expect: refused('requestor-id-missing'),
});

check({
  id: 'requestor-id/in-other-header',
  title: 'takes the requestor from its own header and from no other one',
  requirements: ['REQUESTOR-17', 'BASE-28d'],
  needs: ['requestor-header'],
  given: namedCall,
  butEach: ({ requestorHeader, requestors: { own } }) => ({
    'with X- before it': { headers: { $requestor: null, [`x-${requestorHeader}`]: own } },
    requestor: { headers: { $requestor: null, requestor: own } },
    'requester-id': { headers: { $requestor: null, 'requester-id': own } },
    'x-user-id': { headers: { $requestor: null, 'x-user-id': own } },
    'x-on-behalf-of': { headers: { $requestor: null, 'x-on-behalf-of': own } },
    from: { headers: { $requestor: null, from: own } },
  }),
  expect: refused('requestor-id-missing'),
});

check({
  id: 'requestor-id/in-query',
  title: 'takes the requestor from the header and not from the query',
  requirements: ['REQUESTOR-17'],
  needs: ['requestor-header'],
  given: namedCall,
  butEach: ({ requestorHeader, requestors: { own } }) => ({
    'the name of the header': { headers: { $requestor: null }, query: { [requestorHeader]: own } },
    'its name in lower case': {
      headers: { $requestor: null },
      query: { [requestorHeader.toLowerCase()]: own },
    },
    requestorId: { headers: { $requestor: null }, query: { requestorId: own } },
    requestor_id: { headers: { $requestor: null }, query: { requestor_id: own } },
  }),
  expect: refused('requestor-id-missing'),
});

check({
  id: 'requestor-id/in-cookie',
  title: 'takes the requestor from the header and not from a cookie',
  requirements: ['REQUESTOR-17'],
  needs: ['requestor-header'],
  given: namedCall,
  but: ({ requestorHeader, requestors: { own } }) => ({
    headers: {
      $requestor: null,
      cookie: `${requestorHeader}=${own}; requestorId=${own}; requestor_id=${own}`,
    },
  }),
  expect: refused('requestor-id-missing'),
});

check({
  id: 'requestor-id/in-body',
  title: 'takes the requestor from the header and not from a body',
  requirements: ['REQUESTOR-17'],
  needs: ['requestor-header'],
  given: namedCall,
  butEach: ({ requestorHeader, requestors: { own } }) => ({
    'of JSON': {
      headers: { $requestor: null, 'content-type': 'application/json' },
      body: JSON.stringify({ [requestorHeader]: own, requestorId: own, requestor_id: own }),
    },
    'of a form': {
      headers: { $requestor: null, 'content-type': 'application/x-www-form-urlencoded' },
      form: { [requestorHeader]: own, requestorId: own, requestor_id: own },
    },
  }),
  expect: refused('refused'), // a route that reads may refuse any body
});

check({
  id: 'requestor-id/whatever-the-body',
  title: 'requires a requestor of a command whatever its body is declared to be',
  requirements: ['REQUESTOR-17'],
  needs: ['requestor-header'],
  given: namedCall,
  butEach: Object.fromEntries(
    [
      'application/json-patch+json',
      'application/merge-patch+json',
      'application/graphql',
      'application/soap+xml',
      'application/octet-stream',
    ].map((type) => [type, { headers: { $requestor: null, 'content-type': type } }]),
  ),
  expect: refused('refused'), // as above
});

const oneRequestor = decidedBy(
  'requestor.duplicate',
  ({ requestor }) => (requestor?.duplicate === 'refuse' ? 'refused' : 'open'),
  'two requestors',
  'requestor-id-refused',
);

check({
  id: 'requestor-id/two-lines',
  title: 'refuses a command that names requestors in two lines',
  requirements: ['REQUESTOR-17', 'REQUESTOR-18'],
  level: 'SHOULD', // the guide speaks of one requestor, but not of what becomes of two
  needs: ['requestor-header', 'other-person'],
  given: namedCall,
  butEach: ({ requestors: { own, other } }) => ({
    'the usual one first': { headers: { $requestor: [own, other] } },
    'the usual one last': { headers: { $requestor: [other, own] } },
    'the usual one twice': { headers: { $requestor: [own, own] } },
  }),
  expect: oneRequestor,
});

check({
  id: 'requestor-id/list',
  title: 'refuses a command that names two requestors in a list',
  requirements: ['REQUESTOR-17', 'REQUESTOR-18'],
  level: 'SHOULD', // as above: a list may be what two lines were merged into (RFC 9110 section 5.3)
  needs: ['requestor-header', 'other-person'],
  given: namedCall,
  butEach: ({ requestors: { own, other } }) => ({
    'the usual one first': { headers: { $requestor: `${own}, ${other}` } },
    'the usual one last': { headers: { $requestor: `${other},${own}` } },
  }),
  expect: oneRequestor,
});

check({
  id: 'requestor-id/same-length',
  title:
    'refuses as requestor a text with characters beyond ASCII that is as long as an id, if it looks ids up',
  requirements: ['REQUESTOR-18', 'BASE-30f'],
  needs: ['requestor-header'],
  given: namedCall,
  butEach: ({ requestors: { own } }) =>
    Object.fromEntries(
      Object.entries(asLongBeyondAscii(own)).map(([how, id]) => [how, { headers: { $requestor: id } }]),
    ),
  expect: refusedIfVerified('exists', 'requestor with characters beyond ASCII'),
});

check({
  id: 'requestor-id/malformed',
  title: 'refuses a text that is no id as requestor, if it verifies the form',
  requirements: ['REQUESTOR-18'],
  needs: ['requestor-header'],
  given: namedCall,
  butEach: ({ requestors: { own } }) => ({
    'a sentence': { headers: { $requestor: 'the person who asks' } },
    'a path': { headers: { $requestor: `../persons/${own}` } },
    'a quote': { headers: { $requestor: "' OR '1'='1" } },
    'a template': { headers: { $requestor: '#{7*7}{{7*7}}' } },
    JSON: { headers: { $requestor: '{"$ne":null}' } },
    markup: { headers: { $requestor: '<b onclick=x>m2m</b>' } },
    'no UTF-8': { headers: { $requestor: '\u00e9\u00ff' } },
    'the usual id in quotes': { headers: { $requestor: `"${own}"` } },
    'the usual id twice, with a semicolon': { headers: { $requestor: `${own};${own}` } },
    'the usual id twice, with a blank': { headers: { $requestor: `${own} ${own}` } },
  }),
  expect: refusedIfVerified('format', 'malformed requestor'),
});

check({
  id: 'requestor-id/word-for-nothing',
  title: 'refuses a word for nobody as requestor, if it verifies that the person exists',
  requirements: ['REQUESTOR-18', 'REQUESTOR-17'],
  needs: ['requestor-header'],
  given: namedCall,
  butEach: {
    null: { headers: { $requestor: 'null' } },
    undefined: { headers: { $requestor: 'undefined' } },
    zero: { headers: { $requestor: '0' } },
    'an asterisk': { headers: { $requestor: '*' } },
    'a hyphen': { headers: { $requestor: '-' } },
  },
  expect: refusedIfVerified('exists', 'word for nobody as requestor'),
});

check({
  id: 'requestor-id/word-for-a-program',
  title: 'refuses a word for a program or for everybody as requestor, if it verifies that the person exists',
  requirements: ['REQUESTOR-18', 'REQUESTOR-17'],
  needs: ['requestor-header'],
  given: namedCall,
  butEach: Object.fromEntries(
    [
      'SYSTEM',
      'admin',
      'root',
      'anonymous',
      'service',
      'internal',
      'batch',
      'self',
      'me',
      'all',
      'any',
      'true',
    ].map((word) => [word, { headers: { $requestor: word } }]),
  ),
  expect: refusedIfVerified('exists', 'word for a program as requestor'),
});

check({
  id: 'requestor-id/number-of-a-person',
  title:
    'refuses what is written like a legal entity’s id and has the number of a person, if it verifies existence',
  requirements: ['REQUESTOR-18'],
  needs: ['requestor-header', 'legal-entity', 'unknown-person'],
  given: namedCall,
  butEach: ({ requestors: { own, unknown, legalEntity } }) => {
    const kindOf = (id: string): string => id.replaceAll(/\d/g, '0');
    // Only where the ids tell persons from legal entities is it certain that this is nobody.
    const isTold = kindOf(own) === kindOf(unknown) && prefixOf(legalEntity) !== prefixOf(own);
    const other = prefixOf(legalEntity) + own.slice(prefixOf(own).length);
    return {
      [isTold ? 'the number of the own one' : 'the legal entity']: {
        headers: { $requestor: isTold ? other : legalEntity },
      },
    };
  },
  expect: refusedIfVerified('exists', 'legal entity with the number of a person'),
});

check({
  id: 'requestor-id/near-miss',
  title: 'refuses an id that only resembles that of a person, if it verifies that the person exists',
  requirements: ['REQUESTOR-18'],
  needs: ['requestor-header'],
  given: namedCall,
  butEach: ({ requestors: { own } }) => ({
    'letters after it': { headers: { $requestor: `${own}abc` } },
    // Of a UUID that would be another spelling, which a server may read.
    ...(/\W/.test(own) &&
      !uuid.test(own) && {
        'no hyphens': { headers: { $requestor: own.replaceAll(/\W/g, '') } },
        'underscores for hyphens': { headers: { $requestor: own.replaceAll(/\W/g, '_') } },
        'blanks for hyphens': { headers: { $requestor: own.replaceAll(/\W/g, ' ') } },
        'a zero before what stands last': { headers: { $requestor: own.replace(/\w*$/, '0$&') } },
      }),
    'a thousand letters after it': { headers: { $requestor: own + 'a'.repeat(1000) } },
    'an asterisk for its end': { headers: { $requestor: `${own.slice(0, -1)}*` } },
    'a percent sign for its end': { headers: { $requestor: `${own.slice(0, -1)}%` } },
    'a regular expression': { headers: { $requestor: `${own.slice(0, -1)}.*` } },
  }),
  expect: refusedIfVerified('exists', 'near miss of a requestor'),
});

check({
  id: 'requestor-id/id-and-an-ending',
  title: 'refuses an id with more behind it, if it verifies that the person exists',
  requirements: ['REQUESTOR-18'],
  needs: ['requestor-header'],
  given: namedCall,
  butEach: ({ requestors: { own } }) => eachEnding((ending) => ({ headers: { $requestor: own + ending } })),
  expect: refusedIfVerified('exists', 'requestor with more behind its id'),
});

check({
  id: 'requestor-id/id-with-marks',
  title: 'refuses an id with marks before it, around it or in it, if it verifies that the person exists',
  requirements: ['REQUESTOR-18'],
  needs: ['requestor-header'],
  given: namedCall,
  butEach: ({ requestors: { own } }) => {
    // Marks in and around a UUID may be another spelling of it, which a server may read.
    const marked = Object.entries(uuid.test(own) ? behindMarks(own) : withMarks(own));
    return Object.fromEntries(marked.map(([how, text]) => [how, { headers: { $requestor: text } }]));
  },
  expect: refusedIfVerified('exists', 'requestor with marks'),
});

check({
  id: 'requestor-id/unknown',
  title: 'refuses an id that belongs to nobody as requestor, if it verifies that the person exists',
  requirements: ['REQUESTOR-18'],
  needs: ['requestor-header', 'unknown-person'],
  given: namedCall,
  but: ({ requestors }) => ({ headers: { $requestor: requestors.unknown } }),
  expect: refusedIfVerified('exists', 'unknown requestor'),
  on: 'every-requestor-route',
});

check({
  id: 'requestor-id/legal-entity',
  title: 'refuses the id of a legal entity as requestor, if it verifies that the person exists',
  requirements: ['REQUESTOR-18'],
  needs: ['requestor-header', 'legal-entity'],
  given: namedCall,
  but: ({ requestors }) => ({ headers: { $requestor: requestors.legalEntity } }),
  expect: refusedIfVerified('exists', 'legal entity as requestor'),
  on: 'every-requestor-route',
});

check({
  id: 'requestor-id/foreign',
  title: 'gives no data of another client for naming its person, whom it refuses if it verifies permissions',
  requirements: ['REQUESTOR-18', 'REQUESTOR-19', 'REQUESTOR-11', 'REQUESTOR-15'],
  needs: ['requestor-header', 'unproven-requestor', 'foreign-person', 'company-canaries'],
  given: namedCall,
  but: ({ requestors }) => ({ headers: { $requestor: requestors.foreign } }),
  expect: refusedIfVerified('permission', 'requestor of another client'),
  on: 'every-requestor-route',
});

check({
  id: 'requestor-id/crossed',
  title: 'keeps the persons of two clients apart right after each has named its own',
  requirements: ['REQUESTOR-11', 'REQUESTOR-18', 'REQUESTOR-19'],
  needs: ['requestor-header', 'unproven-requestor', 'other-company', 'company-canaries'],
  steps: [
    namedCall,
    callAs('other-company', { route: 'requestor' }),
    {
      ...callAs('primary', {
        route: 'requestor',
        but: ({ client }) => ({ headers: { $requestor: client('other-company').requestor ?? '' } }),
      }),
      expect: refusedIfVerified('permission', 'requestor of another client, just accepted'),
      because: 'the person of the other client has just been accepted',
    },
    {
      ...callAs('other-company', {
        route: 'requestor',
        but: ({ client }) => ({ headers: { $requestor: client('primary').requestor ?? '' } }),
      }),
      expect: refusedIfVerified('permission', 'requestor of another client, just accepted'),
      because: 'and the other way round',
    },
    { ...namedCall, because: 'none of it is remembered' },
  ],
});

/** Once permissions are verified, persons of one client may well be answered differently. */
function mayDependOnPerson(profile: Facts['profile']): boolean {
  return profile.requestor?.validation === 'report' || verifies(profile, 'permission');
}

const sameAsUsual = sameAnswerAs('the usual requestor', ({ requestors }) => [
  requestors.own,
  requestors.other,
]);
const sameUnlessOpen = says(sameAsUsual.says, (answer, facts) =>
  mayDependOnPerson(facts.profile) ? undefined : sameAsUsual.test?.(answer, facts),
);

check({
  id: 'requestor-id/other-person',
  title: 'answers alike whichever of its persons the client names, until permissions are verified',
  requirements: ['REQUESTOR-11', 'REQUESTOR-19', 'REQUESTOR-15'],
  needs: ['requestor-header', 'unproven-requestor', 'other-person', 'company-canaries'],
  steps: [
    ...askedTwice('the usual requestor', namedCall),
    {
      ...callAs('primary', {
        route: 'requestor',
        but: ({ requestors }) => ({ headers: { $requestor: requestors.other } }),
      }),
      expect: decidedBy(
        'requestor.validation or permissionEnforced',
        (profile) => (mayDependOnPerson(profile) ? 'open' : 'accepted'),
        'another requestor of the client',
        'requestor-id-refused',
        sameUnlessOpen,
      ),
      because: 'another person of the same client',
    },
  ],
});

check({
  id: 'requestor-id/after-another-person',
  title: 'answers for a person alike with a new token and with one that another person was named with',
  requirements: ['REQUESTOR-11'],
  needs: ['requestor-header', 'other-person'],
  steps: [
    {
      ...callAs('primary', { route: 'requestor', token: { fresh: true }, but: namingOther }),
      expect: answered(),
      saveAnswer: 'alone',
      because: 'nobody else was named with the token',
    },
    { ...tokenFor('primary', ({ scopes }) => scopes.main || undefined), save: { $token: 'access_token' } },
    { ...callWith('$token', 'primary', { route: 'requestor' }), because: 'the usual person' },
    {
      ...callWith('$token', 'primary', { route: 'requestor', but: namingOther }),
      expect: answered(
        says('the same status as with a new token', ({ status }, { answerTo }) =>
          status === answerTo('alone').status
            ? undefined
            : `${status} instead of ${answerTo('alone').status}`,
        ),
      ),
      because: 'the other person, with that token',
    },
    { ...callWith('$token', 'primary', { route: 'requestor' }), because: 'the usual person again' },
  ],
});

check({
  id: 'requestor-id/no-oracle-without-token',
  title: 'tells nobody without an access token which persons there are',
  requirements: ['REQUESTOR-22'],
  level: 'SHOULD', // which of two faults is told is open; but nothing should depend on what only clients may ask
  needs: ['requestor-header', 'unknown-person'],
  steps: [
    ...askedTwice('a person whom there is', {
      ...callAs('primary', { route: 'requestor', but: { headers: { authorization: null } } }),
      expect: refused('refused'),
    }),
    {
      ...callAs('primary', {
        route: 'requestor',
        but: ({ requestors }) => ({ headers: { authorization: null, $requestor: requestors.unknown } }),
      }),
      expect: refused(
        'refused',
        sameAnswerAs('a person whom there is', ({ requestors }) => [requestors.own, requestors.unknown]),
      ),
      because: 'nobody whom there is',
    },
  ],
});

property({
  id: 'requestor-id/any-near-miss',
  title:
    'refuses as requestor whatever only resembles the id of a person, if it verifies that the person exists',
  requirements: ['REQUESTOR-18'],
  needs: ['requestor-header'],
  given: namedCall,
  forAll: ({ requestors }) => fieldValueNearMiss(requestors.own, { caseMatters: false }),
  but: (id) => ({ headers: { $requestor: id } }),
  expect: (id, { requestors: { own } }) =>
    shapeOf(id) === shapeOf(own) || isSameNumber(id, own)
      ? acceptedOrRefused('id of the form of a person’s') // there may be such a person
      : refusedIfVerified('exists', 'near miss of a requestor'),
});

property({
  id: 'requestor-id/any-value-beyond-ascii',
  title: 'refuses as requestor what resembles an id and has bytes beyond ASCII, if it looks ids up',
  requirements: ['REQUESTOR-18', 'BASE-30f'],
  needs: ['requestor-header'],
  given: namedCall,
  forAll: ({ requestors }) => beyondAsciiNearMiss(requestors.own),
  but: (id) => ({ headers: { $requestor: id } }),
  expect: refusedIfVerified('exists', 'requestor with characters beyond ASCII'),
});

property({
  id: 'requestor-id/any-list',
  title: 'refuses every list of requestors, whatever stands beside the usual one',
  requirements: ['REQUESTOR-17', 'REQUESTOR-18'],
  level: 'SHOULD', // the guide speaks of one requestor, but not of what becomes of two
  needs: ['requestor-header'],
  given: namedCall,
  forAll: ({ requestors }) => fieldValueList(requestors.own),
  but: (list) => ({ headers: { $requestor: list } }),
  expect: oneRequestor,
});

property({
  id: 'requestor-id/any-other-name',
  title: 'finds the requestor under the name of the header, and under none that resembles it',
  requirements: ['REQUESTOR-17', 'BASE-12a'],
  needs: ['requestor-header'],
  given: namedCall,
  forAll: ({ requestorHeader }) => fieldNameNearMiss(requestorHeader),
  but: (name, { requestors }) => ({ headers: { $requestor: null, [name]: requestors.own } }),
  expect: refused(['requestor-id-missing', 'refused']), // odd names may be refused for themselves
});

property({
  id: 'requestor-id/any-other-place',
  title: 'takes the requestor from no place but its header, by whatever name and in whatever form',
  requirements: ['REQUESTOR-17', 'BASE-28d'],
  needs: ['requestor-header'],
  given: namedCall,
  forAll: elsewhere,
  but: (injections, { requestors: { own }, path }) =>
    injecting(injections, { value: own, own, path }, { headers: { $requestor: null } }),
  expect: refused(['requestor-id-missing', 'refused']), // what is odd may be refused for itself
});

property({
  id: 'requestor-id/any-name-beside-nobody',
  title: 'verifies the person of the header, whoever is named in another place, by whatever name',
  requirements: ['REQUESTOR-17', 'REQUESTOR-18'],
  needs: ['requestor-header', 'unknown-person'],
  given: namedCall,
  forAll: elsewhere,
  but: (injections, { requestors: { own, unknown }, path }) =>
    injecting(injections, { value: own, own: unknown, path }, { headers: { $requestor: unknown } }),
  expect: (_injection, { profile }) => (verifies(profile, 'exists') ? refused('refused') : answered()),
});

property({
  id: 'requestor-id/any-name-of-another',
  title: 'gives no data of another client for naming its person anywhere, by whatever name',
  requirements: ['REQUESTOR-11', 'REQUESTOR-15', 'REQUESTOR-17', 'BASE-28d'],
  needs: ['requestor-header', 'foreign-person', 'company-canaries'],
  given: namedCall,
  forAll: elsewhere,
  but: (injections, { requestors: { own, foreign }, path }) =>
    injecting(injections, { value: foreign, own, path }),
  // A parameter of the query may be a filter of the caller's own data.
  expect: (injections) => (isInQuery(injections) ? answered() : either(accepted(), refused('refused'))),
});

property({
  id: 'requestor-id/any-spelling',
  title: 'finds the requestor header in any case, and its value between any blanks',
  requirements: ['REQUESTOR-17', 'BASE-12a', 'BASE-12b'],
  needs: ['requestor-header'],
  given: namedCall,
  forAll: ({ requestorHeader, requestors }) =>
    anyOf({ name: sameFieldName(requestorHeader), value: sameFieldValue(requestors.own) }),
  but: ({ name, value }, { requestorHeader, requestors }) => ({
    headers: { $requestor: null, [name ?? requestorHeader]: value ?? requestors.own },
  }),
  expect: accepted(),
});

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** What stands before the number of an id. */
function prefixOf(id: string): string {
  return /^\D*/.exec(id)?.[0] ?? '';
}

/** An id with one letter for all that stand together, and one digit. */
function shapeOf(id: string): string {
  return id.replaceAll(/[a-z]+/gi, 'a').replaceAll(/\d+/g, '0');
}

/** Whether it spells the number that an id is in another way, which a server may read that takes ids for numbers. */
function isSameNumber(id: string, own: string): boolean {
  const numberIn = (text: string): string | undefined => /^\+?0*(\d+?)(?:\.0*)?$/.exec(text)?.[1];
  return /^\d+$/.test(own) && numberIn(id) === numberIn(own);
}
