import {
  type Answer,
  type Assertion,
  accepted,
  answered,
  apiCall,
  askedTwice,
  callAs,
  check,
  either,
  type Facts,
  faults,
  forge,
  header,
  observing,
  type Patch,
  refused,
  sameAnswerAs,
  says,
  tamper,
  told,
} from '../fixtures/index.ts';

/** A text that stands nowhere but in what was sent. */
const canary = 'm2m-canary-7f3a';

/** Tokens that are invalid for another reason each. */
const forgeries: Readonly<Record<string, (facts: Facts) => string>> = {
  'another key': ({ token }) => forge.signedByOwnKey(token),
  'an unknown key id': ({ token }) => forge.withUnknownKeyId(token),
  'no signature': ({ token }) => tamper.signatureTamperings.empty(token),
  'changed claims': ({ token, jwt }) => tamper.withClaims(token, { ...jwt.claims, admin: true }),
  'another issuer, unverified': ({ token, jwt }) =>
    tamper.withClaims(token, { ...jwt.claims, iss: 'https://issuer.invalid' }),
  'expired, unverified': ({ token, jwt }) => tamper.withClaims(token, { ...jwt.claims, exp: 1 }),
  'alg none': ({ token }) => tamper.unsecured(token)['none, empty signature'] ?? '',
};

/** What libraries in wide use say, which nobody would write. */
const libraryMessage = new RegExp(
  [
    'jwt (?:malformed|expired|signature is required|must be provided)',
    '"\\w+" claim timestamp check failed',
    'no applicable key found in the JSON Web Key Set',
    'Invalid Compact JWS',
    'Signature verification failed',
    'Signature has expired',
    'Not enough segments',
    'JWT signature does not match locally computed signature',
    'JWS validation failed',
    'token is (?:malformed|unverifiable):',
    'crypto/rsa: verification error',
    'IDX\\d{5}',
  ].join('|'),
  'i',
);

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';

/** Header fields that have a call traced, or debugged. */
const watched: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'sampled by traceparent': { traceparent: `00-${traceId}-${spanId}-01`, tracestate: 'm2m=1' },
  'sampled by B3': {
    'x-b3-traceid': traceId,
    'x-b3-spanid': spanId,
    'x-b3-sampled': '1',
    'x-b3-flags': '1',
  },
  'sampled by one field of B3': { b3: `${traceId}-${spanId}-d` },
  'sampled by a product': {
    'x-cloud-trace-context': `${traceId}/1;o=1`,
    'x-amzn-trace-id': 'Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Sampled=1',
    'uber-trace-id': `${traceId}:${spanId}:0:3`,
    'jaeger-debug-id': 'm2m',
    'sentry-trace': `${traceId}-${spanId}-1`,
    baggage: 'sentry-sampled=true',
    'x-datadog-trace-id': '1',
    'x-datadog-sampling-priority': '2',
    'x-envoy-force-trace': '1',
  },
  debugged: {
    'x-debug': '1',
    'x-debug-mode': 'true',
    'x-trace': '1',
    'x-verbose': '1',
    'x-log-level': 'debug',
    debug: '1',
    'fastly-debug': '1',
    'kong-debug': '1',
  },
};

/** Calls that are refused at different places on their way, and one that is not. */
function faultsIn({ path }: Facts): Readonly<Record<string, Patch>> {
  return {
    'no fault': {},
    'no token': { headers: { authorization: null } },
    'no good token': { token: 'no-such-token' },
    'no client id': { headers: { $clientId: null } },
    'no requestor': { headers: { $requestor: null } },
    'no such path': { path: `${path}/no-such-thing` },
    'no such method': { method: 'PROPFIND' },
  };
}

const noSecretOfOthers = says('no secret of any client', (answer, { otherClients }) => {
  const text = told(answer);
  return Object.entries(otherClients)
    .filter(([, { secret }]) => secret.length >= 8 && text.includes(secret))
    .map(([role]) => `that of ${role}`);
});

/** Nobody else's name, in capitals or not, joined or not; what was sent may come back. */
function ownerNotTold(sent: (facts: Facts) => string): Assertion {
  return says('no name of another’s', (answer, facts) =>
    facts.foreignCanaries.filter((canary) => {
      const letters = lettersIn(canary);
      const isSent = lettersIn(`${sent(facts)} ${facts.path}`).includes(letters);
      return letters.length > 4 && !isSent && lettersIn(told(answer)).includes(letters);
    }),
  );
}

