import {
  accepted,
  bodyOf,
  check,
  either,
  inChunks,
  inOrder,
  type Patch,
  rawCall,
  rawTokenRequest,
  unserved,
  unservedOrAwaited,
  withFraming,
  withLines,
  withoutField,
} from '../fixtures/index.ts';

/** However their length is read, nothing is left over but the end of a line, which is passed over before a request. */
const endOfLine = '\r\n';
/** A body of no length in chunks, and one of five characters by Content-Length. */
const lastChunk = '0\r\n\r\n';
/** Transfer codings of which the last one is not chunked, though it resembles it. */
const otherCodings = {
  'chunked, and another one': ['transfer-encoding: chunked, identity'],
  'chunked, and another one in a second line': ['transfer-encoding: chunked', 'transfer-encoding: identity'],
  'a letter before it': ['transfer-encoding: xchunked'],
  'a letter after it': ['transfer-encoding: chunkedx'],
  'a control character before it': ['transfer-encoding: \vchunked'],
  'a control character after it': ['transfer-encoding: chunked\v'],
  'in quotes': ['transfer-encoding: "chunked"'],
  'another one': ['transfer-encoding: gzip'],
};

check({
  id: 'raw-framing/length-syntax',
  title: 'refuses a Content-Length that is no row of digits',
  requirements: ['BASE-12i'],
  needs: ['raw'],
  given: rawCall,
  butEach: framedWith(
    {
      'a plus sign': '+0',
      'a minus sign': '-0',
      hexadecimal: '0x0',
      'a fraction': '0.0',
      'an exponent': '0e0',
      'a semicolon after it': '0;',
      'a control character after it': '0\v',
      'two numbers': '0 0',
      'letters after it': '0B',
      'a letter': 'a',
      'an empty value': '',
    },
    (length) => [`content-length: ${length}`],
  ),
  expect: unserved(),
});

check({
  id: 'raw-framing/lengths-that-differ',
  title: 'refuses two Content-Lengths that differ',
  requirements: ['BASE-12i'],
  needs: ['raw'],
  given: rawCall,
  butEach: framedWith(
    {
      'the shorter one first': ['content-length: 0', 'content-length: 2'],
      'the longer one first': ['content-length: 2', 'content-length: 0'],
      'a list, the shorter one first': ['content-length: 0, 2'],
      'a list, the longer one first': ['content-length: 2, 0'],
    },
    (lines) => lines,
    endOfLine,
  ),
  expect: unserved(),
});

check({
  id: 'raw-framing/lengths-that-differ-at-token-endpoint',
  title: 'refuses a token request with two Content-Lengths that differ',
  requirements: ['BASE-12i'],
  needs: ['raw'],
  given: rawTokenRequest,
  butEach: {
    'the shorter one first': { bytes: (text) => withTwoLengths(text, 0, 2) },
    'the longer one first': { bytes: (text) => withTwoLengths(text, 2, 0) },
  },
  expect: unserved(),
});

check({
  id: 'raw-framing/length-and-chunks',
  title: 'ends the connection with a request that has both Transfer-Encoding and Content-Length',
  requirements: ['BASE-12k', 'BASE-12i'],
  needs: ['raw'],
  given: rawCall,
  butEach: {
    'Content-Length first': { bytes: (text) => [bothWays(text, 'length first'), text] },
    'Transfer-Encoding first': { bytes: (text) => [bothWays(text, 'coding first'), text] },
  },
  expect: inOrder(either(accepted(), unserved())),
});

check({
  id: 'raw-framing/unknown-coding',
  title: 'refuses a request whose last transfer coding is not chunked, whatever its Content-Length',
  requirements: ['BASE-12i'],
  needs: ['raw'],
  given: rawCall,
  butEach: framedWith(otherCodings, (lines) => [`content-length: ${lastChunk.length}`, ...lines], lastChunk),
  expect: unserved(),
});

check({
  id: 'raw-framing/unknown-coding-alone',
  title: 'refuses a request whose last transfer coding is not chunked, though nothing else tells its length',
  requirements: ['BASE-12i'],
  needs: ['raw'],
  given: rawCall,
  butEach: framedWith(otherCodings, (lines) => lines, lastChunk),
  expect: unserved(),
});

check({
  id: 'raw-framing/chunk-size-overflow',
  title: 'reads no small size of a chunk from one that is too large for a number',
  requirements: ['BASE-12l'],
  needs: ['raw'],
  given: rawTokenRequest,
  butEach: inOneChunk({
    '64 bits and more': (size) => (2n ** 64n + BigInt(size)).toString(16),
    '128 bits and more': (size) => (2n ** 128n + BigInt(size)).toString(16),
  }),
  // A server may take so large a chunk for possible, and wait for it.
  expect: unservedOrAwaited(),
});

