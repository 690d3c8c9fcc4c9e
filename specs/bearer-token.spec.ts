import {
  accepted,
  acceptedOrRefused,
  ageingToken,
  answered,
  apiCall,
  authorizationNearMiss,
  authorizationOf,
  b64token,
  bearerChallenge,
  breakingQuotes,
  callAs,
  challengedForBearer,
  challengedWith401,
  challengesIn,
  check,
  constant,
  type Expectation,
  either,
  fieldLines,
  header,
  notB64token,
  observing,
  oneof,
  otherCase,
  type Patch,
  property,
  refused,
  repeated,
  type Step,
  sameAuthorization,
  says,
  tokenFor,
  wellFormedChallenge,
} from '../fixtures/index.ts';

const forged = 'forged-token-0123456789abcdefghijklmnopqrstuvwxyz';

/** Malformed credentials are 400, invalid ones 401, and which is which is a matter of view (RFC 6750 section 3.1). */
const refusedAsUnauthenticated: Expectation = refused(
  'refused',
  says(
    'status 400, that of a token that is missing or invalid, or of too long a head',
    ({ status }, { profile }) => {
      const { 'token-missing': missing, 'invalid-token': invalid } = profile.outcomes;
      return [400, 431, missing.status, invalid.status].flat().includes(status) ? undefined : String(status);
    },
  ),
);

const withOtherEnd = {
  ...callAs('primary', { but: ({ token }) => ({ token: inOtherCase(token) }) }),
  expect: refused('refused'),
  because: 'good tokens, and the same with another end',
} as const;
const withoutToken = {
  ...callAs('primary', { but: { headers: { authorization: null } } }),
  expect: refused('refused'),
  because: 'good tokens, and none',
} as const;

check({
  id: 'bearer-token/missing',
  title: 'refuses a call without an access token, whatever client id it carries',
  requirements: ['E1-AUTH-02', 'E1-AUTH-15', 'BASE-09d', 'BASE-30b'],
  given: apiCall,
  but: { headers: { authorization: null } },
  expect: refused('token-missing'),
  on: 'every-route',
});

check({
  id: 'bearer-token/missing-with-other-client-id',
  title: 'refuses a call without an access token that carries the client id of another client',
  requirements: ['E1-AUTH-02', 'E1-AUTH-15'],
  needs: ['client-id-header', 'another-client'],
  given: apiCall,
  but: ({ client }) => ({ headers: { authorization: null, $clientId: client('$another').id } }),
  expect: refused('token-missing'),
});

check({
  id: 'bearer-token/anonymous',
  title: 'refuses a call that carries neither access token nor client id',
  requirements: ['E1-AUTH-02', 'E1-AUTH-03'],
  needs: ['client-id-header'],
  given: apiCall,
  but: { headers: { authorization: null, $clientId: null } },
  expect: refused(['token-missing', 'client-id-header-missing']), // which fault is told first is open
  on: 'every-route',
});

check({
  id: 'bearer-token/empty',
  title: 'refuses an Authorization header without a token in it',
  requirements: ['E1-AUTH-02', 'BASE-09d'],
  given: apiCall,
  butEach: {
    'no value': { headers: { authorization: '' } },
    'the scheme alone': { headers: { authorization: 'Bearer' } },
    'a word for nothing': { headers: { authorization: 'Bearer undefined' } },
    null: { headers: { authorization: 'Bearer null' } },
  },
  expect: refusedAsUnauthenticated,
});

check({
  id: 'bearer-token/opaque-text',
  title: 'refuses a token that nobody issued',
  requirements: ['E1-AUTH-02', 'BASE-09d'],
  given: apiCall,
  butEach: {
    'letters and digits': { token: forged },
    'one letter': { token: 'x' },
    'every character that a token may have': { token: 'aA0-._~+/==' },
    'two dots': { token: '..' },
  },
  expect: refused('invalid-token'),
  on: 'every-route',
});

