import {
  accepted,
  answered,
  anyOf,
  apiCall,
  askedTwice,
  breakingQuotes,
  callAs,
  check,
  constant,
  fieldLines,
  fieldNameNearMiss,
  fieldValueList,
  fieldValueNearMiss,
  mintedCall,
  observing,
  oneof,
  property,
  refused,
  sameAnswerAs,
  sameFieldName,
  sameFieldValue,
  says,
  tamper,
  told,
  wellFormedChallenge,
} from '../fixtures/index.ts';

const nobody = 'no-such-client';

/** Programs that gateways are often told to let through: anybody may say to be one (RFC 9110 section 10.1.5). */
const programs = [
  'kube-probe/1.31',
  'ELB-HealthChecker/2.0',
  'GoogleHC/1.0',
  'Prometheus/2.53.0',
  'UptimeRobot/2.0',
  'Googlebot/2.1 (+http://www.google.com/bot.html)',
];

check({
  id: 'client-id-header/missing',
  title: 'refuses a call without the client-id header',
  requirements: ['E1-AUTH-18', 'E1-AUTH-03', 'E1-AUTHZ-29'],
  needs: ['client-id-header'],
  given: apiCall,
  but: { headers: { $clientId: null } },
  expect: refused('client-id-header-missing'),
  on: 'every-route',
});

check({
  id: 'client-id-header/other-value',
  title: 'refuses a client-id header that holds another value',
  requirements: ['E1-AUTH-19', 'E1-AUTH-04', 'E1-AUTH-17', 'E1-AUTHZ-29'],
  needs: ['client-id-header'],
  given: apiCall,
  but: { headers: { $clientId: nobody } },
  expect: refused('client-id-header-mismatch'),
  on: 'every-route',
});

check({
  id: 'client-id-header/mismatch-tells-nothing',
  title: 'keeps the expected client id to itself when the header holds another one, or is missing',
  requirements: ['E1-AUTH-17'],
  level: 'SHOULD', // whoever has stolen an opaque token would learn what is missing; no page forbids it
  needs: ['client-id-header'],
  given: apiCall,
  butEach: {
    'another one': { headers: { $clientId: nobody } },
    none: { headers: { $clientId: null } },
  },
  expect: refused(
    ['client-id-header-mismatch', 'client-id-header-missing'],
    says(
      'neither the client id of the token nor a third of it is told',
      (answer, { clientId, clientIdHeader }) => {
        const parts = [...(clientId.length >= 6 ? [clientId] : []), ...partsOf(clientId, clientIdHeader)];
        const isTold = parts.some((part) => told(answer).includes(part)) || isMasked(clientId, told(answer));
        return isTold ? 'the refusal tells it' : undefined;
      },
    ),
    observing('whether the refusal repeats the header', (answer) => ({
      'mismatch repeats the header': told(answer).includes(nobody),
    })),
  ),
});

check({
  id: 'client-id-header/known-and-unknown-alike',
  title: 'answers alike whether or not there is a client of the id that the header holds',
  requirements: ['E1-AUTH-17', 'BASE-30f'],
  level: 'SHOULD', // a difference tells which client ids there are; no page forbids it
  needs: ['client-id-header', 'another-client'],
  steps: [
    ...askedTwice('a client id that nobody has', {
      ...callAs('primary', { but: { headers: { $clientId: nobody } } }),
      expect: answered(),
    }),
    {
      ...callAs('primary', { but: ({ client }) => ({ headers: { $clientId: client('$another').id } }) }),
      expect: answered(
        sameAnswerAs('a client id that nobody has', ({ client }) => [nobody, client('$another').id]),
      ),
      because: 'the client id of another client',
    },
  ],
});

check({
  id: 'client-id-header/challenge-syntax',
  title: 'keeps its challenge well-formed whatever the client-id header holds',
  requirements: ['BASE-10c', 'BASE-10e'],
  needs: ['client-id-header'],
  given: apiCall,
  butEach: Object.fromEntries(
    Object.entries(breakingQuotes).map(([name, text]) => [name, { headers: { $clientId: text } }]),
  ),
  expect: answered(wellFormedChallenge),
});

check({
  id: 'client-id-header/blank',
  title: 'refuses a client-id header without a value',
  requirements: ['E1-AUTH-18', 'E1-AUTH-03'],
  needs: ['client-id-header'],
  given: apiCall,
  butEach: {
    'no value': { headers: { $clientId: '' } },
    blanks: { headers: { $clientId: '   ' } },
    'a tab': { headers: { $clientId: '\t' } },
  },
  expect: refused('client-id-header-blank'),
});

