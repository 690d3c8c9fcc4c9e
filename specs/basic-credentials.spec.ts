import {
  accepted,
  acceptedOrRefused,
  alterationOf,
  alteredPair,
  answered,
  base64SpellingOf,
  basicCredentials,
  callWith,
  check,
  decidedBy,
  type Expectation,
  eachAfterRightSecret,
  either,
  type Facts,
  header,
  member,
  observing,
  otherThanBasic,
  type PatchSource,
  property,
  refused,
  respelledBase64,
  type SavedName,
  type Step,
  says,
  secretFolds,
  tokenFor,
  tokenRequest,
} from '../fixtures/index.ts';

type Encoding = 'raw' | 'form';

const wrongSecret = 'wrong-secret';
const unread = refused('client-credentials-missing');
/** What an HTTP server answers to a second line of the field, in a form of its own (RFC 9110 section 5.3). */
const refusedByHttp = refused(
  'refused',
  says('status 400', ({ status }) => (status === 400 ? undefined : String(status))),
);
const main = ({ scopes }: Facts) => scopes.main || undefined;

check({
  id: 'basic-credentials/scheme-in-any-case',
  title: 'accepts client credentials under the scheme Basic in any case',
  requirements: ['JWT-BASIC-15', 'BASE-11', 'BASE-02c'],
  needs: ['basic-credentials'],
  given: tokenRequest,
  butEach: {
    'lower case': withField(({ encoded }) => `basic ${encoded}`),
    'upper case': withField(({ encoded }) => `BASIC ${encoded}`),
    'mixed case': withField(({ encoded }) => `bAsIc ${encoded}`),
  },
  expect: accepted(),
});

check({
  id: 'basic-credentials/missing',
  title: 'issues no token to a request without credentials',
  requirements: ['JWT-BASIC-15', 'BASE-02d'],
  needs: ['basic-credentials'],
  given: tokenRequest,
  butEach: ({ clientId }) => ({
    'no Authorization header': { headers: { authorization: null } },
    'no value': { headers: { authorization: '' } },
    'the scheme alone': { headers: { authorization: 'Basic' } },
    'a word for nothing': { headers: { authorization: 'Basic undefined' } },
    'neither id nor secret': { headers: { authorization: `Basic ${base64(':')}` } },
    'the id in the body alone': { headers: { authorization: null }, form: { client_id: clientId } },
    'the id in the body, beside neither id nor secret': {
      headers: { authorization: `Basic ${base64(':')}` },
      form: { client_id: clientId },
    },
    'the id in the body, beside the id without a secret': {
      headers: { authorization: `Basic ${base64(`${clientId}:`)}` },
      form: { client_id: clientId },
    },
  }),
  expect: unread,
});

check({
  id: 'basic-credentials/other-scheme',
  title: 'takes client credentials under the scheme Basic and under no other one',
  requirements: ['JWT-BASIC-15', 'BASE-02d'],
  needs: ['basic-credentials'],
  given: tokenRequest,
  butEach: {
    Bearer: withField(({ encoded }) => `Bearer ${encoded}`),
    Digest: withField(({ encoded }) => `Digest ${encoded}`),
    Token: withField(({ encoded }) => `Token ${encoded}`),
    'a letter more': withField(({ encoded }) => `BasicX ${encoded}`),
    'no scheme': withField(({ encoded }) => encoded),
  },
  expect: unread,
});

check({
  id: 'basic-credentials/in-another-header',
  title: 'takes client credentials from the Authorization header and from no other one',
  requirements: ['JWT-BASIC-15', 'BASE-02d'],
  needs: ['basic-credentials'],
  given: tokenRequest,
  butEach: (facts) => ({
    'proxy-authorization': elsewhere('proxy-authorization', facts),
    'x-authorization': elsewhere('x-authorization', facts),
    'x-forwarded-authorization': elsewhere('x-forwarded-authorization', facts),
  }),
  expect: unread,
});