check({
  id: 'bearer-token/lengthened',
  title: 'refuses an access token with characters before or after it',
  requirements: ['E1-AUTH-02', 'BASE-09d'],
  given: apiCall,
  butEach: ({ token }) => ({
    'a letter after it': { token: `${token}A` },
    'four letters after it': { token: `${token}AAAA` },
    'a letter before it': { token: `A${token}` },
    'the token twice': { token: token + token },
  }),
  expect: refused('invalid-token'),
});

check({
  id: 'bearer-token/shortened',
  title: 'refuses a part of an access token',
  requirements: ['E1-AUTH-02', 'BASE-09d'],
  given: apiCall,
  butEach: ({ token }) => ({
    'all but the last character': { token: token.slice(0, -1) },
    'the first half': { token: token.slice(0, Math.ceil(token.length / 2)) },
    'the first eight characters': { token: token.slice(0, 8) },
    'all but the first character': { token: token.slice(1) },
  }),
  expect: refused('invalid-token'),
});

check({
  id: 'bearer-token/case-changed',
  title: 'compares an access token with regard to case',
  requirements: ['E1-AUTH-02', 'BASE-09d'],
  given: apiCall,
  // Only the end, which in a JWT is its signature: the rest would no longer be JSON.
  but: ({ token }) => ({ token: inOtherCase(token) }),
  expect: refused('invalid-token'),
});

check({
  id: 'bearer-token/enclosed',
  title:
    'refuses an access token in quotes, brackets, with punctuation or a word after it, or a scheme too many',
  requirements: ['BASE-09g', 'E1-AUTH-02'],
  given: apiCall,
  butEach: ({ token }) => ({
    quotes: { headers: { authorization: `Bearer "${token}"` } },
    brackets: { headers: { authorization: `Bearer <${token}>` } },
    'a parameter': { headers: { authorization: `Bearer token="${token}"` } },
    'a comma after it': { headers: { authorization: `Bearer ${token},` } },
    'a semicolon after it': { headers: { authorization: `Bearer ${token};` } },
    'a word after it': { headers: { authorization: `Bearer ${token} x` } },
    'the scheme twice': { headers: { authorization: `Bearer Bearer ${token}` } },
    'the scheme after it': { headers: { authorization: `Bearer ${token} Bearer` } },
  }),
  expect: refusedAsUnauthenticated,
});

check({
  id: 'bearer-token/scheme-in-any-case',
  title: 'accepts the scheme in any case',
  requirements: ['BASE-11', 'BASE-09a'],
  given: apiCall,
  butEach: ({ token }) => ({
    'lower case': { headers: { authorization: `bearer ${token}` } },
    'upper case': { headers: { authorization: `BEARER ${token}` } },
    'mixed case': { headers: { authorization: `bEaReR ${token}` } },
  }),
  expect: accepted(),
});

check({
  id: 'bearer-token/field-syntax',
  title: 'finds an access token under Authorization in any case, and with whitespace around the credentials',
  requirements: ['BASE-12a', 'BASE-12b', 'BASE-09a'],
  given: apiCall,
  butEach: ({ token }) => ({
    'name in upper case': { headers: { authorization: null, AUTHORIZATION: `Bearer ${token}` } },
    'name in mixed case': { headers: { authorization: null, aUthOrizatioN: `Bearer ${token}` } },
    'blanks around the value': { headers: { authorization: `  Bearer ${token}  ` } },
    'tabs around the value': { headers: { authorization: `\tBearer ${token}\t` } },
  }),
  expect: accepted(),
});

check({
  id: 'bearer-token/other-whitespace',
  title: 'takes only what HTTP calls whitespace off an access token',
  requirements: ['BASE-12c', 'BASE-09g'],
  given: apiCall,
  butEach: ({ token }) => ({
    'a no-break space after it': { headers: { authorization: `Bearer ${token}\u00a0` } },
    'a no-break space before it': { headers: { authorization: `Bearer \u00a0${token}` } },
    'a next-line character after it': { headers: { authorization: `Bearer ${token}\u0085` } },
    'the bytes of a byte order mark before it': {
      headers: { authorization: `Bearer \u00ef\u00bb\u00bf${token}` },
    },
  }),
  expect: refusedAsUnauthenticated,
});

