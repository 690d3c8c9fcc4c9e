import {
  accepted,
  check,
  either,
  inOrder,
  type Patch,
  rawCall,
  rawTokenRequest,
  refused,
  unserved,
  withField,
  withFraming,
  withLines,
  withoutField,
} from '../fixtures/index.ts';

/** Fields in which a gateway tells the server behind it who calls, and on which that may rest. */
const fieldsOfGateways = [
  'authorization',
  'x-client-id',
  'x-authenticated-client',
  'x-consumer-custom-id',
  'x-forwarded-user',
  'x-user-id',
  'x-tenant-id',
  'x-forwarded-for',
];

const nobody = 'no-such-client';

check({
  id: 'raw-connection/nominated-fields',
  title: 'serves the client of the token, whatever fields Connection nominates for removal',
  requirements: ['E1-AUTHZ-21', 'BASE-28d', 'BASE-09d'],
  needs: ['raw', 'distinct-data'],
  given: rawCall,
  butEach: Object.fromEntries(
    fieldsOfGateways.map((name): [string, Patch] => [
      name,
      { bytes: (text) => withLines(text, `connection: close, ${name}`) },
    ]),
  ),
  expect: either(accepted(), unserved()),
});

check({
  id: 'raw-connection/nominated-client-id',
  title: 'refuses another client id, though Connection nominates the header for removal',
  requirements: ['E1-AUTH-03', 'E1-AUTH-19'],
  needs: ['raw', 'client-id-header'],
  given: rawCall,
  butEach: ({ clientIdHeader: name }) => ({
    'another client id': {
      bytes: (text) =>
        withLines(
          withField(text, name, () => `${name}: ${nobody}`),
          `connection: close, ${name}`,
        ),
    },
    'no client id': {
      bytes: (text) => withLines(withoutField(text, name), `connection: close, ${name}`),
    },
  }),
  expect: unserved(),
});

check({
  id: 'raw-connection/nominated-token',
  title: 'requires an access token, though Connection nominates Authorization for removal',
  requirements: ['E1-AUTH-02', 'BASE-09d'],
  needs: ['raw'],
  given: rawCall,
  butEach: {
    'no token': {
      bytes: (text) => withLines(withoutField(text, 'authorization'), 'connection: close, authorization'),
    },
    'a token that nobody issued': {
      bytes: (text) =>
        withLines(
          withField(text, 'authorization', () => 'authorization: Bearer forged-token-0123456789'),
          'connection: close, authorization',
        ),
    },
  },
  expect: unserved(),
});

check({
  id: 'raw-connection/nominated-requestor',
  title: 'requires a requestor, though Connection nominates the header for removal',
  requirements: ['REQUESTOR-17'],
  needs: ['raw', 'requestor-header'],
  given: { ...rawCall, route: 'requestor' },
  but: ({ requestorHeader: name }) => ({
    bytes: (text) => withLines(withoutField(text, name), `connection: close, ${name}`),
  }),
  expect: unserved(),
});

check({
  id: 'raw-connection/at-once-without-token',
  title: 'requires an access token of each of several requests that come at once',
  requirements: ['BASE-12o', 'E1-AUTH-02', 'BASE-09d'],
  needs: ['raw'],
  given: rawCall,
  but: { bytes: (text) => [text, withoutField(text, 'authorization'), text] },
  expect: inOrder(accepted(), refused('token-missing'), accepted()),
});

check({
  id: 'raw-connection/at-once-after-a-refusal',
  title: 'lets no refusal decide about a request that comes at once with the refused one',
  requirements: ['BASE-12o'],
  needs: ['raw'],
  given: rawCall,
  but: { bytes: (text) => [withoutField(text, 'authorization'), text] },
  expect: inOrder(refused('token-missing'), accepted()),
});

check({
  id: 'raw-connection/at-once-after-a-body',
  title: 'takes the body of a call for no beginning of the next one',
  requirements: ['BASE-12o'],
  needs: ['raw'],
  given: rawCall,
  // Whoever leaves it there finds no request in it.
  but: { bytes: (text) => [withFraming(text, ['content-length: 5'], 'm2m\r\n'), text] },
  expect: inOrder(either(accepted(), refused('refused')), accepted()),
});