check({
  id: 'client-id-header/sibling-credential',
  title: 'refuses the client id of another credential of the same application',
  requirements: ['E1-AUTH-04', 'E1-AUTH-19'],
  needs: ['client-id-header', 'second-user'],
  given: apiCall,
  but: ({ client }) => ({ headers: { $clientId: client('second-user').id } }),
  expect: refused('client-id-header-mismatch'),
});

check({
  id: 'client-id-header/revoked-credential',
  title: 'refuses the client id of a credential that was revoked',
  requirements: ['E1-AUTH-04', 'E1-AUTH-19', 'E1-AUTH-46'],
  needs: ['client-id-header', 'revoked'],
  given: apiCall,
  but: ({ client }) => ({ headers: { $clientId: client('revoked').id } }),
  expect: refused('client-id-header-mismatch'),
});

check({
  id: 'client-id-header/other-application',
  title: 'refuses the client id of another application',
  requirements: ['E1-AUTH-04', 'E1-AUTH-19'],
  needs: ['client-id-header', 'other-company'],
  given: apiCall,
  but: ({ client }) => ({ headers: { $clientId: client('other-company').id } }),
  expect: refused('client-id-header-mismatch'),
});

check({
  id: 'client-id-header/two-lines-match-first',
  title: 'refuses two client-id headers of which only the first one matches',
  requirements: ['E1-AUTH-19'],
  needs: ['client-id-header'],
  given: apiCall,
  but: ({ clientId }) => ({ headers: { $clientId: [clientId, nobody] } }),
  expect: refused('client-id-header-duplicate'),
});

check({
  id: 'client-id-header/two-lines-match-last',
  title: 'refuses two client-id headers of which only the last one matches',
  requirements: ['E1-AUTH-19'],
  needs: ['client-id-header'],
  given: apiCall,
  but: ({ clientId }) => ({ headers: { $clientId: [nobody, clientId] } }),
  expect: refused('client-id-header-duplicate'),
});

check({
  id: 'client-id-header/two-equal-lines',
  title: 'refuses two client-id headers that both match',
  requirements: ['E1-AUTH-19'],
  level: 'SHOULD', // nobody may send the field twice (RFC 9110 section 5.3), but both lines name the right client
  needs: ['client-id-header'],
  given: apiCall,
  but: ({ clientId }) => ({ headers: { $clientId: [clientId, clientId] } }),
  expect: refused('client-id-header-duplicate'),
});

check({
  id: 'client-id-header/blank-line-beside',
  title: 'refuses two client-id headers of which one matches and the other has no value',
  requirements: ['E1-AUTH-19'],
  level: 'SHOULD', // as with two equal lines
  needs: ['client-id-header'],
  given: apiCall,
  butEach: ({ clientId }) => ({
    'the blank one first': { headers: { $clientId: ['', clientId] } },
    'the blank one last': { headers: { $clientId: [clientId, ''] } },
  }),
  expect: refused('client-id-header-duplicate'),
});

check({
  id: 'client-id-header/probes',
  title: 'requires the client-id header whichever program says that it is calling',
  requirements: ['E1-AUTH-03', 'E1-AUTH-18'],
  needs: ['client-id-header'],
  given: apiCall,
  butEach: Object.fromEntries(
    programs.map((program) => [program, { headers: { $clientId: null, 'user-agent': program } }]),
  ),
  expect: refused('client-id-header-missing'),
});

check({
  id: 'client-id-header/list',
  title: 'refuses a list of client ids of which one matches',
  requirements: ['E1-AUTH-19', 'E1-AUTH-04'],
  needs: ['client-id-header'],
  given: apiCall,
  butEach: ({ clientId }) => ({
    'match first': { headers: { $clientId: `${clientId}, ${nobody}` } },
    'match last': { headers: { $clientId: `${nobody},${clientId}` } },
    'with a semicolon': { headers: { $clientId: `${clientId};${nobody}` } },
    'with a blank': { headers: { $clientId: `${nobody} ${clientId}` } },
  }),
  // A list in one line may be taken for what it stands for: several lines (RFC 9110 section 5.3).
  expect: refused(['client-id-header-mismatch', 'client-id-header-duplicate']),
});