check({
  id: 'basic-credentials/not-base64',
  title: 'refuses Basic credentials that are not encoded in base64',
  requirements: ['JWT-BASIC-15', 'BASE-02d'],
  needs: ['basic-credentials'],
  given: tokenRequest,
  butEach: {
    'id and secret as they are': withField(({ pair }) => `Basic ${pair}`),
    'percent-encoded': withField(({ pair }) => `Basic ${encodeURIComponent(pair)}`),
    hexadecimal: withField(({ pair }) => `Basic ${Buffer.from(pair).toString('hex')}`),
    'no character of base64': { headers: { authorization: 'Basic %%%!!!' } },
  },
  expect: unread,
});

check({
  id: 'basic-credentials/odd-base64',
  title: 'answers Basic credentials in an odd spelling of base64 without a fault',
  requirements: ['JWT-BASIC-15', 'BASE-07c'],
  level: 'MAY', // nobody may write them so, but how strictly they are read is left open
  needs: ['basic-credentials'],
  given: tokenRequest,
  butEach: {
    'without padding': withField(({ encoded }) => `Basic ${encoded.replace(/=+$/, '')}`),
    'padding too much': withField(({ encoded }) => `Basic ${encoded}====`),
    'the alphabet of base64url': withField(
      ({ encoded }) => `Basic ${encoded.replaceAll('+', '-').replaceAll('/', '_')}`,
    ),
    'two spaces': withField(({ encoded }) => `Basic  ${encoded}`),
    'a tab': withField(({ encoded }) => `Basic\t${encoded}`),
    'a space in it': withField(({ encoded }) => `Basic ${encoded.slice(0, 8)} ${encoded.slice(8)}`),
  },
  expect: acceptedOrRefused('Basic credentials in an odd spelling'),
});

check({
  id: 'basic-credentials/no-colon',
  title: 'refuses Basic credentials without a colon between id and secret',
  requirements: ['JWT-BASIC-15', 'BASE-02d'],
  needs: ['basic-credentials'],
  given: tokenRequest,
  butEach: {
    'the id alone': withPair(({ id }) => id),
    'the secret alone': withPair(({ secret }) => secret),
    'nothing between them': withPair(({ id, secret }) => id + secret),
    'a space between them': withPair(({ id, secret }) => `${id} ${secret}`),
    'a semicolon between them': withPair(({ id, secret }) => `${id};${secret}`),
    'encoded in base64 twice': withPair(({ encoded }) => encoded),
    'the colon percent-encoded': withPair(({ id, secret }) => `${id}%3A${secret}`),
  },
  expect: unread,
});

check({
  id: 'basic-credentials/another-colon',
  title: 'splits Basic credentials at their first colon and nowhere else',
  requirements: ['JWT-BASIC-15', 'BASE-02d'],
  needs: ['basic-credentials'],
  given: tokenRequest,
  butEach: {
    'more after the secret': withPair(({ id, secret }) => `${id}:${secret}:x`),
    'a colon after the secret': withPair(({ id, secret }) => `${id}:${secret}:`),
    'two colons between id and secret': withPair(({ id, secret }) => `${id}::${secret}`),
    'another text between id and secret': withPair(({ id, secret }) => `${id}:x:${secret}`),
    'another text before the id': withPair(({ id, secret }) => `x:${id}:${secret}`),
  },
  expect: unread,
});

check({
  id: 'basic-credentials/bytes-that-are-no-text',
  title:
    'refuses Basic credentials with control characters, or with bytes that are no UTF-8, without a fault',
  requirements: ['JWT-BASIC-15', 'BASE-02d', 'BASE-07c'],
  needs: ['basic-credentials'],
  given: tokenRequest,
  butEach: {
    'NUL after the id': withPair(({ id, secret }) => `${id}\0:${secret}`),
    'a line end before the id': withPair(({ id, secret }) => `\r\n${id}:${secret}`),
    'bytes that are no UTF-8': {
      headers: { authorization: `Basic ${base64('\xff\xfe:\xc0\x80', 'latin1')}` },
    },
    'half of a character': withPair(({ id, secret }) => `${id}\xc3:${secret}`, 'latin1'),
  },
  expect: unread,
});