function lettersIn(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

check({
  id: 'errors-disclosure/why-a-token-is-invalid',
  title: 'refuses every token that was tampered with or forged, and may tell one from the other',
  requirements: ['BASE-27b'],
  level: 'MAY', // RFC 6750 section 3.1 leaves room for an explanation, which helps forgers most
  needs: ['jwt'],
  steps: [
    ...askedTwice('a changed signature', {
      ...apiCall,
      but: ({ token }) => ({ token: tamper.signatureTamperings['one bit changed'](token) }),
      expect: refused('invalid-token'),
    }),
    ...Object.entries(forgeries).map(([name, forged]) => ({
      ...apiCall,
      but: (facts: Facts) => ({ token: forged(facts) }),
      expect: refused(['invalid-token', 'token-expired'], noting(sameAnswerAs('a changed signature'), name)),
      because: name,
    })),
  ],
});

check({
  id: 'errors-disclosure/library-messages',
  title: 'refuses a bad token, and may pass on a message of the library that verifies tokens',
  requirements: ['BASE-27b'],
  level: 'MAY',
  needs: ['jwt'],
  given: apiCall,
  butEach: ({ token, jwt: { claims } }) => ({
    'a changed signature': { token: tamper.signatureTamperings['one bit changed'](token) },
    'an unknown key': { token: forge.withUnknownKeyId(token) },
    'changed claims': { token: tamper.withClaims(token, { ...claims, exp: 1 }) },
    'two parts': { token: tamper.partTamperings['two parts'](token) },
    'no token in form': { token: 'no-such-token' },
  }),
  expect: refused(
    'refused',
    noting(says('no message of a library', (answer) => libraryMessage.exec(told(answer))?.[0])),
  ),
});

check({
  id: 'errors-disclosure/unverified-claims',
  title: 'refuses a token whose claims or header were changed, and may repeat what it claims',
  requirements: ['BASE-27b'],
  level: 'MAY',
  needs: ['jwt'],
  given: apiCall,
  butEach: ({ token, jwt: { claims }, profile }) => ({
    'the issuer': { token: tamper.withClaims(token, { ...claims, iss: `https://${canary}.invalid` }) },
    'the client': { token: tamper.withClaims(token, { ...claims, [profile.jwt.clientClaim]: canary }) },
    'the subject': { token: tamper.withClaims(token, { ...claims, sub: canary }) },
    'the key id': { token: tamper.withHeader(token, { ...tamper.taken(token).header, kid: canary }) },
    'the algorithm': { token: tamper.withHeader(token, { ...tamper.taken(token).header, alg: canary }) },
  }),
  expect: refused('refused', noting(notTold('what the token claims', canary))),
});

check({
  id: 'errors-disclosure/token-not-echoed',
  title: 'refuses what is no token, and may repeat it',
  requirements: ['BASE-27b'],
  level: 'MAY', // that no token of the caller comes back is looked at in every answer
  given: apiCall,
  butEach: {
    'a bearer token': { token: canary },
    'credentials of another scheme': { headers: { authorization: `Custom ${canary}` } },
    'in the query': { headers: { authorization: null }, query: { access_token: canary } },
  },
  expect: refused('refused', noting(notTold('the token', canary))),
});

check({
  id: 'errors-disclosure/debug-switch',
  title: 'tells no more of a refusal to whoever asks to debug it',
  requirements: ['BASE-30f'],
  needs: ['client-id-header'],
  steps: [
    {
      ...apiCall,
      but: faults['client-id-header-mismatch'],
      expect: refused('refused'),
      saveAnswer: 'plain',
    },
    ...[{ debug: '1' }, { debug: 'true', trace: '1', verbose: '1' }].map((query) => ({
      ...apiCall,
      but: { ...faults['client-id-header-mismatch'], query },
      expect: refused('refused', noMoreMembersThan('plain')),
      because: `the query asks for ${Object.keys(query).join(', ')}`,
    })),
    {
      ...apiCall,
      but: { headers: { ...faults['client-id-header-mismatch'].headers, 'x-debug': '1', 'x-trace': '1' } },
      expect: refused('refused', noMoreMembersThan('plain')),
      because: 'header fields ask for it',
    },
  ],
});

check({
  id: 'errors-disclosure/tracing',
  title: 'brings out no secret and no token, however a call asks to be traced or debugged',
  requirements: ['BASE-30f', 'JWT-BASIC-13', 'REQUESTOR-04'],
  given: apiCall,
  butEach: (facts) =>
    Object.fromEntries(
      Object.entries(faultsIn(facts)).flatMap(([fault, change]): [string, Patch][] => [
        ...Object.entries(watched).map(([how, headers]): [string, Patch] => [
          `${fault}, ${how}`,
          { ...change, headers: { ...headers, ...change.headers } },
        ]),
        [
          `${fault}, debugged by the query`,
          { ...change, query: { debug: '1', _debug: 'true', trace: '1', verbose: '1' } },
        ],
      ]),
    ),
  // Whatever else it says; what was sent is looked for in every answer.
  expect: either(refused(['refused', 'method-not-allowed'], noSecretOfOthers), answered(noSecretOfOthers)),
});

check({
  id: 'errors-disclosure/other-companies',
  title: 'does not tell for which companies the application is registered',
  requirements: ['E1-AUTHZ-16'],
  level: 'SHOULD',
  needs: ['foreign-company', 'own-company'],
  given: apiCall,
  but: faults['company-denied'],
  expect: refused(
    'refused',
    says('no company that the application is registered for', (answer, { companyIds }) =>
      companyIds.registered.filter((id) => holds(answer, id)).map((id) => `company ${id}`),
    ),
  ),
});

check({
  id: 'errors-disclosure/owner-of-company',
  title: 'does not tell, in whatever letters, whose company it is that it refuses',
  requirements: ['E1-AUTHZ-16', 'JWT-BASIC-01', 'JWT-BASIC-27'],
  needs: ['foreign-company', 'own-company', 'company-canaries'],
  given: apiCall,
  but: faults['company-denied'],
  expect: refused(
    'refused',
    ownerNotTold(({ companyIds }) => companyIds.foreign),
  ),
});

check({
  id: 'errors-disclosure/owner-of-person',
  title: 'does not tell, in whatever letters, whose person it is that it refuses as requestor',
  requirements: ['REQUESTOR-11', 'REQUESTOR-18'],
  needs: ['requestor-header', 'foreign-person', 'company-canaries'],
  given: callAs('primary', { route: 'requestor' }),
  but: ({ requestors }) => ({ headers: { $requestor: requestors.foreign } }),
  expect: either(
    accepted(),
    refused(
      'refused',
      ownerNotTold(({ requestors }) => requestors.foreign),
    ),
  ),
});

check({
  id: 'errors-disclosure/assigned-user',
  title: 'does not tell in a refusal which user is assigned',
  requirements: ['E1-AUTHZ-22'],
  level: 'SHOULD',
  needs: ['foreign-company', 'client-id-header', 'user-ids'],
  given: apiCall,
  butEach: {
    'a foreign company': faults['company-denied'],
    'another client id': faults['client-id-header-mismatch'],
  },
  expect: refused(
    'refused',
    says('not the id of the assigned user', (answer, { userIds }) =>
      holds(answer, userIds.own) ? `user ${userIds.own}` : undefined,
    ),
  ),
});

check({
  id: 'errors-disclosure/versions',
  title: 'names no products and versions that anybody has to know',
  requirements: ['BASE-27c'],
  level: 'MAY', // seen and recorded, whatever they say
  given: apiCall,
  but: faults['token-missing'],
  expect: refused(
    'token-missing',
    observing('products and versions', (answer) =>
      Object.fromEntries(
        ['server', 'x-powered-by', 'x-aspnet-version', 'x-runtime', 'via']
          .map((name) => [name, header(answer, name).join(', ')] as const)
          .filter(([, value]) => value !== ''),
      ),
    ),
  ),
});

/** Records where a promise does not hold that nobody made. */
function noting({ says: promise, test }: Assertion, where = ''): Assertion {
  return observing(promise, (answer, facts) => {
    const got = [test?.(answer, facts) ?? []].flat();
    return got.length ? { [[`not ${promise}`, where].filter(Boolean).join(', ')]: got.join(', ') } : {};
  });
}

function notTold(what: string, text: string) {
  return says(`${what} not repeated`, (answer) => (told(answer).includes(text) ? `“${text}”` : undefined));
}

/** Whether an answer holds an id, as a word of its own; short ones may turn up anywhere. */
function holds(answer: Answer, id: string): boolean {
  return id.length >= 4 && answer.body.split(/[^\w-]+/).includes(id);
}

function noMoreMembersThan(name: string) {
  return says('no member that is not in a plain refusal', ({ json }, { answerTo }) => {
    const plain = membersOf(answerTo(name).json);
    return membersOf(json).filter((member) => !plain.includes(member));
  });
}

function membersOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...membersOf(inner)]);
}