check({
  id: 'client-id-header/underscore-name',
  title: 'refuses a call whose client-id header has underscores or dots in its name',
  requirements: ['E1-AUTH-18'],
  needs: ['client-id-header'],
  given: apiCall,
  butEach: ({ clientId, clientIdHeader }) => ({
    underscores: { headers: { $clientId: null, [clientIdHeader.replaceAll('-', '_')]: clientId } },
    dots: { headers: { $clientId: null, [clientIdHeader.replaceAll('-', '.')]: clientId } },
  }),
  expect: refused('client-id-header-missing'),
});

check({
  id: 'client-id-header/underscore-name-beside-mismatch',
  title: 'refuses a client-id header that holds another value beside one with underscores that matches',
  requirements: ['E1-AUTH-19'],
  needs: ['client-id-header'],
  given: apiCall,
  but: ({ clientId, clientIdHeader }) => ({
    headers: { $clientId: nobody, [clientIdHeader.replaceAll('-', '_')]: clientId },
  }),
  expect: refused(['client-id-header-mismatch', 'client-id-header-duplicate']),
});

check({
  id: 'client-id-header/in-query',
  title: 'takes the client id from the header and not from the query',
  requirements: ['E1-AUTH-18', 'E1-AUTH-03'],
  needs: ['client-id-header'],
  given: apiCall,
  butEach: ({ clientId, clientIdHeader }) => ({
    'the name of the header': { headers: { $clientId: null }, query: { [clientIdHeader]: clientId } },
    client_id: { headers: { $clientId: null }, query: { client_id: clientId } },
    clientId: { headers: { $clientId: null }, query: { clientId } },
  }),
  expect: refused('client-id-header-missing'),
});

check({
  id: 'client-id-header/in-cookie',
  title: 'takes the client id from the header and not from a cookie',
  requirements: ['E1-AUTH-18', 'E1-AUTH-03'],
  needs: ['client-id-header'],
  given: apiCall,
  but: ({ clientId, clientIdHeader }) => ({
    headers: { $clientId: null, cookie: `${clientIdHeader}=${clientId}; client_id=${clientId}` },
  }),
  expect: refused('client-id-header-missing'),
});

check({
  id: 'client-id-header/in-other-header',
  title: 'takes the client id from its own header and from no other one',
  requirements: ['E1-AUTH-18', 'E1-AUTH-03', 'BASE-28d'],
  needs: ['client-id-header'],
  given: apiCall,
  butEach: ({ clientId }) => ({
    'client-id': { headers: { $clientId: null, 'client-id': clientId } },
    'x-client-id': { headers: { $clientId: null, 'x-client-id': clientId } },
    'x-authenticated-client': { headers: { $clientId: null, 'x-authenticated-client': clientId } },
    'x-consumer-custom-id': { headers: { $clientId: null, 'x-consumer-custom-id': clientId } },
    from: { headers: { $clientId: null, from: clientId } },
  }),
  expect: refused('client-id-header-missing'),
});

check({
  id: 'client-id-header/forged-claim',
  title: 'refuses a forged token whose client_id claim equals the header',
  requirements: ['E1-AUTH-17', 'E1-AUTH-02'],
  needs: ['client-id-header', 'jwt', 'second-user'],
  given: apiCall,
  but: ({ client, jwt, token, profile }) => ({
    token: tamper.withClaims(token, { ...jwt.claims, [profile.jwt.clientClaim]: client('second-user').id }),
    headers: { $clientId: client('second-user').id },
  }),
  expect: refused('invalid-token'),
});

check({
  id: 'client-id-header/token-without-claim',
  title: 'refuses a token that names no client, whatever the header holds',
  requirements: ['E1-AUTH-17', 'E1-AUTH-16'],
  needs: ['client-id-header', 'jwt', 'mint'],
  given: mintedCall,
  butEach: ({ clientId, profile }) => {
    const without = { [profile.jwt.clientClaim]: null };
    const token = { minted: { claims: () => without } };
    const elsewhere = {
      minted: { claims: () => ({ sub: clientId, azp: clientId, cid: clientId, ...without }) },
    };
    return {
      'the client id': { token, headers: { $clientId: clientId } },
      'the client id, which other claims hold': { token: elsewhere, headers: { $clientId: clientId } },
      undefined: { token, headers: { $clientId: 'undefined' } },
      null: { token, headers: { $clientId: 'null' } },
      'no header': { token, headers: { $clientId: null } },
    };
  },
  expect: refused(['invalid-token', 'client-id-header-mismatch', 'client-id-header-missing']),
});

