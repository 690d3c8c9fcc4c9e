import {
  alterationOf,
  altered,
  askedTwice,
  check,
  eachAfterRightSecret,
  eachEnding,
  either,
  type Facts,
  otherCase,
  type Patch,
  type PatchSource,
  property,
  refused,
  sameAnswerAs,
  says,
  secretFolds,
  tokenFor,
  tokenRequest,
  withEqualDigest,
  withMarks,
} from '../fixtures/index.ts';

const wrongSecret = 'wrong-secret';
const oddRequest = tokenFor('odd-characters', ({ scopes }) => scopes.main || undefined);

check({
  id: 'token-errors-secret/wrong',
  title: 'issues no token for a wrong secret',
  requirements: ['E1-AUTH-10', 'JWT-BASIC-23', 'BASE-07b', 'BASE-02d'],
  given: tokenRequest,
  but: withSecret(() => wrongSecret),
  expect: refused('invalid-client'),
});

check({
  id: 'token-errors-secret/wrong-ones-alike',
  title: 'does not tell how much of a wrong secret is right',
  requirements: ['E1-AUTH-10', 'BASE-07b', 'BASE-02d'],
  level: 'SHOULD', // no document says so, but who can tell them apart need not guess the whole (CWE-203)
  steps: [
    ...askedTwice('a wrong secret', {
      ...tokenRequest,
      but: withSecret(() => wrongSecret),
      expect: refused('invalid-client'),
    }),
    ...eachAfterRightSecret(
      tokenRequest,
      Object.entries({
        'it is as long as the right one': asLong,
        'all but its end is right': withOtherEnd,
      }).map(([because, change]) => ({
        ...tokenRequest,
        but: withSecret(change),
        expect: refused(
          'invalid-client',
          sameAnswerAs('a wrong secret', ({ client }) => [wrongSecret, change(client('primary').secret)]),
        ),
        because,
      })),
    ),
  ],
});

check({
  id: 'token-errors-secret/missing',
  title: 'issues no token without a secret',
  requirements: ['E1-AUTH-10', 'BASE-07b', 'BASE-02d'],
  given: tokenRequest,
  but: { credentials: { secret: null } },
  expect: refused('client-credentials-missing'),
});

check({
  id: 'token-errors-secret/empty',
  title: 'issues no token for an empty secret',
  requirements: ['E1-AUTH-10', 'BASE-03c', 'BASE-02d'],
  given: tokenRequest,
  but: withSecret(() => ''),
  expect: refused('client-credentials-missing'),
});

check({
  id: 'token-errors-secret/blank',
  title: 'issues no token for a blank secret',
  requirements: ['E1-AUTH-10', 'BASE-02d'],
  given: tokenRequest,
  butEach: {
    'a space': withSecret(() => ' '),
    'a tab': withSecret(() => '\t'),
    'a line feed': withSecret(() => '\n'),
    NUL: withSecret(() => '\0'),
  },
  expect: refused('client-credentials-missing'),
});

check({
  id: 'token-errors-secret/placeholder',
  title: 'issues no token for a text that programs write where there is nothing, or a pattern of every text',
  requirements: ['E1-AUTH-10', 'BASE-02d'],
  given: tokenRequest,
  butEach: {
    undefined: withSecret(() => 'undefined'),
    null: withSecret(() => 'null'),
    true: withSecret(() => 'true'),
    0: withSecret(() => '0'),
    '[object Object]': withSecret(() => '[object Object]'),
    '%': withSecret(() => '%'),
    '.*': withSecret(() => '.*'),
  },
  expect: refused('invalid-client'),
});

check({
  id: 'token-errors-secret/case',
  title: 'compares the secret with regard to case',
  requirements: ['E1-AUTH-10', 'BASE-02d', 'BASE-03f'],
  given: tokenRequest,
  but: withSecret((secret) => (secret === otherCase(secret) ? `${secret}a` : otherCase(secret))),
  expect: refused('invalid-client'),
});

check({
  id: 'token-errors-secret/padded',
  title: 'issues no token for the secret with blanks around it',
  requirements: ['E1-AUTH-10', 'BASE-02d'],
  given: tokenRequest,
  butEach: {
    'a space before': withSecret((secret) => ` ${secret}`),
    'a space after': withSecret((secret) => `${secret} `),
    'a line end after': withSecret((secret) => `${secret}\r\n`),
    'NUL after': withSecret((secret) => `${secret}\0`),
  },
  expect: refused('client-credentials-missing'),
});