check({
  id: 'bearer-token/other-scheme',
  title: 'refuses an access token under another scheme than Bearer',
  requirements: ['E1-AUTH-15'],
  given: apiCall,
  butEach: ({ token }) => ({
    Basic: { headers: { authorization: `Basic ${token}` } },
    Token: { headers: { authorization: `Token ${token}` } },
    JWT: { headers: { authorization: `JWT ${token}` } },
    DPoP: { headers: { authorization: `DPoP ${token}` } },
    OAuth: { headers: { authorization: `OAuth ${token}` } },
    'a word that ends in Bearer': { headers: { authorization: `X-Bearer ${token}` } },
  }),
  expect: refusedAsUnauthenticated,
});

check({
  id: 'bearer-token/proof-missing',
  title: 'refuses an access token under the scheme DPoP that comes without a proof',
  requirements: ['BASE-09g', 'E1-AUTH-15'],
  level: 'MUST', // who knows the scheme requires the proof (RFC 9449 section 7.1), and nobody else may take it for Bearer
  given: apiCall,
  butEach: ({ token }) => ({
    'no proof': { headers: { authorization: `DPoP ${token}` } },
    'an empty proof': { headers: { authorization: `DPoP ${token}`, dpop: '' } },
    'a proof that is none': { headers: { authorization: `DPoP ${token}`, dpop: 'no-such-proof' } },
  }),
  expect: refusedAsUnauthenticated,
});

check({
  id: 'bearer-token/no-scheme',
  title: 'refuses an access token without a scheme',
  requirements: ['E1-AUTH-15', 'BASE-09g'],
  given: apiCall,
  but: ({ token }) => ({ headers: { authorization: token } }),
  expect: refusedAsUnauthenticated,
});

check({
  id: 'bearer-token/other-delimiter',
  title: 'refuses an access token that no space separates from the scheme',
  requirements: ['BASE-09g', 'E1-AUTH-15'],
  given: apiCall,
  butEach: ({ token }) => ({
    'nothing between': { headers: { authorization: `Bearer${token}` } },
    'a letter': { headers: { authorization: `BearerX${token}` } },
    'a colon': { headers: { authorization: `Bearer:${token}` } },
    'an equals sign': { headers: { authorization: `Bearer=${token}` } },
    'an underscore': { headers: { authorization: `Bearer_${token}` } },
    'a letter and a space': { headers: { authorization: `BearerX ${token}` } },
  }),
  expect: refusedAsUnauthenticated,
});

check({
  id: 'bearer-token/two-lines-forged-first',
  title: 'refuses two Authorization headers of which the first one holds a forged token',
  requirements: ['E1-AUTH-02', 'BASE-09g'],
  level: 'SHOULD', // nobody may send the field twice; what to make of it is not laid down (RFC 9110 section 5.3)
  given: apiCall,
  but: ({ token }) => ({ headers: { authorization: [`Bearer ${forged}`, `Bearer ${token}`] } }),
  expect: refusedAsUnauthenticated,
});

check({
  id: 'bearer-token/two-lines-of-two-clients',
  title: 'takes all that it needs from one of two Authorization headers, or refuses both',
  requirements: ['E1-AUTH-15', 'E1-AUTHZ-21', 'BASE-09g'],
  // Without that header, each of the two tokens would be reason enough to serve its own client.
  needs: ['client-id-header', 'distinct-data'],
  steps: [
    { ...tokenFor('$another', ({ scopes }) => scopes.main), save: { $other: 'access_token' } },
    {
      ...callAs('primary', {
        but: ({ token, saved }) => ({
          headers: { authorization: [`Bearer ${token}`, `Bearer ${saved('$other')}`] },
        }),
      }),
      expect: either(accepted(), refusedAsUnauthenticated),
      because: 'own token first',
    },
    {
      ...callAs('primary', {
        but: ({ token, saved }) => ({
          headers: { authorization: [`Bearer ${saved('$other')}`, `Bearer ${token}`] },
        }),
      }),
      expect: either(accepted(), refusedAsUnauthenticated),
      because: 'own token last',
    },
  ],
});

