import {
  type Answer,
  answered,
  apiCall,
  callAs,
  check,
  either,
  type Fault,
  faultNames,
  faults,
  header,
  isUnchallenged,
  member,
  type Patch,
  patchOf,
  recommended,
  refused,
  says,
  under,
} from '../fixtures/index.ts';

/** The methods in the `Allow` field of an answer (RFC 9110 section 10.2.1). */
function allowedIn(answer: Answer): string[] {
  return header(answer, 'allow').flatMap((line) => line.split(',').map((method) => method.trim()));
}

/** What a 405 calls allowed is not what it refuses. */
const withoutItself = says('Allow in a 405 without the method', (answer) => {
  const allowed = allowedIn(answer);
  return answer.status === 405 && allowed.includes(answer.method) ? allowed.join(', ') : undefined;
});

const servedAreAllowed = says(
  'the methods that are served in the Allow of a 405',
  (answer, { answerTo, profile }) => {
    const allowed = allowedIn(answer);
    const [route] = Object.values(profile.routes);
    const served = [route?.method ?? [], answerTo('HEAD').status < 300 ? 'HEAD' : []].flat();
    return answer.status === 405 && allowed.length
      ? served.filter((method) => !allowed.includes(method)).map((method) => `no ${method}`)
      : undefined;
  },
);

check({
  id: 'errors/scope-failure-is-401',
  title: 'answers 401, and neither 403 nor 404, where the scope does not suffice',
  requirements: ['E1-AUTHZ-24', 'E1-AUTHZ-11'],
  needs: ['narrow-permission'],
  send: callAs('narrow-permission', { token: { scope: 'omitted' } }),
  expect: refused('insufficient-scope'),
});

check({
  id: 'errors/permission-failure-is-401',
  title: 'answers 401, and neither 403 nor 404, where the permission is not in force',
  requirements: ['E1-AUTHZ-24', 'E1-AUTHZ-27'],
  needs: ['draft-permission'],
  send: callAs('draft-permission', { token: { scope: 'omitted' } }),
  expect: refused('permission-unpublished'),
  on: 'every-route',
});

check({
  id: 'errors/company-failure-is-401',
  title: 'answers 401, and neither 403 nor 404, where the company is a foreign one',
  requirements: ['E1-AUTHZ-24', 'E1-AUTHZ-16'],
  needs: ['foreign-company'],
  given: apiCall,
  but: faults['company-denied'],
  expect: refused('company-denied'),
  on: 'every-route',
});

check({
  id: 'errors/user-failure-is-401',
  title: 'answers 401, and neither 403 nor 404, where no user is assigned',
  requirements: ['E1-AUTHZ-24', 'E1-AUTHZ-03'],
  needs: ['without-user', 'user-must-be-assigned'],
  send: callAs('without-user'),
  expect: refused('user-missing'),
});

check({
  id: 'errors/code',
  title: 'gives each refusal a code',
  requirements: ['E1-AUTH-20'],
  needs: ['client-id-header', 'foreign-company'],
  given: apiCall,
  butEach: faults,
  expect: refused(
    'refused',
    says('a code where the profile says that it stands', ({ code }) =>
      code === undefined ? 'none' : undefined,
    ),
  ),
});

check({
  id: 'errors/json-media-type',
  title: 'labels each refusal as the JSON that it is',
  requirements: ['E1-AUTH-20'],
  needs: ['client-id-header', 'foreign-company'],
  given: apiCall,
  butEach: faults,
  expect: refused(
    'refused',
    says('JSON that is labelled as JSON', (answer) => {
      const type = mediaType(answer);
      if (answer.json === undefined) return `a body labelled ${type || 'nothing'} that is not JSON`;
      return isOfJson(type) ? undefined : `JSON labelled ${type || 'nothing'}`;
    }),
  ),
});

const otherForms = [
  'text/html,application/xhtml+xml',
  'application/problem+json',
  'application/xml',
  '*/*;q=0',
];

check({
  id: 'errors/in-any-form-asked-for',
  title:
    'labels each refusal as what it is, and gives it a code where that is JSON, whatever the caller accepts',
  requirements: ['E1-AUTH-20'],
  needs: ['client-id-header', 'foreign-company'],
  given: apiCall,
  butEach: (facts) =>
    Object.fromEntries(
      // One that a gateway finds, and one that the API behind it finds.
      (['token-missing', 'company-denied'] as const).flatMap((fault) =>
        otherForms.map((value): [string, Patch] => [
          `${fault}, accepting ${value}`,
          under({ fields: [{ name: 'accept', value }] }, patchOf(faults[fault], facts)),
        ]),
      ),
    ),
  expect: refused(
    'refused',
    says('JSON that is labelled as JSON and has a code, or another form', (answer) => {
      const type = mediaType(answer);
      if (answer.json === undefined) return isOfJson(type) ? `no JSON, labelled ${type}` : undefined;
      if (!isOfJson(type)) return `JSON labelled ${type || 'nothing'}`;
      return answer.code === undefined ? 'JSON without a code' : undefined;
    }),
  ),
});

check({
  id: 'errors/problem-status',
  title: 'repeats the status of the response in a problem document',
  requirements: ['BASE-27a'],
  given: apiCall,
  butEach: { 'no token': faults['token-missing'], 'a token that nobody issued': faults['invalid-token'] },
  expect: refused(
    'refused',
    says('the status of the response, if any, in a problem document', (answer) => {
      const status = member(answer, 'status');
      const isProblem = mediaType(answer) === 'application/problem+json';
      return isProblem && status !== undefined && status !== answer.status ? `${status}` : undefined;
    }),
  ),
});