check({
  id: 'basic-credentials/odd-characters',
  title: 'accepts an id and a secret of any characters, in the encoding of the profile',
  requirements: ['JWT-BASIC-12', 'JWT-BASIC-15', 'BASE-02c'],
  needs: ['basic-credentials', 'odd-characters'],
  steps: [
    {
      ...oddPair('raw'),
      expect: acceptedUnless('raw'),
      save: { $raw: 'access_token' },
      saveAnswer: 'raw',
      because: 'id and secret are joined as they are',
    },
    {
      ...oddPair('form'),
      expect: acceptedUnless('form'),
      save: { $form: 'access_token' },
      because: 'id and secret are form-encoded before they are joined',
    },
    { ...callWith('$raw', 'odd-characters'), when: '$raw' },
    { ...callWith('$form', 'odd-characters'), when: '$form' },
  ],
});

check({
  id: 'basic-credentials/escapes-in-either-case',
  title: 'reads the escapes of a form-encoded id and secret alike in capitals and in small letters',
  requirements: ['BASE-02c', 'JWT-BASIC-15'],
  needs: ['basic-credentials', 'odd-characters'],
  steps: [
    {
      ...oddPair('form'),
      expect: either(accepted(), refused('token-refused')),
      saveAnswer: 'capitals',
      because: 'the escapes have capitals',
    },
    {
      ...oddPair('form'),
      but: ({ client }) => ({
        headers: { authorization: withSmallEscapes(basicCredentials(client('odd-characters'), 'form')) },
      }),
      expect: answered(
        says('the same status as to capitals (RFC 3986 section 2.1)', ({ status }, { answerTo }) =>
          status === answerTo('capitals').status ? undefined : String(status),
        ),
      ),
      because: 'the escapes have small letters',
    },
  ],
});

check({
  id: 'basic-credentials/other-encoding',
  title:
    'refuses an id and a secret in the encoding that the profile excludes, in which they are another pair',
  requirements: ['JWT-BASIC-15', 'BASE-02d'],
  level: 'SHOULD', // whoever sends it does know the right pair
  needs: ['basic-credentials', 'odd-characters', 'one-basic-encoding'],
  steps: [
    {
      ...tokenFor('odd-characters', main),
      but: ({ client, profile }) => {
        const excluded = encodingOf(profile) === 'form' ? 'raw' : 'form';
        return { headers: { authorization: basicCredentials(client('odd-characters'), excluded) } };
      },
      expect: unread,
      because: 'the pair is right in the other encoding',
    },
  ],
});

check({
  id: 'basic-credentials/encoded-twice',
  title: 'decodes Basic credentials no more than once',
  requirements: ['JWT-BASIC-15', 'BASE-02d'],
  needs: ['basic-credentials', 'odd-characters'],
  steps: [
    ...encodedTwice('id and secret are', (twice) => twice),
    ...encodedTwice('the id is', ({ id }, { secret }) => ({ id, secret })),
    ...encodedTwice('the secret is', ({ secret }, { id }) => ({ id, secret })),
  ],
});

check({
  id: 'basic-credentials/colon-in-secret',
  title: 'compares a secret beyond the colons in it',
  requirements: ['JWT-BASIC-15', 'BASE-02d'],
  needs: ['basic-credentials', 'odd-characters', 'colon-in-secret'],
  steps: [
    ...cutSecret('up to its first colon', (secret) => secret.slice(0, secret.indexOf(':'))),
    ...cutSecret('up to its first colon, and another end', (secret) =>
      secret.replace(/:.*$/s, ':another-end'),
    ),
    ...cutSecret('up to its first colon, and with it', (secret) => secret.slice(0, secret.indexOf(':') + 1)),
    ...cutSecret('up to a few characters behind its first colon', (secret) =>
      secret.slice(0, Math.min(secret.indexOf(':') + 4, secret.length - 1)),
    ),
    ...cutSecret('from its last colon on', (secret) => secret.slice(secret.lastIndexOf(':') + 1)),
  ],
});

check({
  id: 'basic-credentials/folded-secret',
  title: 'refuses a secret that is like the right one but for what an encoding would make of it',
  requirements: ['JWT-BASIC-15', 'JWT-BASIC-23', 'BASE-02d'],
  needs: ['basic-credentials', 'odd-characters', 'escape-in-secret'],
  steps: [
    ...Object.entries(secretFolds).flatMap(([because, fold]) => foldedSecret(because, fold)),
    ...foldedSecret('an escape for each plus', (secret) => secret.replaceAll('+', '%2B')),
    ...foldedSecret('an escape for its last letter', (secret) =>
      secret.replace(/[a-z](?=[^a-z]*$)/i, escaped),
    ),
    ...foldedSecret('its escapes in the other case', (secret) =>
      secret.replaceAll(/%[0-9a-f]{2}/gi, (octet) =>
        octet === octet.toLowerCase() ? octet.toUpperCase() : octet.toLowerCase(),
      ),
    ),
  ],
});

