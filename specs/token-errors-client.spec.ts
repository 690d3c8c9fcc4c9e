import {
  askedTwice,
  check,
  eachEnding,
  fullwidth,
  otherCase,
  otherClientId,
  type PatchSource,
  partsBetweenSeparators,
  property,
  refused,
  sameAnswerAs,
  tokenFor,
  tokenRequest,
  withMarks,
} from '../fixtures/index.ts';

const wrongSecret = 'wrong-secret';
const unknownClientId = 'no-such-client';

check({
  id: 'token-errors-client/unknown',
  title: 'issues no token to an unknown client',
  requirements: ['E1-AUTH-10', 'JWT-BASIC-11', 'JWT-BASIC-23', 'BASE-07b', 'BASE-02d'],
  given: tokenRequest,
  but: { credentials: { id: unknownClientId } },
  expect: refused('invalid-client'),
});

check({
  id: 'token-errors-client/id-missing',
  title: 'issues no token without a client id',
  requirements: ['E1-AUTH-08', 'E1-AUTH-10', 'BASE-02d'],
  needs: ['required-client-id'],
  given: tokenRequest,
  butEach: {
    absent: { credentials: { id: null } },
    empty: { credentials: { id: '' } },
    'in the client-id header': ({ clientId }) => ({
      credentials: { id: null },
      headers: { $clientId: clientId },
    }),
  },
  expect: refused('client-credentials-missing'),
});

check({
  id: 'token-errors-client/id-case',
  title: 'compares the client id with regard to case',
  requirements: ['E1-AUTH-10', 'JWT-BASIC-12', 'BASE-03f'],
  needs: ['exact-client-id'],
  given: tokenRequest,
  butEach: ({ clientId }) =>
    clientId === otherCase(clientId)
      ? { 'a letter more': { credentials: { id: `${clientId}a` } } }
      : { 'in the other case': { credentials: { id: otherCase(clientId) } } },
  expect: refused('invalid-client'),
});

check({
  id: 'token-errors-client/id-padded',
  title: 'issues no token for the client id with blanks around it',
  requirements: ['E1-AUTH-10', 'BASE-02d'],
  needs: ['exact-client-id'],
  given: tokenRequest,
  butEach: {
    'a space before': withId((id) => ` ${id}`),
    'a space after': withId((id) => `${id} `),
    'a line end after': withId((id) => `${id}\r\n`),
  },
  expect: refused('client-credentials-missing'),
});

check({
  id: 'token-errors-client/id-unicode',
  title: 'issues no token for a client id of characters that only look alike',
  requirements: ['E1-AUTH-10', 'JWT-BASIC-12'],
  given: tokenRequest,
  but: withId((id) => id.replace(/[!-~]/, fullwidth)),
  expect: refused('client-credentials-missing'),
});

check({
  id: 'token-errors-client/id-nul',
  title: 'reads a client id to its end, beyond a NUL',
  requirements: ['E1-AUTH-10', 'BASE-02d'],
  given: tokenRequest,
  but: withId((id) => `${id}\0x`),
  expect: refused('client-credentials-missing'),
});

check({
  id: 'token-errors-client/id-and-more',
  title: 'reads a client id to its end, however long it is',
  requirements: ['E1-AUTH-10', 'BASE-02d'],
  given: tokenRequest,
  butEach: {
    'one character more': withId((id) => `${id}x`),
    'twice the id': withId((id) => id + id),
  },
  expect: refused('invalid-client'),
});

check({
  id: 'token-errors-client/id-and-an-ending',
  title: 'cuts off nothing that stands after a client id, by whatever it is parted from the id',
  requirements: ['E1-AUTH-10', 'JWT-BASIC-12', 'BASE-02d'],
  given: tokenRequest,
  butEach: ({ clientId }) => eachEnding((ending) => ({ credentials: { id: clientId + ending } })),
  expect: refused(['invalid-client', 'client-credentials-missing']),
});

check({
  id: 'token-errors-client/id-with-marks',
  title: 'takes no marks off a client id, and none out of it',
  requirements: ['E1-AUTH-10', 'JWT-BASIC-12', 'BASE-02d'],
  needs: ['exact-client-id'],
  given: tokenRequest,
  butEach: ({ clientId }) =>
    Object.fromEntries(
      Object.entries(withMarks(clientId)).map(([how, id]) => [how, { credentials: { id } }]),
    ),
  expect: refused(['invalid-client', 'client-credentials-missing']),
});