check({
  id: 'errors/one-layout',
  title: 'puts the code of each refusal into the same place of the body',
  requirements: ['E1-AUTH-20'],
  needs: ['client-id-header', 'foreign-company'],
  steps: [
    ...faultNames.map((fault) => ({
      ...apiCall,
      but: faults[fault],
      expect: refused('refused'),
      saveAnswer: fault,
      because: fault,
    })),
    {
      ...apiCall,
      but: faults['client-id-header-missing'],
      expect: refused(
        'refused',
        says('the code in the same place as in other refusals', (answer, { answerTo }) => {
          const own = placeOfCode(answer);
          const others = faultNames.map((fault): [Fault, string | undefined] => [
            fault,
            placeOfCode(answerTo(fault)),
          ]);
          return others
            .filter(([, place]) => own !== undefined && place !== undefined && place !== own)
            .map(([fault, place]) => `${own}, and ${place} for ${fault}`);
        }),
      ),
      because: 'compared with the others',
    },
  ],
});

check({
  id: 'errors/allowed-methods',
  title: 'names the allowed methods where it refuses one',
  requirements: ['BASE-15b'],
  level: 'SHOULD', // the API's pages say nothing of methods
  given: apiCall,
  // Methods that change nothing, should a route offer them after all.
  butEach: { PROPFIND: { method: 'PROPFIND' }, SEARCH: { method: 'SEARCH' } },
  expect: either(
    refused(
      ['method-not-allowed', 'refused'],
      says('Allow in a 405', (answer) =>
        answer.status === 405 && !header(answer, 'allow').length ? 'a 405 without it' : undefined,
      ),
    ),
    answered(
      says('another answer than a refusal', ({ status }) => (status < 400 ? undefined : String(status))),
    ),
  ),
});

check({
  id: 'errors/allow-names-no-refused-method',
  title: 'does not name a method as allowed in the 405 that refuses it',
  requirements: ['BASE-15b'],
  given: apiCall,
  butEach: ({ profile, pathOf }) => ({
    // A body that no API takes for a request, should the route offer the method after all.
    POST: { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'no request' },
    ...Object.fromEntries(
      Object.entries(profile.routes).flatMap(([named, { method }]) => {
        const path = pathOf({ named });
        const others = method === 'GET' ? ['PROPFIND'] : ['GET', 'PROPFIND'];
        return others.map((other) => [`${other} ${path}`, { method: other, path }]);
      }),
    ),
  }),
  expect: either(refused(['method-not-allowed', 'refused'], withoutItself), answered(withoutItself)),
});

check({
  id: 'errors/allowed-methods-complete',
  title: 'names every method that it serves where it refuses one',
  requirements: ['BASE-15b'],
  level: 'SHOULD', // likewise
  steps: [
    {
      ...callAs('primary', { but: { method: 'HEAD' } }),
      saveAnswer: 'HEAD',
      expect: either(refused('method-not-allowed'), answered()),
      because: 'HEAD may be served or not',
    },
    {
      ...callAs('primary', { but: { method: 'PROPFIND' } }),
      expect: either(
        refused(['method-not-allowed', 'refused'], servedAreAllowed),
        answered(servedAreAllowed),
      ),
      because: 'a method that changes nothing',
    },
  ],
});

check({
  id: 'errors/challenge-on-every-401',
  title: 'challenges every 401, whatever its cause, if it challenges a call without a token',
  requirements: ['BASE-10a'],
  level: 'SHOULD', // RFC 9110 section 15.5.2 demands it; the API's pages do not mention challenges
  needs: ['client-id-header', 'foreign-company'],
  steps: [
    {
      ...apiCall,
      but: faults['token-missing'],
      expect: answered(),
      saveAnswer: 'token-missing',
      because: 'no token',
    },
    ...faultNames.map((fault) => ({
      ...apiCall,
      but: faults[fault],
      expect: answered(
        says('a challenge, as in the refusal of a call without a token', (answer, { answerTo }) => {
          const isUsual = header(answerTo('token-missing'), 'www-authenticate').length > 0;
          return isUsual && isUnchallenged(answer) ? 'none' : undefined;
        }),
      ),
      because: fault,
    })),
  ],
});

check({
  id: 'errors/malformed-token-status',
  title: 'answers 401 to what is no token in form',
  requirements: ['BASE-09h'],
  level: 'SHOULD', // RFC 6750 section 3.1
  given: apiCall,
  butEach: {
    'one letter': { token: 'x' },
    dots: { token: 'a.b.c' },
    'five parts': { token: 'a.b.c.d.e' },
    'four thousand letters': { token: 'x'.repeat(4000) },
  },
  expect: refused('invalid-token', recommended(401, 'invalid-token', 'RFC 6750 section 3.1')),
});

check({
  id: 'errors/missing-token-status',
  title: 'answers 401 to a call without a token',
  requirements: ['BASE-09h'],
  level: 'SHOULD', // RFC 9110 section 11.4
  given: apiCall,
  but: { headers: { authorization: null } },
  expect: refused('token-missing', recommended(401, 'token-missing', 'RFC 9110 section 11.4')),
});

function mediaType(answer: Answer): string {
  return (header(answer, 'content-type')[0] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

function isOfJson(type: string): boolean {
  return type === 'application/json' || type.endsWith('+json');
}

/** Where in its body an answer has its code: a JSON pointer. */
function placeOfCode({ json, code }: Answer): string | undefined {
  return code === undefined ? undefined : placeOf(code, json);
}

function placeOf(text: string, value: unknown, at = ''): string | undefined {
  if (value === text) return at;
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value)
    .map(([name, inner]) => placeOf(text, inner, `${at}/${name}`))
    .find((place) => place !== undefined);
}