check({
  id: 'basic-credentials/latin-1',
  title: 'answers Basic credentials in ISO 8859-1 without a fault',
  requirements: ['JWT-BASIC-12', 'BASE-07c'],
  level: 'MAY', // RFC 7617 section 2 leaves the charset open
  needs: ['basic-credentials', 'odd-characters'],
  steps: [
    {
      ...tokenFor('odd-characters', main),
      but: ({ client }) => {
        const { id, secret } = client('odd-characters');
        return { headers: { authorization: `Basic ${base64(`${id}:${secret}`, 'latin1')}` } };
      },
      expect: acceptedOrRefused('Basic credentials in ISO 8859-1'),
    },
  ],
});

const challengingBasic = [
  says('status 401 (RFC 6749 section 5.2)', ({ status }) => (status === 401 ? undefined : `${status}`)),
  says('a WWW-Authenticate header with the scheme Basic (RFC 6749 section 5.2)', (answer) => {
    const challenge = header(answer, 'www-authenticate').join(', ');
    return /(?:^|,)\s*basic\b/i.test(challenge) ? undefined : challenge || 'none';
  }),
];

check({
  id: 'basic-credentials/challenge',
  title: 'answers 401 with a challenge of the scheme Basic where Basic credentials are wrong',
  requirements: ['BASE-07d', 'JWT-BASIC-23'],
  needs: ['basic-credentials'],
  given: tokenRequest,
  butEach: {
    'a wrong secret': { credentials: { secret: wrongSecret } },
    'an unknown client': { credentials: { id: 'no-such-client' } },
    'a wrong secret, and the scheme in small letters': withField(
      ({ id }) => `basic ${base64(`${id}:${wrongSecret}`)}`,
    ),
  },
  expect: refused(
    'invalid-client',
    ...challengingBasic,
    observing('the challenge', (answer) => ({
      'challenge of the token endpoint': header(answer, 'www-authenticate').join(', '),
    })),
  ),
});

check({
  id: 'basic-credentials/challenge-of-a-revoked-client',
  title: 'answers 401 with a challenge of the scheme Basic where a client was revoked that uses it',
  requirements: ['BASE-07d', 'JWT-BASIC-23'],
  needs: ['basic-credentials', 'revoked'],
  steps: [
    {
      ...tokenFor('revoked'),
      expect: refused('invalid-client', ...challengingBasic),
      because: 'it was revoked',
    },
  ],
});

check({
  id: 'basic-credentials/in-the-body',
  title: 'accepts client credentials in the body instead, where the profile offers that',
  requirements: ['JWT-BASIC-15', 'BASE-02c'],
  needs: ['basic-credentials'],
  given: tokenRequest,
  but: (facts) => ({ headers: { authorization: null }, form: bodyPair(facts) }),
  expect: decidedBy(
    'token.clientAuth',
    ({ token }) => (token.clientAuth === 'either' ? 'accepted' : 'open'),
    'client credentials in the body',
    'token-refused',
  ),
});

check({
  id: 'basic-credentials/in-header-and-body',
  title: 'answers a client that authenticates in header and body without a fault',
  requirements: ['BASE-01', 'JWT-BASIC-15'],
  level: 'MAY', // a server that does not know the parameters has to ignore them (RFC 6749 section 3.2)
  needs: ['basic-credentials'],
  given: tokenRequest,
  butEach: {
    'the same pair': (facts) => ({ form: bodyPair(facts) }),
    'a wrong secret in the body': ({ clientId }) => ({
      form: { client_id: clientId, client_secret: wrongSecret },
    }),
  },
  expect: acceptedOrRefused('client credentials in header and body'),
});