check({
  id: 'bearer-token/list-forged-first',
  title: 'refuses a list of credentials whose first one is not the access token',
  requirements: ['BASE-09g', 'E1-AUTH-02'],
  given: apiCall,
  butEach: ({ token }) => ({
    'a forged token': { headers: { authorization: `Bearer ${forged}, Bearer ${token}` } },
    'a forged token without a scheme before the other': {
      headers: { authorization: `Bearer ${forged} ${token}` },
    },
    'another scheme': { headers: { authorization: `Basic eDp5, Bearer ${token}` } },
  }),
  expect: refusedAsUnauthenticated,
});

check({
  id: 'bearer-token/list-forged-last',
  title: 'refuses a list of credentials that the access token begins',
  requirements: ['BASE-09g'],
  level: 'SHOULD', // RFC 6750 section 3.1: the answer to a malformed request
  given: apiCall,
  butEach: ({ token }) => ({
    'a forged token': { headers: { authorization: `Bearer ${token}, Bearer ${forged}` } },
    'another scheme': { headers: { authorization: `Bearer ${token}, Basic eDp5` } },
  }),
  expect: refusedAsUnauthenticated,
});

check({
  id: 'bearer-token/client-secret',
  title: 'refuses client credentials in the place of an access token',
  requirements: ['E1-AUTH-01', 'E1-AUTH-02', 'JWT-BASIC-13', 'BASE-30b'],
  needs: ['secret-no-token'],
  given: apiCall,
  butEach: ({ client, clientId }) => {
    const { secret } = client('primary');
    const pair = Buffer.from(`${clientId}:${secret}`).toString('base64');
    return {
      'the secret as a token': { headers: { authorization: `Bearer ${secret}` } },
      'id and secret under Basic': { headers: { authorization: `Basic ${pair}` } },
      'id and secret as a token': { headers: { authorization: `Bearer ${pair}` } },
    };
  },
  expect: refusedAsUnauthenticated,
  on: 'every-route',
});

check({
  id: 'bearer-token/client-id-as-token',
  title: 'refuses the client id in the place of an access token',
  requirements: ['E1-AUTH-02', 'E1-AUTH-15', 'BASE-09d'],
  given: apiCall,
  but: ({ clientId }) => ({ headers: { authorization: `Bearer ${clientId}` } }),
  expect: refusedAsUnauthenticated,
});

check({
  id: 'bearer-token/parallel',
  title: 'accepts one access token on many connections at once',
  requirements: ['E1-AUTH-27'],
  steps: [{ parallel: [apiCall], times: ({ profile }) => profile.api.parallelism }],
});

check({
  id: 'bearer-token/missing-again-and-again',
  title: 'refuses a call without an access token before, between and after accepted ones',
  requirements: ['E1-AUTH-02', 'BASE-09d'],
  steps: Array.from({ length: 5 }, () => [
    { ...callAs('primary', { but: { headers: { authorization: null } } }), expect: refused('token-missing') },
    { ...callAs('primary', { but: { headers: { authorization: null } } }), expect: refused('token-missing') },
    apiCall,
  ]).flat(),
});

check({
  id: 'bearer-token/in-parallel-with-forged',
  title: 'refuses forged tokens that come at the same moment as the access token, and accepts that one',
  requirements: ['E1-AUTH-02', 'E1-AUTH-27', 'BASE-09d'],
  steps: [
    apiCall,
    ...[withOtherEnd, withoutToken].map(
      (wrong): Step => ({
        parallel: [apiCall, wrong, apiCall, wrong],
        times: ({ profile }) => Math.max(1, Math.floor(profile.api.parallelism / 4)),
        because: wrong.because,
      }),
    ),
  ],
});