check({
  id: 'token-errors-secret/truncated',
  title: 'issues no token for a part of the secret',
  requirements: ['E1-AUTH-10', 'BASE-02d'],
  given: tokenRequest,
  butEach: {
    'without its last character': withSecret((secret) => secret.slice(0, -1)),
    'without its first character': withSecret((secret) => secret.slice(1)),
    'its first half': withSecret((secret) => secret.slice(0, Math.ceil(secret.length / 2))),
    'its first character': withSecret((secret) => secret.slice(0, 1)),
  },
  expect: refused('invalid-client'),
});

check({
  id: 'token-errors-secret/extended',
  title: 'issues no token for the secret and more',
  requirements: ['E1-AUTH-10', 'BASE-02d'],
  given: tokenRequest,
  butEach: {
    'one character more': withSecret((secret) => `${secret}x`),
    'twice the secret': withSecret((secret) => secret + secret),
    'another secret before': withSecret((secret) => `${wrongSecret},${secret}`),
  },
  expect: refused('invalid-client'),
});

check({
  id: 'token-errors-secret/with-marks',
  title: 'takes no marks off a secret, and none out of it',
  requirements: ['E1-AUTH-10', 'BASE-02d'],
  given: tokenRequest,
  butEach: ({ client }) => {
    const { secret } = client('primary');
    const marked = {
      ...withMarks(secret),
      ...eachEnding((ending) => secret + ending),
      'a line feed after it': `${secret}\n`,
      'a comma and more after it': `${secret},x`,
    };
    return Object.fromEntries(
      Object.entries(marked).map(([how, other]) => [how, { credentials: { secret: other } }]),
    );
  },
  expect: refused(['invalid-client', 'client-credentials-missing']),
});

check({
  id: 'token-errors-secret/longer-than-any',
  title: 'refuses a secret that is longer than any',
  requirements: ['E1-AUTH-10', 'ENABLE-26', 'BASE-02d'],
  given: tokenRequest,
  but: withSecret((secret) => secret + 'x'.repeat(10_000)),
  // Whatever stands in front may find the field or the body too long (RFC 9110 sections 5.4 and 15.5.14).
  expect: either(
    refused(['invalid-client', 'token-refused']),
    refused(
      'refused',
      says('no code, as something in front refuses it', ({ code }) => code),
    ),
  ),
});

check({
  id: 'token-errors-secret/beginning',
  title: 'compares more than the beginning of the secret',
  requirements: ['E1-AUTH-10', 'BASE-02d'],
  given: tokenRequest,
  butEach: {
    'its last character changed': withSecret(withOtherEnd),
    'its second half changed': withSecret(
      (secret) => secret.slice(0, Math.ceil(secret.length / 2)) + '~'.repeat(Math.floor(secret.length / 2)),
    ),
    'its first eight characters alone right': withSecret(
      (secret) => secret.slice(0, 8) + '~'.repeat(Math.max(1, secret.length - 8)),
    ),
  },
  expect: refused('invalid-client'),
});

check({
  id: 'token-errors-secret/rearranged',
  title: 'issues no token for the characters of the secret in another order',
  requirements: ['E1-AUTH-10', 'BASE-02d'],
  given: tokenRequest,
  butEach: {
    'two neighbours swapped': withSecret((secret) =>
      otherThan(secret, secret.replace(/(.)(?!\1)(.)/su, '$2$1')),
    ),
    'back to front': withSecret((secret) => otherThan(secret, [...secret].reverse().join(''))),
    'in the order of the alphabet': withSecret((secret) => otherThan(secret, [...secret].sort().join(''))),
  },
  expect: refused(['invalid-client', 'client-credentials-missing']),
});

check({
  id: 'token-errors-secret/equal-digest',
  title: 'issues no token for a secret that a short digest does not tell from the right one',
  requirements: ['E1-AUTH-10', 'BASE-02d'],
  given: tokenRequest,
  butEach: ({ client }) =>
    Object.fromEntries(
      Object.entries(withEqualDigest(client('primary').secret)).map(([digest, secret]) => [
        digest,
        { credentials: { secret } },
      ]),
    ),
  expect: refused(['invalid-client', 'client-credentials-missing']),
});