check({
  id: 'token-errors-client/wildcard',
  title: 'takes the client id for a value and not for a pattern',
  requirements: ['E1-AUTH-10', 'JWT-BASIC-12', 'BASE-02d'],
  given: tokenRequest,
  butEach: {
    '_ in the place of a character': withId((id) => id.replace(/[^_](?=_*$)/, '_')),
    '_ in the place of each character': withId((id) => '_'.repeat(id.length)),
    '% in the place of the end': withId((id) => `${id.slice(0, -1)}%`),
    '* in the place of the end': withId((id) => `${id.slice(0, -1)}*`),
    '. in the place of a character': withId((id) => `${id.slice(0, -1)}.`),
    '% alone': withId(() => '%'),
    '.* alone': withId(() => '.*'),
  },
  expect: refused(['invalid-client', 'client-credentials-missing']),
});

check({
  id: 'token-errors-client/part-of-the-id',
  title: 'issues no token for a part of a client id',
  requirements: ['E1-AUTH-10', 'JWT-BASIC-12', 'BASE-02d'],
  given: tokenRequest,
  butEach: ({ clientId }) =>
    Object.fromEntries(
      Object.entries({
        'all but the last character': clientId.slice(0, -1),
        'all but the first character': clientId.slice(1),
        ...partsBetweenSeparators(clientId),
      })
        .filter(([, part]) => part !== '')
        .map(([which, id]) => [which, { credentials: { id } }]),
    ),
  expect: refused(['invalid-client', 'client-credentials-missing']),
});

check({
  id: 'token-errors-client/id-of-10-kb',
  title: 'refuses a client id that is longer than any',
  requirements: ['E1-AUTH-10', 'BASE-02d'],
  given: tokenRequest,
  but: withId((id) => id + 'x'.repeat(10_000)),
  expect: refused('refused'),
});

check({
  id: 'token-errors-client/id-of-every-object',
  title: 'issues no token to a client with the name of a built-in member',
  requirements: ['E1-AUTH-10', 'BASE-02d'],
  given: tokenRequest,
  butEach: {
    constructor: withId(() => 'constructor'),
    ['__proto__']: withId(() => '__proto__'),
    toString: withId(() => 'toString'),
  },
  expect: refused('invalid-client'),
});

check({
  id: 'token-errors-client/unknown-and-wrong-alike',
  title: 'does not tell an unknown client from a wrong secret',
  requirements: ['E1-AUTH-10', 'BASE-07b'],
  level: 'SHOULD', // no document says so, but who can tell them apart learns which ids there are (CWE-204)
  steps: [
    ...askedTwice('a wrong secret', {
      ...tokenRequest,
      but: { credentials: { secret: wrongSecret } },
      expect: refused('invalid-client'),
    }),
    {
      ...tokenRequest,
      but: { credentials: { id: unknownClientId, secret: wrongSecret } },
      expect: refused(
        'invalid-client',
        sameAnswerAs('a wrong secret', ({ clientId }) => [clientId, unknownClientId, wrongSecret]),
      ),
    },
  ],
});

check({
  id: 'token-errors-client/revoked',
  title: 'issues no token to a client whose credentials were revoked',
  requirements: ['E1-AUTH-46', 'JWT-BASIC-23', 'ENABLE-26', 'REQUESTOR-04', 'BASE-02d'],
  needs: ['revoked'],
  steps: [
    tokenRequest,
    { ...tokenRequest, as: 'revoked', expect: refused(['invalid-client', 'token-refused']) },
  ],
});

check({
  id: 'token-errors-client/revoked-and-wrong-alike',
  title: 'does not tell a revoked credential from a wrong secret',
  requirements: ['E1-AUTH-46'],
  level: 'SHOULD',
  needs: ['revoked'],
  steps: [
    ...askedTwice('a wrong secret', {
      ...tokenRequest,
      but: { credentials: { secret: wrongSecret } },
      expect: refused('invalid-client'),
    }),
    {
      ...tokenFor('revoked'),
      expect: refused(
        'invalid-client',
        sameAnswerAs('a wrong secret', ({ client }) => [client('primary').id, client('revoked').id]),
      ),
    },
  ],
});

property({
  id: 'token-errors-client/any-other-id',
  title: 'issues no token for whatever resembles the client id and is not it',
  requirements: ['E1-AUTH-10', 'JWT-BASIC-12', 'BASE-02d'],
  given: tokenRequest,
  forAll: ({ clientId, profile }) =>
    otherClientId(clientId, { caseMatters: profile.header.clientId.compare === 'exact' }),
  but: (id) => ({ credentials: { id } }),
  expect: refused(['invalid-client', 'client-credentials-missing']),
});

function withId(change: (id: string) => string): PatchSource {
  return ({ clientId }) => ({ credentials: { id: change(clientId) } });
}
