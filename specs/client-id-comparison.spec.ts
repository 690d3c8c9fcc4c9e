import {
  accepted,
  apiCall,
  asLongBeyondAscii,
  beyondAsciiNearMiss,
  check,
  eachEnding,
  type Facts,
  fieldValueNearMiss,
  fullwidth,
  otherCase,
  type Patch,
  partsBetweenSeparators,
  percentEncoded,
  property,
  refused,
  withEqualDigest,
  withMarks,
} from '../fixtures/index.ts';

check({
  id: 'client-id-comparison/field-syntax',
  title: 'accepts the client-id header in any case of its name and with whitespace around its value',
  requirements: ['E1-AUTH-04', 'BASE-12a', 'BASE-12b'],
  needs: ['client-id-header'],
  given: apiCall,
  butEach: ({ clientId, clientIdHeader }) => ({
    'name in upper case': { headers: { $clientId: null, [clientIdHeader.toUpperCase()]: clientId } },
    'name in mixed case': { headers: { $clientId: null, [capitalised(clientIdHeader)]: clientId } },
    'blanks around the value': { headers: { $clientId: `  ${clientId}  ` } },
    'tabs around the value': { headers: { $clientId: `\t${clientId}\t` } },
  }),
  expect: accepted(),
});

check({
  id: 'client-id-comparison/case-changed',
  title: 'compares the client-id header with regard to case',
  requirements: ['E1-AUTH-04', 'E1-AUTH-19'],
  needs: ['client-id-header', 'exact-client-id'],
  given: apiCall,
  // An id without letters has no case to change; a letter more is then what comes closest.
  butEach: (facts) =>
    otherValues(facts, {
      'every letter': otherCase(facts.clientId),
      'the last letter': facts.clientId.replace(/[a-z](?=[^a-z]*$)/i, otherCase),
      'a letter more': `${facts.clientId}a`,
    }),
  expect: refused('client-id-header-mismatch'),
});

check({
  id: 'client-id-comparison/every-route',
  title: 'compares the client-id header alike on each route, and with each method',
  requirements: ['E1-AUTH-04', 'E1-AUTH-19', 'E1-AUTH-03'],
  needs: ['client-id-header', 'exact-client-id'],
  given: apiCall,
  butEach: (facts) =>
    otherValues(facts, {
      'another case': otherCase(facts.clientId),
      'all but its end': facts.clientId.slice(0, -1),
      'a list with it': `no-such-client, ${facts.clientId}`,
    }),
  expect: refused('client-id-header-mismatch'),
  on: 'every-route',
});

check({
  id: 'client-id-comparison/punctuation-changed',
  title: 'tells hyphens, underscores and dots in a client id apart',
  requirements: ['E1-AUTH-04', 'E1-AUTH-19'],
  needs: ['client-id-header'],
  given: apiCall,
  // An id without punctuation has none to change; a hyphen more is then what comes closest.
  butEach: (facts) =>
    otherValues(facts, {
      hyphens: facts.clientId.replaceAll(/[._]/g, '-'),
      underscores: facts.clientId.replaceAll(/[.-]/g, '_'),
      'no punctuation': facts.clientId.replaceAll(/[._-]/g, ''),
      'a hyphen more': `${facts.clientId}-`,
    }),
  expect: refused('client-id-header-mismatch'),
});

check({
  id: 'client-id-comparison/part-of-the-id',
  title: 'refuses a client-id header that holds a part of the client id',
  requirements: ['E1-AUTH-04', 'E1-AUTH-19'],
  needs: ['client-id-header'],
  given: apiCall,
  butEach: (facts) =>
    otherValues(facts, {
      'the first character': facts.clientId.slice(0, 1),
      'the first half': facts.clientId.slice(0, Math.ceil(facts.clientId.length / 2)),
      'all but the last character': facts.clientId.slice(0, -1),
      'all but the first character': facts.clientId.slice(1),
      'the last half': facts.clientId.slice(-Math.ceil(facts.clientId.length / 2)),
      ...partsBetweenSeparators(facts.clientId),
    }),
  expect: refused('client-id-header-mismatch'),
});

check({
  id: 'client-id-comparison/more-than-the-id',
  title: 'refuses a client-id header that holds the client id and more',
  requirements: ['E1-AUTH-04', 'E1-AUTH-19'],
  needs: ['client-id-header'],
  given: apiCall,
  butEach: ({ clientId }) => ({
    'a character after it': { headers: { $clientId: `${clientId}0` } },
    'a character before it': { headers: { $clientId: `0${clientId}` } },
    '64 characters after it': { headers: { $clientId: clientId + '0'.repeat(64) } },
    'a thousand characters after it': { headers: { $clientId: clientId + '0'.repeat(1000) } },
    'the id twice': { headers: { $clientId: clientId + clientId } },
    'a comment after it': { headers: { $clientId: `${clientId} (m2m)` } },
    'empty parentheses after it': { headers: { $clientId: `${clientId}()` } },
  }),
  expect: refused('client-id-header-mismatch'),
});