check({
  id: 'basic-credentials/wrong-in-header-right-in-body',
  title: 'issues no token to a client that fails to authenticate by Basic, whatever its body says',
  requirements: ['BASE-01', 'JWT-BASIC-23'],
  level: 'SHOULD', // as BASE-01
  needs: ['basic-credentials'],
  given: tokenRequest,
  butEach: {
    'a wrong secret': (facts) => ({ credentials: { secret: wrongSecret }, form: bodyPair(facts) }),
    'an unknown client': (facts) => ({ credentials: { id: 'no-such-client' }, form: bodyPair(facts) }),
    'no pair at all': (facts) => ({ headers: { authorization: 'Basic %%%!!!' }, form: bodyPair(facts) }),
  },
  expect: unread,
});

check({
  id: 'basic-credentials/another-client-in-the-body',
  title: 'issues a token to the client that has authenticated, whichever one the body names',
  requirements: ['BASE-02d', 'JWT-BASIC-15', 'JWT-BASIC-05'],
  needs: ['basic-credentials', 'another-client', 'distinct-data'],
  steps: [
    naming('client_id'),
    naming('username'),
    naming('sub'),
    {
      because: 'the body has the pair of another client',
      form: ({ client }: Facts) => {
        const { id, secret } = client('$another');
        return { client_id: id, client_secret: secret };
      },
    },
  ].flatMap(({ because, form }, index): Step[] => {
    const token = `$token${index}` as const;
    return [
      {
        ...tokenRequest,
        but: (facts) => ({ form: form(facts) }),
        expect: either(accepted(), refused('token-refused')),
        save: { [token]: 'access_token' },
        because,
      },
      { ...callWith(token, 'primary'), when: token, because: 'the token is that of the first client' },
    ];
  }),
});

check({
  id: 'basic-credentials/two-headers-wrong-first',
  title: 'refuses two Authorization headers of which the first one holds a wrong secret',
  requirements: ['BASE-01', 'JWT-BASIC-15'],
  level: 'SHOULD', // nobody may send the field twice, but what becomes of it is open (RFC 9110 section 5.3)
  needs: ['basic-credentials'],
  given: tokenRequest,
  but: (facts) => ({ headers: { authorization: [wrongField(facts), rightField(facts)] } }),
  expect: either(unread, refusedByHttp),
});

check({
  id: 'basic-credentials/list',
  title: 'refuses a list of credentials in one Authorization header',
  requirements: ['BASE-01', 'JWT-BASIC-15'],
  level: 'SHOULD', // as above
  needs: ['basic-credentials'],
  given: tokenRequest,
  butEach: {
    'a wrong secret first': (facts) => ({
      headers: { authorization: `${wrongField(facts)}, ${rightField(facts)}` },
    }),
    'another scheme first': (facts) => ({ headers: { authorization: `Bearer x, ${rightField(facts)}` } }),
    'a wrong secret last': (facts) => ({
      headers: { authorization: `${rightField(facts)}, ${wrongField(facts)}` },
    }),
  },
  expect: unread,
});

check({
  id: 'basic-credentials/two-headers-of-two-clients',
  title: 'issues no token to a client that another Authorization header merely names',
  requirements: ['BASE-02d', 'BASE-01', 'JWT-BASIC-05'],
  needs: ['basic-credentials', 'another-client', 'distinct-data'],
  steps: [
    ...ofTwoClients('$first', 'the right secret comes first', (own, other) => [own, other]),
    ...ofTwoClients('$last', 'the right secret comes last', (own, other) => [other, own]),
  ],
});

property({
  id: 'basic-credentials/any-other-scheme',
  title: 'takes client credentials under no other scheme than Basic',
  requirements: ['JWT-BASIC-15', 'BASE-02d'],
  needs: ['basic-credentials'],
  given: tokenRequest,
  forAll: () => otherThanBasic(),
  but: (scheme, facts) => ({ headers: { authorization: `${scheme} ${encodedPair(facts)}` } }),
  expect: unread,
});

property({
  id: 'basic-credentials/any-other-pair',
  title: 'issues no token for an id and a secret that are altered in any way, or joined in another one',
  requirements: ['JWT-BASIC-15', 'JWT-BASIC-23', 'BASE-02d'],
  needs: ['basic-credentials'],
  given: tokenRequest,
  forAll: (facts) => alterationOf(joinedPair(facts)),
  but: (alteration, facts) => {
    const pair = alteredPair(joinedPair(facts), alteration, facts.client('primary'));
    return { headers: { authorization: `Basic ${base64(pair)}` } };
  },
  expect: unread,
  presentsWrongSecrets: true,
});

