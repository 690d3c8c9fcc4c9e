import {
  type ApiCall,
  accepted,
  check,
  either,
  type Facts,
  type OctetEdit,
  octetEdit,
  type Patch,
  property,
  rawCall,
  rawTokenRequest,
  type Step,
  says,
  unserved,
  withField,
  withLines,
  withLinesBefore,
  withOctet,
  withoutField,
} from '../fixtures/index.ts';

const nobody = 'no-such-client';
const forged = 'forged-token-0123456789abcdefghijklmnopqrstuvwxyz';

/** What stands between two lines of one field, so that a server with a limit comes to it before the second one. */
const between: Readonly<Record<string, readonly string[]>> = {
  'many short fields': Array.from({ length: 1_100 }, () => 'x-fill: 1'),
  'a field of 20,000 characters': [`x-fill: ${'f'.repeat(20_000)}`],
};

check({
  id: 'raw-fields/space-before-colon',
  title: 'refuses a field with whitespace between its name and its colon',
  requirements: ['BASE-12f'],
  needs: ['raw'],
  given: rawCall,
  butEach: {
    'Authorization, a space': { bytes: (text) => withField(text, 'authorization', beforeColon(' ')) },
    'Authorization, a tab': { bytes: (text) => withField(text, 'authorization', beforeColon('\t')) },
    'some other field': { bytes: (text) => withLines(text, 'x-note : a') },
  },
  expect: unserved(),
});

check({
  id: 'raw-fields/space-before-colon-at-token-endpoint',
  title: 'refuses a token request with whitespace between the name of a field and its colon',
  requirements: ['BASE-12f'],
  needs: ['raw'],
  given: rawTokenRequest,
  butEach: {
    'Content-Type': { bytes: (text) => withField(text, 'content-type', beforeColon(' ')) },
    'some other field': { bytes: (text) => withLines(text, 'x-note : a') },
  },
  expect: unserved(),
});

check({
  id: 'raw-fields/folded-authorization',
  title: 'takes what a folded line holds for a part of the field before it, or refuses it',
  requirements: ['BASE-12g'],
  needs: ['raw'],
  given: rawCall,
  butEach: {
    'more after the token': { bytes: (text) => withField(text, 'authorization', (line) => `${line}\r\n x`) },
    'the token on two lines': {
      bytes: (text) => withField(text, 'authorization', (line) => onTwoLines(line)),
    },
    'Authorization within another field': {
      bytes: (text) => withField(text, 'authorization', (line) => `x-note: a\r\n ${line}`),
    },
    'Authorization after a tab within another field': {
      bytes: (text) => withField(text, 'authorization', (line) => `x-note: a\r\n\t${line}`),
    },
    'Authorization on a folded first line': {
      bytes: (text) =>
        withLinesBefore(withoutField(text, 'authorization'), ` ${lineOf(text, 'authorization')}`),
    },
  },
  expect: unserved(),
});

check({
  id: 'raw-fields/folded-client-id',
  title: 'takes what a folded line holds for a part of the client-id header before it, or refuses it',
  requirements: ['BASE-12g', 'E1-AUTH-19', 'E1-AUTH-18'],
  needs: ['raw', 'client-id-header'],
  given: rawCall,
  butEach: ({ clientIdHeader: name }) => ({
    'more after the id': { bytes: (text) => withField(text, name, (line) => `${line}\r\n ${nobody}`) },
    'the id on two lines': { bytes: (text) => withField(text, name, (line) => onTwoLines(line)) },
    'another id before it': {
      bytes: (text) => withField(text, name, (_line, value) => `${name}: ${nobody}\r\n ${value}`),
    },
    'the header within another field': {
      bytes: (text) => withField(text, name, (line) => `x-note: a\r\n ${line}`),
    },
  }),
  expect: unserved(),
});

check({
  id: 'raw-fields/ended-by-cr-or-null',
  title: 'takes a bare CR and a NUL neither for the end of a field nor for nothing',
  requirements: ['BASE-12e'],
  needs: ['raw'],
  given: rawCall,
  butEach: {
    'CR and more after the token': {
      bytes: (text) => withField(text, 'authorization', (line) => `${line}\rx`),
    },
    'NUL and more after the token': {
      bytes: (text) => withField(text, 'authorization', (line) => `${line}\0x`),
    },
    'CR within the token': {
      bytes: (text) => withField(text, 'authorization', (line) => parted(line, '\r')),
    },
    'NUL within the token': {
      bytes: (text) => withField(text, 'authorization', (line) => parted(line, '\0')),
    },
    'Authorization after a CR in another field': {
      bytes: (text) => withField(text, 'authorization', (line) => `x-note: a\r${line}`),
    },
    'Authorization after a NUL in another field': {
      bytes: (text) => withField(text, 'authorization', (line) => `x-note: a\0${line}`),
    },
  },
  expect: unserved(),
});