check({
  id: 'bearer-token/challenge',
  title: 'challenges a call whose access token is missing or not valid',
  requirements: ['BASE-10a'],
  given: apiCall,
  butEach: {
    'no token': { headers: { authorization: null } },
    'a token that nobody issued': { token: forged },
  },
  expect: refused(
    ['token-missing', 'invalid-token'],
    challengedForBearer,
    observing('the challenge', (answer) => ({ challenge: header(answer, 'www-authenticate').join(', ') })),
  ),
});

check({
  id: 'bearer-token/challenge-expired',
  title: 'challenges a call whose access token has expired',
  requirements: ['BASE-10a'],
  needs: ['ageing'],
  steps: [
    ageingToken.issue,
    { letPass: ageingToken.life.pastExpiry },
    {
      ...ageingToken.use,
      because: 'the token has expired',
      expect: answered(challengedForBearer),
    },
  ],
});

check({
  id: 'bearer-token/challenge-whatever-the-cause',
  title: 'challenges every call that it answers 401',
  requirements: ['BASE-10a'],
  given: apiCall,
  butEach: ({ path, token }) => ({
    'another scheme': { headers: { authorization: `Basic ${token}` } },
    'the scheme alone': { headers: { authorization: 'Bearer' } },
    'a token in the query alone': { headers: { authorization: null }, query: { access_token: forged } },
    'HEAD without a token': { method: 'HEAD', headers: { authorization: null } },
    'a method that is not allowed, without a token': { method: 'POST', headers: { authorization: null } },
    'a path below the route, without a token': {
      path: `${path}/no-such-thing`,
      headers: { authorization: null },
    },
  }),
  expect: either(refused('method-not-allowed', challengedWith401), answered(challengedWith401)),
});

check({
  id: 'bearer-token/challenge-without-error',
  title: 'names no error in its challenge to a call that carried no token',
  requirements: ['BASE-10b'],
  level: 'SHOULD', // RFC 6750 section 3.1
  given: apiCall,
  but: { headers: { authorization: null } },
  expect: refused(
    'token-missing',
    says('a challenge without the attribute error, where the profile requires one', (answer, { profile }) => {
      const challenge = bearerChallenge(answer);
      const judged = profile.api.wwwAuthenticate === 'require' && challenge !== undefined;
      return judged && /\berror\s*=/i.test(challenge) ? challenge : undefined;
    }),
  ),
});

check({
  id: 'bearer-token/challenge-attributes',
  title: 'gives each attribute of a challenge once',
  requirements: ['BASE-10c'],
  given: apiCall,
  butEach: {
    'no token': { headers: { authorization: null } },
    'a token that nobody issued': { token: forged },
  },
  expect: answered(
    says('no attribute twice in a challenge (RFC 6750 section 3)', (answer) =>
      header(answer, 'www-authenticate')
        .flatMap((value) => challengesIn(value) ?? [])
        .flatMap(({ attributes }) => repeated(attributes).map((name) => `${name} twice`)),
    ),
  ),
});

check({
  id: 'bearer-token/challenge-realm',
  title: 'writes the realm of a challenge in quotation marks',
  requirements: ['BASE-10e'],
  level: 'SHOULD', // strictly a MUST (RFC 9110 section 11.5), but clients take both
  given: apiCall,
  butEach: {
    'no token': { headers: { authorization: null } },
    'a token that nobody issued': { token: forged },
  },
  expect: answered(
    says('a realm, if any, in quotation marks', (answer) =>
      header(answer, 'www-authenticate').filter((value) =>
        /(?:^|[ \t,])realm[ \t]*=[ \t]*[^" \t]/i.test(value.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')),
      ),
    ),
  ),
});

check({
  id: 'bearer-token/challenge-characters',
  title: 'explains an error in its challenge by none but the characters that belong there',
  requirements: ['BASE-10e'],
  level: 'SHOULD', // strictly a MUST NOT (RFC 6750 section 3), but clients read no more than the word for the error
  given: apiCall,
  butEach: {
    'no token': { headers: { authorization: null } },
    'a token that nobody issued': { token: forged },
    'a token that is none': { headers: { authorization: 'Bearer "é' } },
  },
  expect: answered(
    says('error and error_description, if any, of visible ASCII and blanks', (answer) =>
      header(answer, 'www-authenticate').flatMap((value) =>
        [...value.matchAll(/\berror(?:_description)?[ \t]*=[ \t]*"((?:[^"\\]|\\.)*)"/gi)].flatMap(
          ([attribute, text = '']) => (/^[ -~]*$/.test(text) ? [] : [attribute]),
        ),
      ),
    ),
  ),
});