property({
  id: 'basic-credentials/any-spelling-of-base64',
  title: 'answers Basic credentials in any odd spelling of base64 without a fault',
  requirements: ['JWT-BASIC-15', 'BASE-07c'],
  level: 'MAY', // as above
  needs: ['basic-credentials'],
  given: tokenRequest,
  forAll: (facts) => base64SpellingOf(encodedPair(facts)),
  but: (spelling, facts) => ({
    headers: { authorization: `Basic ${respelledBase64(encodedPair(facts), spelling)}` },
  }),
  expect: acceptedOrRefused('Basic credentials in an odd spelling'),
});

/** What a client writes for HTTP Basic: its id and secret, both joined, and in base64. */
interface Written {
  readonly id: string;
  readonly secret: string;
  readonly pair: string;
  readonly encoded: string;
}

/** The accepted request with another Authorization header. */
function withField(write: (written: Written) => string): PatchSource {
  return (facts) => {
    const field = rightField(facts);
    const { id, secret } = facts.client('primary');
    const written = { id, secret, pair: `${id}:${secret}`, encoded: field.slice('Basic '.length) };
    return { headers: { authorization: write(written) } };
  };
}

/** The same with another text in base64. */
function withPair(write: (written: Written) => string, charset?: Charset): PatchSource {
  return withField((written) => `Basic ${base64(write(written), charset)}`);
}

function elsewhere(name: string, facts: Facts) {
  return { headers: { authorization: null, [name]: rightField(facts) } };
}

function rightField({ client, profile }: Facts): string {
  return basicCredentials(client('primary'), encodingOf(profile)) ?? '';
}

function encodedPair(facts: Facts): string {
  return rightField(facts).slice('Basic '.length);
}

function joinedPair(facts: Facts): string {
  return Buffer.from(encodedPair(facts), 'base64').toString();
}

function wrongField({ clientId, profile }: Facts): string {
  return basicCredentials({ id: clientId, secret: wrongSecret }, encodingOf(profile)) ?? '';
}

function bodyPair({ client }: Facts): Readonly<Record<string, string>> {
  const { id, secret } = client('primary');
  return { client_id: id, client_secret: secret };
}

type Charset = 'utf8' | 'latin1';

function base64(text: string, charset: Charset = 'utf8'): string {
  return Buffer.from(text, charset).toString('base64');
}

/** In which encoding the suite writes credentials (AMB-29); where both are possible, as they are. */
function encodingOf({ token }: Facts['profile']): Encoding {
  return token.basicEncoding === 'form' ? 'form' : 'raw';
}

type Pair = Readonly<Record<'id' | 'secret', string>>;

/** Id and secret in a header of HTTP Basic, still form-encoded if they are. */
function pairIn(field: string | null): Pair {
  const [id = '', secret = ''] = Buffer.from(field?.slice('Basic '.length) ?? '', 'base64')
    .toString()
    .split(':');
  return { id, secret };
}

/** A token request of the client with odd characters, or with another secret, in one of the encodings. */
function oddPair(encoding: Encoding, change: (secret: string) => string = (secret) => secret) {
  const but: PatchSource = ({ client }) => {
    const { id, secret } = client('odd-characters');
    return { headers: { authorization: basicCredentials({ id, secret: change(secret) }, encoding) } };
  };
  return { ...tokenFor('odd-characters', main), but };
}

/** Accepted, or refused where the profile allows it: one of the two encodings has to work (AMB-29). */
function acceptedUnless(encoding: Encoding): Expectation {
  const promise = `a refusal, but only where token.basicEncoding leaves ${encoding} out`;
  return either(
    accepted(),
    refused(
      'token-refused',
      says(promise, (_answer, { profile, answerTo }) => {
        const { basicEncoding } = profile.token;
        if (basicEncoding !== 'either') return basicEncoding === encoding ? 'a refusal' : undefined;
        const isLast = encoding === 'form' && member(answerTo('raw'), 'access_token') === undefined;
        return isLast ? 'a refusal of both encodings' : undefined;
      }),
    ),
  );
}