check({
  id: 'raw-fields/client-id-ended-by-cr-or-null',
  title: 'takes a bare CR and a NUL neither for the end of the client-id header nor for nothing',
  requirements: ['BASE-12e', 'E1-AUTH-19', 'E1-AUTH-18'],
  needs: ['raw', 'client-id-header'],
  given: rawCall,
  butEach: ({ clientIdHeader: name }) => ({
    'CR and more after the id': { bytes: (text) => withField(text, name, (line) => `${line}\r${nobody}`) },
    'NUL and more after the id': { bytes: (text) => withField(text, name, (line) => `${line}\0${nobody}`) },
    'CR within the id': { bytes: (text) => withField(text, name, (line) => parted(line, '\r')) },
    'NUL within the id': { bytes: (text) => withField(text, name, (line) => parted(line, '\0')) },
    'the header after a CR in another field': {
      bytes: (text) => withField(text, name, (line) => `x-note: a\r${line}`),
    },
  }),
  expect: unserved(),
});

check({
  id: 'raw-fields/client-id-with-control-character',
  title: 'takes no control character off the client-id header',
  requirements: ['E1-AUTH-04', 'E1-AUTH-19'],
  needs: ['raw', 'client-id-header'],
  given: rawCall,
  butEach: ({ clientIdHeader: name }) =>
    aroundEach(['\x01', '\b', '\v', '\f', '\x1b', '\x1f', '\x7f'], (before, after) => ({
      bytes: (text) => withField(text, name, (_line, value) => `${name}: ${before}${value}${after}`),
    })),
  expect: unserved(),
});

check({
  id: 'raw-fields/token-with-control-character',
  title: 'takes no control character off an access token',
  requirements: ['BASE-09g'],
  needs: ['raw'],
  given: rawCall,
  butEach: aroundEach(['\x01', '\b', '\v', '\f', '\x1b', '\x1f', '\x7f'], (before, after) => ({
    bytes: (text) =>
      withField(text, 'authorization', (line) => `${line.replace(' Bearer ', ` Bearer ${before}`)}${after}`),
  })),
  expect: unserved(),
});

check({
  id: 'raw-fields/name-that-is-no-token',
  title: 'takes a field for Authorization only if it has exactly that name',
  requirements: ['BASE-12m'],
  needs: ['raw'],
  given: rawCall,
  butEach: Object.fromEntries(
    Object.entries({ NUL: '\0', DEL: '\x7f', 'a vertical tab': '\v', 'a no-break space': '\xa0' }).map(
      ([name, odd]): [string, Patch] => [
        `${name} after the name`,
        { bytes: (text) => withField(text, 'authorization', beforeColon(odd)) },
      ],
    ),
  ),
  expect: unserved(),
});

check({
  id: 'raw-fields/second-authorization-after-many',
  title: 'sees a second Authorization field however much stands before it, or refuses so much',
  requirements: ['BASE-12j'],
  needs: ['raw'],
  steps: secondAfterMany(rawCall, () => `authorization: Bearer ${forged}`),
});

check({
  id: 'raw-fields/second-client-id-after-many',
  title: 'sees a second client-id header however much stands before it, or refuses so much',
  requirements: ['BASE-12j', 'E1-AUTH-19'],
  needs: ['raw', 'client-id-header'],
  steps: secondAfterMany(rawCall, ({ clientIdHeader }) => `${clientIdHeader}: ${nobody}`),
});

check({
  id: 'raw-fields/second-requestor-after-many',
  title: 'sees a second requestor however much stands before it, or refuses so much',
  requirements: ['BASE-12j', 'REQUESTOR-18'],
  needs: ['raw', 'requestor-header', 'other-person'],
  steps: secondAfterMany(
    { ...rawCall, route: 'requestor' },
    ({ requestorHeader, requestors }) => `${requestorHeader}: ${requestors.other}`,
  ),
});