check({
  id: 'client-id-header/other-claim',
  title: 'compares the header with the client_id claim and with no other one',
  requirements: ['E1-AUTH-17', 'E1-AUTH-04'],
  needs: ['client-id-header', 'jwt', 'mint'],
  given: mintedCall,
  butEach: ({ profile }) =>
    Object.fromEntries(
      ['sub', 'azp', 'cid', 'client_id', 'clientId', 'client', 'appid']
        .filter((claim) => claim !== profile.jwt.clientClaim)
        .map((claim) => [
          claim,
          { token: { minted: { claims: () => ({ [claim]: nobody }) } }, headers: { $clientId: nobody } },
        ]),
    ),
  // A subject that is not the client may already make the token invalid (RFC 9068 section 2.2).
  expect: refused(['client-id-header-mismatch', 'invalid-token']),
});

property({
  id: 'client-id-header/any-list',
  title: 'refuses every list in the client-id header, whatever stands beside the client id',
  requirements: ['E1-AUTH-04', 'E1-AUTH-19', 'BASE-12a'],
  needs: ['client-id-header'],
  given: apiCall,
  forAll: ({ clientId }) => fieldValueList(clientId),
  but: (value) => ({ headers: { $clientId: value } }),
  expect: refused(['client-id-header-mismatch', 'client-id-header-duplicate']),
});

property({
  id: 'client-id-header/any-other-name',
  title: 'finds the client id under the name of the header, and under none that resembles it',
  requirements: ['E1-AUTH-18', 'E1-AUTH-03', 'BASE-12a'],
  needs: ['client-id-header'],
  given: apiCall,
  forAll: ({ clientIdHeader }) => fieldNameNearMiss(clientIdHeader),
  but: (name, { clientId }) => ({ headers: { $clientId: null, [name]: clientId } }),
  expect: refused(['client-id-header-missing', 'refused']), // odd names may be refused for themselves
});

property({
  id: 'client-id-header/any-spelling',
  title: 'finds the client-id header in any case, and its value between any blanks',
  requirements: ['BASE-12a', 'BASE-12b', 'E1-AUTH-03'],
  needs: ['client-id-header'],
  given: apiCall,
  forAll: ({ clientIdHeader, clientId }) =>
    anyOf({ name: sameFieldName(clientIdHeader), value: sameFieldValue(clientId) }),
  but: ({ name, value }, { clientIdHeader, clientId }) => ({
    headers: { $clientId: null, [name ?? clientIdHeader]: value ?? clientId },
  }),
  expect: accepted(),
});

property({
  id: 'client-id-header/any-lines',
  title:
    'refuses several client-id headers of which one does not match, however many there are and in whatever order',
  requirements: ['E1-AUTH-19', 'E1-AUTH-04'],
  needs: ['client-id-header'],
  given: apiCall,
  forAll: ({ clientId }) =>
    fieldLines(clientId, oneof(fieldValueNearMiss(clientId, { caseMatters: false }), constant(nobody))),
  but: (lines) => ({ headers: { $clientId: lines } }),
  expect: refused(['client-id-header-mismatch', 'client-id-header-duplicate']),
});

/**
 * Runs of characters that are a third of a client id, and at least six, but for those that were sent, and those that a
 * message may well hold all the same: a part of the header's name, and what has no digit in it, as a word has not.
 */
function partsOf(clientId: string, clientIdHeader: string): string[] {
  const expected = `${nobody} ${clientIdHeader}`.toLowerCase();
  const length = Math.max(6, Math.ceil(clientId.length / 3));
  const starts = Array.from({ length: Math.max(0, clientId.length - length + 1) }, (_, at) => at);
  return starts
    .map((at) => clientId.slice(at, at + length))
    .filter((part) => /\d/.test(part) && !expected.includes(part.toLowerCase()));
}

/** Whether a text shows beginning and end of a client id, together a third of it, with something else in between. */
function isMasked(clientId: string, text: string): boolean {
  return [...text.matchAll(/[*.\u2022\u2026#x_-]{2,}|\u2026/gi)].some(({ 0: mask, index }) => {
    const [before, behind] = [text.slice(0, index), text.slice(index + mask.length)];
    const lengths = Array.from({ length: clientId.length - 1 }, (_, at) => clientId.length - 1 - at);
    const begun = lengths.find((length) => before.endsWith(clientId.slice(0, length))) ?? 0;
    const ended = lengths.find((length) => behind.startsWith(clientId.slice(-length))) ?? 0;
    return begun >= 2 && ended >= 2 && begun + ended >= Math.max(6, clientId.length / 3);
  });
}