check({
  id: 'raw-framing/chunk-syntax',
  title: 'refuses a chunk whose size is no row of hexadecimal digits, or is not its own',
  requirements: ['BASE-12m'],
  needs: ['raw'],
  given: rawTokenRequest,
  butEach: inOneChunk({
    'a plus sign': (size) => `+${hexadecimal(size)}`,
    'a minus sign': (size) => `-${hexadecimal(size)}`,
    'a prefix': (size) => `0x${hexadecimal(size)}`,
    'a letter after it': (size) => `${hexadecimal(size)}g`,
    'a control character before it': (size) => `\v${hexadecimal(size)}`,
    'an underscore': (size) => `0_${hexadecimal(size)}`,
    'one less than there is': (size) => hexadecimal(size - 1),
  }),
  expect: unservedOrAwaited(),
});

check({
  id: 'raw-framing/token-in-trailer',
  title: 'takes no access token from a trailer',
  requirements: ['BASE-13', 'E1-AUTH-02', 'BASE-09d'],
  needs: ['raw'],
  given: rawCall,
  butEach: ({ token }) => inTrailer('authorization', `Bearer ${token}`),
  expect: unserved(),
});

check({
  id: 'raw-framing/client-id-in-trailer',
  title: 'takes no client id from a trailer',
  requirements: ['BASE-13', 'E1-AUTH-18'],
  needs: ['raw', 'client-id-header'],
  given: rawCall,
  butEach: ({ clientId, clientIdHeader }) => inTrailer(clientIdHeader, clientId),
  expect: unserved(),
});

check({
  id: 'raw-framing/requestor-in-trailer',
  title: 'takes no requestor from a trailer',
  requirements: ['REQUESTOR-17'],
  needs: ['raw', 'requestor-header'],
  given: { ...rawCall, route: 'requestor' },
  butEach: ({ requestors, requestorHeader }) => inTrailer(requestorHeader, requestors.own),
  expect: unserved(),
});

check({
  id: 'raw-framing/credentials-in-trailer',
  title: 'takes no credentials of a client from a trailer',
  requirements: ['BASE-13', 'BASE-02d'],
  needs: ['raw', 'basic-credentials'],
  given: rawTokenRequest,
  but: { bytes: (text) => withAuthorizationLast(text) },
  expect: unserved(),
});

check({
  id: 'raw-framing/identity-in-trailer',
  title: 'serves the client of the token, whatever a trailer says',
  requirements: ['BASE-13', 'E1-AUTHZ-21', 'BASE-28d'],
  needs: ['raw', 'distinct-data'],
  given: rawCall,
  butEach: ({ client }) =>
    Object.fromEntries(
      ['x-client-id', 'x-authenticated-client', 'x-consumer-custom-id', 'x-forwarded-user'].map(
        (name): [string, Patch] => [
          name,
          { bytes: (text) => inChunks(text, [`${name}: ${client('$another').id}`]) },
        ],
      ),
    ),
  expect: either(accepted(), unserved()),
});

/**
 * The same request with a field in its trailer section instead, as it is and announced (RFC 9110 section 6.6.2): a server
 * may forget a trailer that was not announced, and another one refuse to hear of such a name.
 */
function inTrailer(name: string, value: string): Record<string, Patch> {
  const moved = (text: string): string => inChunks(withoutField(text, name), [`${name}: ${value}`]);
  return {
    'as it is': { bytes: moved },
    announced: { bytes: (text) => withLines(moved(text), `trailer: ${name}`) },
  };
}

/** The same request in each of these framings. */
function framedWith<T>(
  framings: Readonly<Record<string, T>>,
  linesOf: (framing: T) => readonly string[],
  body = '',
): Record<string, Patch> {
  return Object.fromEntries(
    Object.entries(framings).map(([name, framing]) => [
      name,
      { bytes: (text: string) => withFraming(text, linesOf(framing), body) },
    ]),
  );
}

/**
 * The same request in one chunk that tells its size in each of these ways. Where that is taken for nought, all the rest
 * is a trailer section.
 */
function inOneChunk(sizes: Readonly<Record<string, (size: number) => string>>): Record<string, Patch> {
  return Object.fromEntries(
    Object.entries(sizes).map(([name, told]) => [
      name,
      {
        bytes: (text: string) => {
          const body = `${bodyOf(text)}&m2m-conformance=xx`;
          const chunks = `${told(body.length)}\r\n${body}\r\n${lastChunk}`;
          return withFraming(text, ['transfer-encoding: chunked'], chunks);
        },
      },
    ]),
  );
}

function hexadecimal(size: number): string {
  return size.toString(16);
}

/** What one of the lengths leaves over is the value of a parameter that nobody knows. */
function withTwoLengths(text: string, ...more: readonly number[]): string {
  const body = `${bodyOf(text)}&m2m-conformance=`;
  const lines = more.map((further) => `content-length: ${body.length + further}`);
  return withFraming(text, lines, body + endOfLine);
}

function bothWays(text: string, order: 'length first' | 'coding first'): string {
  const lines = [`content-length: ${lastChunk.length}`, 'transfer-encoding: chunked'];
  return withFraming(text, order === 'length first' ? lines : lines.toReversed(), lastChunk);
}

function withAuthorizationLast(text: string): string {
  const line = /^authorization: .*$/im.exec(text)?.[0] ?? '';
  return inChunks(withoutField(text, 'authorization'), [line]);
}