check({
  id: 'raw-fields/line-feed-within-a-field',
  title: 'serves the client of the token, whatever a line feed within a field is taken for',
  requirements: ['BASE-12e', 'E1-AUTHZ-21', 'BASE-28d'],
  needs: ['raw', 'distinct-data'],
  given: rawCall,
  butEach: ({ client }) =>
    Object.fromEntries(
      ['x-client-id', 'x-authenticated-client', 'x-consumer-custom-id'].map((name): [string, Patch] => [
        name,
        { bytes: (text) => withLines(text, `x-note: a\n${name}: ${client('$another').id}`) },
      ]),
    ),
  expect: either(accepted(), unserved()),
});

property({
  id: 'raw-fields/any-octet-in-client-id',
  title: 'refuses a client id with any octet more, or any other octet in it',
  requirements: ['E1-AUTH-04', 'E1-AUTH-19', 'BASE-12b'],
  needs: ['raw', 'client-id-header'],
  given: rawCall,
  forAll: () => octetEdit(),
  but: (edit, { clientIdHeader, clientId }) => ({
    bytes: (text) => withField(text, clientIdHeader, () => `${clientIdHeader}: ${withOctet(clientId, edit)}`),
  }),
  expect: (edit, { clientId, profile }) => {
    const value = withOctet(clientId, edit).replaceAll(/^[\t ]+|[\t ]+$/g, '');
    const isSame =
      profile.header.clientId.compare === 'exact'
        ? value === clientId
        : value.toLowerCase() === clientId.toLowerCase();
    return isSame ? either(accepted(), unserved()) : unserved();
  },
});

property({
  id: 'raw-fields/any-octet-in-token',
  title: 'refuses an access token with any octet in it that belongs into none',
  requirements: ['BASE-09g', 'E1-AUTH-02'],
  needs: ['raw'],
  given: rawCall,
  forAll: () => octetEdit(),
  but: (edit, { token }) => ({
    bytes: (text) =>
      withField(text, 'authorization', () => `authorization: Bearer ${withOctet(token, strange(edit))}`),
  }),
  expect: (edit, { token }) => {
    const value = withOctet(token, strange(edit)).replaceAll(/^[\t ]+|[\t ]+$/g, '');
    return value === token ? either(accepted(), unserved()) : unserved();
  },
});

/** The edit with an octet that no part of a JWS has: it is not another letter that means the same. */
function strange(edit: OctetEdit): OctetEdit {
  const isLetter = /[A-Za-z0-9_=-]/.test(String.fromCharCode(edit.octet));
  return isLetter ? { ...edit, octet: edit.octet + 128 } : edit;
}

function beforeColon(blank: string): (line: string) => string {
  return (line) => line.replace(':', `${blank}:`);
}

function lineOf(text: string, name: string): string {
  return text.split('\r\n').find((line) => line.toLowerCase().startsWith(`${name}:`)) ?? '';
}

function aroundEach(
  characters: readonly string[],
  change: (before: string, after: string) => Patch,
): Record<string, Patch> {
  return Object.fromEntries(
    characters.flatMap((character): [string, Patch][] => {
      const name = `0x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
      return [
        [`${name} before it`, change(character, '')],
        [`${name} after it`, change('', character)],
      ];
    }),
  );
}

/** A second line of a field right after the first one, and then with much between the two, which has to change nothing. */
function secondAfterMany(call: ApiCall, line: (facts: Facts) => string): Step[] {
  return [
    {
      ...call,
      but: (facts) => ({ bytes: (text) => withLines(text, line(facts)) }),
      expect: either(accepted(), unserved()),
      saveAnswer: 'two lines',
      because: 'what two lines come to is open',
    },
    ...Object.entries(between).map(
      ([because, lines]): Step => ({
        ...call,
        but: (facts) => ({ bytes: (text) => withLines(text, ...lines, line(facts)) }),
        expect: either(
          unserved(),
          accepted(
            says('a refusal, as without the fields between the two', (_answer, { answerTo }) =>
              answerTo('two lines').status < 400 ? undefined : 'the data',
            ),
          ),
        ),
        because,
      }),
    ),
  ];
}

/** The last characters of a line on a line that continues it, which stands for a space (RFC 9112 section 5.2). */
function onTwoLines(line: string): string {
  return parted(line, '\r\n ');
}

/** A line with something before its last characters, so that there is a space at the most in its place. */
function parted(line: string, by: string): string {
  return line.slice(0, -4) + by + line.slice(-4);
}