check({
  id: 'client-id-comparison/id-and-an-ending',
  title:
    'cuts off nothing that stands after the id in the client-id header, by whatever it is parted from it',
  requirements: ['E1-AUTH-04', 'E1-AUTH-19'],
  needs: ['client-id-header'],
  given: apiCall,
  butEach: ({ clientId }) => eachEnding((ending) => ({ headers: { $clientId: clientId + ending } })),
  expect: refused('client-id-header-mismatch'),
});

check({
  id: 'client-id-comparison/with-marks',
  title: 'takes no marks off the id in the client-id header, and none out of it',
  requirements: ['E1-AUTH-04', 'E1-AUTH-19'],
  needs: ['client-id-header'],
  given: apiCall,
  butEach: (facts) => otherValues(facts, withMarks(facts.clientId)),
  expect: refused('client-id-header-mismatch'),
});

check({
  id: 'client-id-comparison/same-beginning',
  title: 'compares the client-id header to its end',
  requirements: ['E1-AUTH-04', 'E1-AUTH-19'],
  needs: ['client-id-header'],
  given: apiCall,
  butEach: (facts) =>
    otherValues(facts, {
      'all but the last character': withTail(facts.clientId, facts.clientId.length - 1),
      'the first 8 characters': withTail(facts.clientId, 8),
      'the first 16 characters': withTail(facts.clientId, 16),
      'the first 32 characters': withTail(facts.clientId, 32),
      'the first 36 characters': withTail(facts.clientId, 36),
    }),
  expect: refused('client-id-header-mismatch'),
});

check({
  id: 'client-id-comparison/same-end',
  title: 'compares the client-id header from its beginning',
  requirements: ['E1-AUTH-04', 'E1-AUTH-19'],
  needs: ['client-id-header'],
  given: apiCall,
  but: ({ clientId }) => ({ headers: { $clientId: otherThan(clientId.slice(0, 1)) + clientId.slice(1) } }),
  expect: refused('client-id-header-mismatch'),
});

check({
  id: 'client-id-comparison/equal-digest',
  title: 'compares the client-id header itself, and not a short digest of it',
  requirements: ['E1-AUTH-04', 'E1-AUTH-19'],
  needs: ['client-id-header'],
  given: apiCall,
  butEach: (facts) => otherValues(facts, withEqualDigest(facts.clientId)),
  expect: refused('client-id-header-mismatch'),
});

check({
  id: 'client-id-comparison/wildcard',
  title: 'takes the client-id header for a value and not for a pattern',
  requirements: ['E1-AUTH-04', 'E1-AUTH-19'],
  needs: ['client-id-header'],
  given: apiCall,
  butEach: (facts) =>
    otherValues(facts, {
      '*': '*',
      '%': '%',
      '.*': '.*',
      '.+': '.+',
      '_ in the place of each character': '_'.repeat(facts.clientId.length),
      '? in the place of the last character': `${facts.clientId.slice(0, -1)}?`,
      '. in the place of the last character': `${facts.clientId.slice(0, -1)}.`,
    }),
  expect: refused('client-id-header-mismatch'),
});

check({
  id: 'client-id-comparison/word-for-nothing',
  title: 'refuses a client-id header that holds a word for nothing or for true',
  requirements: ['E1-AUTH-04', 'E1-AUTH-19'],
  needs: ['client-id-header'],
  given: apiCall,
  butEach: (facts) =>
    otherValues(facts, {
      undefined: 'undefined',
      null: 'null',
      none: 'None',
      NaN: 'NaN',
      true: 'true',
      zero: '0',
      one: '1',
      'an object': '[object Object]',
    }),
  expect: refused('client-id-header-mismatch'),
});

check({
  id: 'client-id-comparison/quoted',
  title: 'refuses the client id in quotes or brackets',
  requirements: ['E1-AUTH-04', 'E1-AUTH-19'],
  needs: ['client-id-header'],
  given: apiCall,
  butEach: ({ clientId }) => ({
    'double quotes': { headers: { $clientId: `"${clientId}"` } },
    'single quotes': { headers: { $clientId: `'${clientId}'` } },
    'angle brackets': { headers: { $clientId: `<${clientId}>` } },
    'a JSON array': { headers: { $clientId: `["${clientId}"]` } },
  }),
  expect: refused('client-id-header-mismatch'),
});