check({
  id: 'token-errors-secret/unicode',
  title: 'refuses a secret with characters beyond ASCII, of the same length too, in an orderly way',
  requirements: ['E1-AUTH-10', 'BASE-02d'],
  given: tokenRequest,
  butEach: {
    'as many characters, one of two bytes': withSecret((secret) => `é${secret.slice(1)}`),
    'as many characters, one of three bytes': withSecret((secret) => `${secret.slice(0, -1)}€`),
    'as many UTF-16 units, two for one character': withSecret((secret) => `\u{1f511}${secret.slice(2)}`),
    'as many bytes, fewer characters': withSecret((secret) => `é${secret.slice(2)}`),
    'the eighth bit of a byte set': withEighthBit,
  },
  expect: refused('client-credentials-missing'),
});

check({
  id: 'token-errors-secret/folded',
  title:
    'issues no token for a secret that is like the right one but for what a form or a page would make of it',
  requirements: ['E1-AUTH-10', 'ENABLE-20', 'BASE-02d'],
  needs: ['body-credentials', 'odd-characters'],
  steps: eachAfterRightSecret(
    oddRequest,
    Object.entries({
      ...secretFolds,
      'entities for what means something in HTML': (secret: string) =>
        secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
      'no marks beyond ASCII': (secret: string) => secret.replaceAll(/[^\x20-\x7e]/g, '?'),
    }).map(([because, fold]) => ({
      ...oddRequest,
      but: ({ client }: Facts) => {
        const { secret } = client('odd-characters');
        return { credentials: { secret: otherThan(secret, fold(secret)) } };
      },
      expect: refused(['invalid-client', 'client-credentials-missing']),
      because,
    })),
  ),
});

check({
  id: 'token-errors-secret/of-another-client-after-its-use',
  title: 'issues no token for the secret of another client that has just used it',
  requirements: ['E1-AUTH-10', 'E1-AUTH-41', 'BASE-02d'],
  needs: ['another-client'],
  steps: [
    tokenRequest,
    { ...tokenFor('$another', ({ scopes }) => scopes.main), because: 'its secret is right' },
    {
      ...tokenRequest,
      but: ({ client }) => ({ credentials: { secret: client('$another').secret } }),
      expect: refused('invalid-client'),
      because: 'the secret is the one that another client has just used',
    },
    { ...tokenRequest, because: 'with its own secret' },
  ],
});

check({
  id: 'token-errors-secret/of-another-client',
  title: 'issues no token for the secret of another client',
  requirements: ['E1-AUTH-10', 'E1-AUTH-41', 'BASE-02d'],
  needs: ['another-client'],
  given: tokenRequest,
  butEach: ({ otherClients }) =>
    Object.fromEntries(
      Object.entries(otherClients).map(([role, { secret }]) => [
        `that of ${role}`,
        { credentials: { secret } },
      ]),
    ),
  expect: refused('invalid-client'),
});

property({
  id: 'token-errors-secret/any-altered',
  title: 'issues no token for a secret that is altered in any way',
  requirements: ['E1-AUTH-10', 'BASE-02d'],
  given: tokenRequest,
  forAll: ({ client }) => alterationOf(client('primary').secret),
  but: (alteration, { client }) => ({
    credentials: { secret: altered(client('primary').secret, alteration) },
  }),
  expect: refused(['invalid-client', 'client-credentials-missing']),
  presentsWrongSecrets: true,
});

function withSecret(change: (secret: string) => string): PatchSource {
  return ({ client }) => ({ credentials: { secret: change(client('primary').secret) } });
}

function withOther(text: string, index: number): string {
  return text.slice(0, index) + (text[index] === '~' ? '-' : '~') + text.slice(index + 1);
}

/** The secret with the highest bit of its first byte set, which is no UTF-8. */
function withEighthBit({ client, profile, tokenForm }: Facts): Patch {
  const { id, secret } = client('primary');
  const first = secret.charCodeAt(0) | 0x80;
  if (profile.token.clientAuth === 'body') {
    const { client_secret: _, ...others } = tokenForm;
    const changed = `%${first.toString(16)}${encodeURIComponent(secret.slice(1))}`;
    return { body: `${new URLSearchParams(others)}&client_secret=${changed}` };
  }
  const pair = Buffer.from(`${id}:${String.fromCharCode(first)}${secret.slice(1)}`, 'latin1');
  return { headers: { authorization: `Basic ${pair.toString('base64')}` } };
}

/** The characters in another order, or, where they have only one, with one more. */
function otherThan(secret: string, rearranged: string): string {
  return rearranged === secret ? `${secret}x` : rearranged;
}

function asLong(secret: string): string {
  return 'x'.repeat(secret.length);
}

function withOtherEnd(secret: string): string {
  return withOther(secret, secret.length - 1);
}