/** A part of the secret in place of the secret, in both encodings. */
function cutSecret(because: string, cut: (secret: string) => string): Step[] {
  return eachAfterRightSecret(
    tokenFor('odd-characters', main),
    (['raw', 'form'] as const).map((encoding) => ({
      ...oddPair(encoding, cut),
      expect: unread,
      because: `the secret ${because} (${encoding})`,
    })),
  );
}

/**
 * Another secret in place of the secret, in both encodings; in one in which it could be read as the secret itself, by
 * whatever reading, a plainly wrong one.
 */
function foldedSecret(because: string, fold: (secret: string) => string): Step[] {
  const wrong = (['raw', 'form'] as const).map((encoding) => {
    const change = (secret: string): string => {
      const field = basicCredentials({ id: '', secret: fold(secret) }, encoding) ?? '';
      const sent = Buffer.from(field.slice('Basic '.length), 'base64').toString().slice(1);
      const readings = [sent, unescaped(sent), unescaped(sent.replaceAll('+', ' '))];
      return readings.includes(secret) ? `${secret}x` : fold(secret);
    };
    return {
      ...oddPair(encoding, change),
      expect: unread,
      because: `${because} in the secret (${encoding})`,
    };
  });
  return eachAfterRightSecret(tokenFor('odd-characters', main), wrong);
}

/** Id and secret of odd characters, encoded two times, or what is made of these and of the ones encoded once. */
function encodedTwice(what: string, choice: (twice: Pair, once: Pair) => Pair): Step[] {
  const but: PatchSource = ({ client }) => {
    const once = pairIn(basicCredentials(client('odd-characters'), 'form'));
    // Whoever decodes no plus signs reads the same.
    const again = (text: string): string => encodeURIComponent(text.replaceAll('+', '%20'));
    const twice = { id: again(once.id), secret: again(once.secret) };
    const { id, secret: chosen } = choice(twice, once);
    // Where nothing needs to be encoded, it is the right pair, and a plainly wrong one is sent.
    const secret = id === once.id && chosen === once.secret ? `${chosen}x` : chosen;
    return { headers: { authorization: `Basic ${base64(`${id}:${secret}`)}` } };
  };
  const because = `${what} form-encoded two times`;
  return [{ ...tokenFor('odd-characters', main), but, expect: unread, because }];
}

/** Form-encoded credentials of HTTP Basic with the digits of their escapes in small letters. */
function withSmallEscapes(field: string | null): string {
  const { id, secret } = pairIn(field);
  const small = (text: string): string => text.replaceAll(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase());
  return `Basic ${base64(`${small(id)}:${small(secret)}`)}`;
}

/** Percent-encoded octets decoded, others left (RFC 3986 section 2.1). */
function unescaped(text: string): string {
  return Buffer.from(
    Buffer.from(text)
      .toString('latin1')
      .replaceAll(/%([0-9a-f]{2})/gi, (_escape, octet: string) =>
        String.fromCharCode(Number.parseInt(octet, 16)),
      ),
    'latin1',
  ).toString();
}

function escaped(letter: string): string {
  return `%${Buffer.from(letter).toString('hex').toUpperCase()}`;
}

/** Two headers: the right pair of the client, and the other client with a wrong secret. */
function ofTwoClients(
  name: SavedName,
  because: string,
  order: (own: string, other: string) => readonly string[],
): Step[] {
  return [
    {
      ...tokenRequest,
      but: (facts) => {
        const other = { id: facts.client('$another').id, secret: wrongSecret };
        const field = basicCredentials(other, encodingOf(facts.profile)) ?? '';
        return { headers: { authorization: order(rightField(facts), field) } };
      },
      expect: either(accepted(), refused('token-refused'), refusedByHttp),
      save: { [name]: 'access_token' },
      because,
    },
    { ...callWith(name, 'primary'), when: name, because: 'the token is that of the client with the secret' },
  ];
}

/** A form parameter that names another client than the one that authenticates. */
function naming(name: string) {
  return {
    because: `${name} names another client`,
    form: ({ client }: Facts): Record<string, string> => ({ [name]: client('$another').id }),
  };
}