check({
  id: 'client-id-comparison/encoded',
  title: 'decodes nothing in the client-id header',
  requirements: ['E1-AUTH-04', 'E1-AUTH-19'],
  needs: ['client-id-header'],
  given: apiCall,
  butEach: (facts) =>
    otherValues(facts, {
      'percent-encoded': percentEncoded(facts.clientId, 'lower'),
      base64: Buffer.from(facts.clientId).toString('base64'),
      base64url: Buffer.from(facts.clientId).toString('base64url'),
      hexadecimal: Buffer.from(facts.clientId).toString('hex'),
      'an encoded word (RFC 2047)': `=?utf-8?B?${Buffer.from(facts.clientId).toString('base64')}?=`,
    }),
  expect: refused('client-id-header-mismatch'),
});

check({
  id: 'client-id-comparison/other-whitespace',
  title: 'takes only what HTTP calls whitespace off the client-id header',
  requirements: ['E1-AUTH-04', 'BASE-12c'],
  needs: ['client-id-header'],
  given: apiCall,
  butEach: ({ clientId }) => ({
    'a no-break space after it': { headers: { $clientId: `${clientId}\u00a0` } },
    'a no-break space before it': { headers: { $clientId: `\u00a0${clientId}` } },
    'a next-line character after it': { headers: { $clientId: `${clientId}\u0085` } },
    'the bytes of a byte order mark before it': { headers: { $clientId: `\u00ef\u00bb\u00bf${clientId}` } },
  }),
  expect: refused('refused'), // bytes beyond ASCII may be refused for themselves (RFC 9110 section 5.5)
});

check({
  id: 'client-id-comparison/look-alike',
  title: 'folds no look-alike characters in the client-id header',
  requirements: ['E1-AUTH-04', 'BASE-12c'],
  needs: ['client-id-header'],
  given: apiCall,
  butEach: ({ clientId }) => ({
    'full-width forms in UTF-8': { headers: { $clientId: inUtf8(fullwidth(clientId)) } },
    'a soft hyphen inside': { headers: { $clientId: `${clientId.slice(0, 1)}\u00ad${clientId.slice(1)}` } },
    'a zero-width space after it, in UTF-8': { headers: { $clientId: clientId + inUtf8('\u200b') } },
  }),
  expect: refused('refused'),
});

check({
  id: 'client-id-comparison/same-length',
  title: 'refuses a value with characters beyond ASCII that is as long as the client id',
  requirements: ['E1-AUTH-04', 'E1-AUTH-19', 'BASE-30f'],
  needs: ['client-id-header'],
  given: apiCall,
  butEach: (facts) => otherValues(facts, asLongBeyondAscii(facts.clientId)),
  expect: refused('refused'), // bytes beyond ASCII may be refused for themselves (RFC 9110 section 5.5)
});

property({
  id: 'client-id-comparison/any-other-value',
  title: 'refuses whatever resembles the client id and is not it',
  requirements: ['E1-AUTH-04', 'E1-AUTH-19'],
  needs: ['client-id-header'],
  given: apiCall,
  forAll: ({ clientId, profile }) =>
    fieldValueNearMiss(clientId, { caseMatters: profile.header.clientId.compare === 'exact' }),
  but: (value) => ({ headers: { $clientId: value } }),
  expect: refused('client-id-header-mismatch'),
});

property({
  id: 'client-id-comparison/any-value-beyond-ascii',
  title: 'refuses whatever resembles the client id and has bytes beyond ASCII',
  requirements: ['E1-AUTH-04', 'E1-AUTH-19', 'BASE-30f'],
  needs: ['client-id-header'],
  given: apiCall,
  forAll: ({ clientId }) => beyondAsciiNearMiss(clientId),
  but: (value) => ({ headers: { $clientId: value } }),
  expect: refused('refused'), // such bytes may be refused for themselves (RFC 9110 section 5.5)
});

/** The values that are another text than the client id; a short id leaves some of them the same, or empty. */
function otherValues({ clientId }: Facts, values: Readonly<Record<string, string>>): Record<string, Patch> {
  const other = Object.entries(values).filter(([, value]) => value !== '' && value !== clientId);
  return Object.fromEntries(other.map(([name, value]) => [name, { headers: { $clientId: value } }]));
}

function capitalised(name: string): string {
  return name.replace(/(?<=^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

/** The first characters of an id, and others in the place of the rest; a short id as it is. */
function withTail(id: string, kept: number): string {
  return id.slice(0, kept) + [...id.slice(kept)].map(otherThan).join('');
}

function otherThan(character: string): string {
  return character === 'x' ? 'y' : 'x';
}

/** UTF-8 as a field value carries it: each byte one character. */
function inUtf8(text: string): string {
  return Buffer.from(text).toString('latin1');
}