check({
  id: 'raw-connection/at-once-with-another-client-id',
  title: 'compares the client-id header of each of several requests that come at once',
  requirements: ['BASE-12o', 'E1-AUTH-19', 'E1-AUTH-18'],
  needs: ['raw', 'client-id-header'],
  given: rawCall,
  but: ({ clientIdHeader: name }) => ({
    bytes: (text) => [
      text,
      withoutField(text, name),
      withField(text, name, () => `${name}: ${nobody}`),
      text,
    ],
  }),
  expect: inOrder(
    accepted(),
    refused('client-id-header-missing'),
    refused('client-id-header-mismatch'),
    accepted(),
  ),
});

check({
  id: 'raw-connection/at-once-without-requestor',
  title: 'requires a requestor of each of several requests that come at once',
  requirements: ['BASE-12o', 'REQUESTOR-17'],
  needs: ['raw', 'requestor-header'],
  given: { ...rawCall, route: 'requestor' },
  but: ({ requestorHeader }) => ({ bytes: (text) => [text, withoutField(text, requestorHeader), text] }),
  expect: inOrder(accepted(), refused('requestor-id-missing'), accepted()),
});

check({
  id: 'raw-connection/token-requests-at-once',
  title: 'authenticates the client of each of several token requests that come at once',
  requirements: ['BASE-12o', 'BASE-02d'],
  needs: ['raw', 'basic-credentials'],
  given: rawTokenRequest,
  but: { bytes: (text) => [text, withoutField(text, 'authorization'), text] },
  expect: inOrder(accepted(), refused(['invalid-client', 'invalid-request']), accepted()),
});

check({
  id: 'raw-connection/unknown-expectation',
  title: 'answers odd expectations and fields about the connection without a server error',
  requirements: ['BASE-12p'],
  needs: ['raw'],
  given: rawCall,
  butEach: withEachLine([
    'expect: 100-continue',
    'expect: 100-CONTINUE',
    'expect: 100-continue, 100-continue',
    'expect: nonsense',
    'expect:',
    'max-forwards: 0',
    'max-forwards: -1',
    'te: trailers',
    'te: gzip;q=x',
    'keep-alive: timeout=x, max=-1',
    'trailer: authorization, content-length',
    'proxy-connection: nonsense',
    'connection: nonsense',
    'connection: keep-alive, close',
  ]),
  expect: either(accepted(), unserved()),
});

check({
  id: 'raw-connection/expectation-at-token-endpoint',
  title: 'answers a token request that expects 100 (Continue) and does not wait for it',
  requirements: ['BASE-12p'],
  needs: ['raw'],
  given: rawTokenRequest,
  but: { bytes: (text) => withLines(text, 'expect: 100-continue') },
  expect: either(accepted(), unserved()),
});

check({
  id: 'raw-connection/upgrade',
  title: 'switches to no other protocol, within which nobody would ask for an access token again',
  requirements: ['BASE-30f'],
  level: 'SHOULD',
  needs: ['raw'],
  given: rawCall,
  butEach: {
    'HTTP/2 without TLS': {
      bytes: (text) =>
        withLines(
          text,
          'connection: upgrade, http2-settings',
          'upgrade: h2c',
          'http2-settings: AAMAAABkAAQAAP__',
        ),
    },
    WebSocket: {
      bytes: (text) =>
        withLines(
          text,
          'connection: upgrade',
          'upgrade: websocket',
          'sec-websocket-version: 13',
          'sec-websocket-key: bTJtLWNvbmZvcm1hbmNlIQ==',
        ),
    },
    'what nobody knows': {
      bytes: (text) => withLines(text, 'connection: upgrade', 'upgrade: m2m-conformance/1'),
    },
  },
  // The field may be ignored, as if it were not there (RFC 9110 section 7.8).
  expect: either(accepted(), unserved()),
});

/** One change for each line, under its text. */
function withEachLine(lines: readonly string[]): Record<string, Patch> {
  return Object.fromEntries(
    lines.map((line): [string, Patch] => [line, { bytes: (text) => withLines(text, line) }]),
  );
}