check({
  id: 'bearer-token/challenge-syntax',
  title:
    'keeps its challenge well-formed whatever stands in the place of a token, in the path, the query or a header',
  requirements: ['BASE-10c', 'BASE-10e'],
  given: apiCall,
  butEach: ({ path }) =>
    Object.fromEntries(
      Object.entries(breakingQuotes).flatMap(([name, text]): [string, Patch][] => [
        [
          `a path below the route with ${name}`,
          { token: forged, path: `${path}/${encodeURIComponent(text)}` },
        ],
        [`a token with ${name}`, { headers: { authorization: `Bearer ${text}` } }],
        [`a scheme with ${name}`, { headers: { authorization: text } }],
        [`the query with ${name}`, { token: forged, query: { q: text } }],
        ...['x-forwarded-host', 'x-forwarded-proto', 'origin', 'user-agent'].map((field): [string, Patch] => [
          `${field} with ${name}`,
          { token: forged, headers: { [field]: text } },
        ]),
      ]),
    ),
  expect: answered(wellFormedChallenge),
});

property({
  id: 'bearer-token/any-other-credentials',
  title: 'refuses an access token in whatever resembles Bearer credentials',
  requirements: ['E1-AUTH-15', 'BASE-09g'],
  given: apiCall,
  forAll: () => authorizationNearMiss(),
  but: (pattern, { token }) => ({ headers: { authorization: authorizationOf(pattern, token) } }),
  // An HTTP server may hand on each tab of a field value as a space, before anybody looks for a scheme.
  expect: (pattern) =>
    /^bearer[\t ]+<token>$/i.test(pattern)
      ? acceptedOrRefused('tab after the scheme')
      : refusedAsUnauthenticated,
});

property({
  id: 'bearer-token/any-spelling',
  title: 'accepts the scheme in any case, and takes more spaces after it for one if it takes them',
  requirements: ['BASE-11', 'BASE-09a'],
  given: apiCall,
  forAll: () => sameAuthorization(),
  but: (pattern, { token }) => ({ headers: { authorization: authorizationOf(pattern, token) } }),
  // By the grammar there may be more than one space (RFC 9110 section 11.4); many servers split at the first.
  expect: (pattern) =>
    pattern.includes('  ') ? acceptedOrRefused('several spaces after the scheme') : accepted(),
});

property({
  id: 'bearer-token/any-other-token',
  title: 'refuses every text that is not an access token, well-formed or not',
  requirements: ['E1-AUTH-02', 'BASE-09g', 'BASE-09h'],
  given: apiCall,
  forAll: () => oneof(b64token(), notB64token()),
  but: (text) => ({ headers: { authorization: `Bearer ${text}` } }),
  expect: refusedAsUnauthenticated,
});

property({
  id: 'bearer-token/any-lines',
  title: 'refuses several Authorization headers of which one holds no access token, however many there are',
  requirements: ['E1-AUTH-02', 'BASE-09g'],
  level: 'SHOULD', // nobody may send the field twice; what to make of it is not laid down (RFC 9110 section 5.3)
  given: apiCall,
  forAll: () => fieldLines('Bearer <token>', oneof(constant(`Bearer ${forged}`), authorizationNearMiss())),
  but: (lines, { token }) => ({
    headers: { authorization: lines.map((line) => authorizationOf(line, token)) },
  }),
  expect: refusedAsUnauthenticated,
});

/** A token whose end, but for what its encoding pads, is written in another case. */
function inOtherCase(token: string): string {
  const spelling = token.slice(0, -40) + otherCase(token.slice(-40, -4)) + token.slice(-4);
  return spelling === token ? `${token}a` : spelling;
}
