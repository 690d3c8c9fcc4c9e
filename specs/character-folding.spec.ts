import {
  check,
  type Facts,
  fullwidth,
  type Patch,
  percentEncoded,
  refused,
  tokenFor,
  tokenRequest,
} from '../fixtures/index.ts';

type Folds = Readonly<Record<string, (text: string) => string>>;

/** Other texts that a program takes for the same if it cuts or folds characters before it compares. */
const folds: Folds = {
  'a first character with a higher byte more': (text) => higher(text.slice(0, 1)) + text.slice(1),
  'a last character with a higher byte more': (text) => text.slice(0, -1) + higher(text.slice(-1)),
  'a higher byte more everywhere': higher,
  'a character beyond 16 bits': (text) => higher(text.slice(0, 1), 0x10000) + text.slice(1),
  'as many bytes, of which two are a character': (text) => `${text.slice(0, -2)}é`,
  'an accent on a letter': (text) => text.replace(/[aceinosuyz]|.$/i, (each) => `${each}\u0301`.normalize()),
  'an accent after the last character': (text) => `${text}\u030a`,
  'a blank of no width inside': (text) => `${text.slice(0, 1)}\u200b${text.slice(1)}`,
  'a soft hyphen at the end': (text) => `${text}\u00ad`,
  'a first character in full width': (text) => fullwidth(text.slice(0, 1)) + text.slice(1),
  'full width everywhere': fullwidth,
};

check({
  id: 'character-folding/secret',
  title: 'issues no token for a secret of other characters that have a byte or a letter in common',
  requirements: ['E1-AUTH-10', 'JWT-BASIC-23', 'BASE-02d'],
  given: tokenRequest,
  butEach: ({ client }) => each(client('primary').secret, (secret) => ({ credentials: { secret } })),
  expect: refused(['invalid-client', 'client-credentials-missing']),
});

check({
  id: 'character-folding/id',
  title: 'issues no token for a client id of other characters that have a byte or a letter in common',
  requirements: ['E1-AUTH-10', 'JWT-BASIC-12', 'BASE-02d'],
  given: tokenRequest,
  butEach: ({ clientId }) => each(clientId, (id) => ({ credentials: { id } })),
  expect: refused(['invalid-client', 'client-credentials-missing']),
});

check({
  id: 'character-folding/encoded-twice',
  title: 'decodes the client id and the secret no more than once',
  requirements: ['E1-AUTH-10', 'ENABLE-20', 'BASE-02d'],
  needs: ['body-credentials'],
  given: tokenRequest,
  butEach: ({ client }) => {
    const { id, secret } = client('primary');
    return {
      'a character of the secret': { credentials: { secret: withEscape(secret) } },
      'every character of the secret': { credentials: { secret: percentEncoded(secret) } },
      'a character of the secret as in HTML': {
        credentials: { secret: `&#${secret.codePointAt(0)};${secret.slice(1)}` },
      },
      'a character of the id': { credentials: { id: withEscape(id) } },
    };
  },
  expect: refused(['invalid-client', 'client-credentials-missing']),
});

check({
  id: 'character-folding/id-without-accents',
  title: 'issues no token for a client id without the accents of its letters',
  requirements: ['JWT-BASIC-12', 'BASE-02d'],
  needs: ['basic-credentials', 'odd-characters'],
  steps: [
    {
      ...tokenFor('odd-characters', ({ scopes }: Facts) => scopes.main || undefined),
      but: ({ client }) => ({ credentials: { id: withoutAccents(client('odd-characters').id) } }),
      expect: refused(['invalid-client', 'client-credentials-missing']),
      because: 'the id lacks its accents',
    },
  ],
});

check({
  id: 'character-folding/id-with-more-blanks',
  title: 'issues no token for a client id with a blank more inside',
  requirements: ['JWT-BASIC-12', 'BASE-02d'],
  needs: ['basic-credentials', 'odd-characters'],
  steps: [
    {
      ...tokenFor('odd-characters', ({ scopes }: Facts) => scopes.main || undefined),
      but: ({ client }) => ({ credentials: { id: withMoreBlanks(client('odd-characters').id) } }),
      expect: refused(['invalid-client', 'client-credentials-missing']),
      because: 'the first blank of the id is there twice',
    },
  ],
});

/** The same characters, of which nothing but the lowest byte is right. */
function higher(text: string, by = 0x100): string {
  return [...text].map((one) => String.fromCodePoint((one.codePointAt(0) ?? 0) + by)).join('');
}

/** A text whose first character is an escape, to be encoded once more when it is sent. */
function withEscape(text: string): string {
  return percentEncoded(text.slice(0, 1)) + text.slice(1);
}

function each(text: string, change: (folded: string) => Patch): Record<string, Patch> {
  return Object.fromEntries(Object.entries(folds).map(([how, fold]) => [how, change(fold(text))]));
}

/** An id without blanks gets one. */
function withMoreBlanks(id: string): string {
  return id.includes(' ') ? id.replace(' ', '  ') : `${id.slice(0, 1)} ${id.slice(1)}`;
}

/** An id without accents has none to lose, and gets one. */
function withoutAccents(id: string): string {
  const bare = id.normalize('NFD').replaceAll(/\p{M}/gu, '');
  return bare === id ? `${id}\u0301` : bare;
}
