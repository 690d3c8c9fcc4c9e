import {
  type Answer,
  accepted,
  acceptedOrRefused,
  answered,
  apiCall,
  check,
  either,
  type Facts,
  header,
  oddBody,
  type Patch,
  property,
  refused,
  says,
  tokenRequest,
} from '../fixtures/index.ts';

check({
  id: 'errors-odd-input/odd-paths',
  title: 'refuses odd paths without a fault and without showing its insides',
  requirements: ['BASE-27b', 'BASE-30f'],
  given: apiCall,
  butEach: (facts) => ({ ...oddBehind(facts), ...oddCompanies(facts) }),
  expect: refused('refused'),
});

const oddFields: Readonly<Record<string, Patch>> = {
  'six thousand letters': { headers: { 'x-note': 'a'.repeat(6000) } },
  'a type that nobody offers': { headers: { accept: 'application/x-no-such-type' } },
  'no type in form': { headers: { accept: ';;q=,/' } },
  'a language that is none': { headers: { 'accept-language': '../../etc' } },
  'an encoding that is none': { headers: { 'accept-encoding': 'no-such-encoding' } },
  'a date that is none': { headers: { 'if-modified-since': 'yesterday' } },
  'a range that is none': { headers: { range: 'lines=-1' } },
  'a cookie that is no UTF-8': { headers: { cookie: 'note=%E0%A4%A' } },
};

check({
  id: 'errors-odd-input/odd-headers',
  title: 'answers odd header fields without a fault and without showing its insides',
  requirements: ['BASE-27b', 'BASE-30f'],
  given: apiCall,
  butEach: {
    ...oddFields,
    'a type for a body that is absent': { headers: { 'content-type': 'application/json; charset=utf-16' } },
  },
  expect: acceptedOrRefused('odd header field'),
});

check({
  id: 'errors-odd-input/odd-headers-of-token-requests',
  title: 'answers a token request with odd header fields without a fault and without showing its insides',
  requirements: ['BASE-27b', 'BASE-30f'],
  level: 'MUST', // no header field that a client can send is a fault of the server (RFC 9110 section 15.6)
  given: tokenRequest,
  butEach: oddFields,
  expect: answered(),
});

check({
  id: 'errors-odd-input/odd-client-ids',
  title: 'refuses odd client ids without a fault and without showing its insides',
  requirements: ['BASE-27b', 'E1-AUTH-19'],
  needs: ['client-id-header'],
  given: apiCall,
  butEach: {
    'six thousand letters': { headers: { $clientId: 'a'.repeat(6000) } },
    'a quote': { headers: { $clientId: "' OR '1'='1" } },
    'a template': { headers: { $clientId: '#{7*7}{{7*7}}' } },
    JSON: { headers: { $clientId: '{"$ne":null}' } },
    'no UTF-8': { headers: { $clientId: '\u00e9\u00ff' } },
    'the name of the prototype': { headers: { $clientId: '__proto__' } },
  },
  expect: refused('refused'),
});

check({
  id: 'errors-odd-input/json-of-commands',
  title:
    'answers commands whose JSON is none, or says something odd, without a fault and without showing its insides',
  requirements: ['BASE-27b', 'BASE-30f'],
  level: 'MUST', // as above
  needs: ['json-body'],
  given: apiCall,
  butEach: ({ json }) => ({
    ...Object.fromEntries([...oddJson, ...oddMembers(json)].map(([name, body]) => [name, { body }])),
    'a charset that is none': { headers: { 'content-type': 'application/json; charset=no-such' } },
    'no type': { headers: { 'content-type': null } },
    'an encoding that it does not have': { headers: { 'content-encoding': 'gzip' } },
  }),
  // Some of it may do what it asks for.
  expect: answered(),
  on: 'every-route-with-json',
});

const markup = '<b onclick=x>m2m</b>';

check({
  id: 'errors-odd-input/markup-not-reflected',
  title: 'reflects no markup into a page',
  requirements: ['BASE-30f'],
  needs: ['client-id-header'],
  given: apiCall,
  butEach: ({ path, clientIdHeader }) => ({
    'in the client-id header': { headers: { $clientId: markup } },
    'in the token': { headers: { authorization: `Bearer ${markup}`, accept: 'text/html' } },
    'in the path': { path: `${path}/${encodeURI(markup)}`, headers: { accept: 'text/html' } },
    'in the path as it is': { path: `${path}/${markup.replaceAll(' ', '/')}` },
    'in the query': { headers: { authorization: null }, query: { [clientIdHeader]: markup, q: markup } },
  }),
  expect: refused(
    'refused',
    says('nothing that a browser would take for markup', (answer) =>
      isPage(answer) && /<b[ /]onclick=x>/.test(answer.body) ? 'a page that holds it' : undefined,
    ),
  ),
});

property({
  id: 'errors-odd-input/any-body',
  title: 'answers whatever body a call has without a fault and without showing its insides',
  requirements: ['BASE-27b', 'BASE-30f'],
  level: 'MUST', // no body that a client can send is a fault of the server (RFC 9110 section 15.6)
  given: apiCall,
  forAll: () => oddBody(),
  but: ({ type, body }) => ({ headers: { 'content-type': type }, body }),
  expect: either(accepted(), refused('refused')),
});

property({
  id: 'errors-odd-input/any-body-of-post',
  title: 'refuses POST on a route that reads without a fault, whatever its body is',
  requirements: ['BASE-27b', 'BASE-30f', 'E1-AUTHZ-08'],
  level: 'MUST',
  given: apiCall,
  forAll: () => oddBody(),
  but: ({ type, body }) => ({ method: 'POST', headers: { 'content-type': type }, body }),
  // A route that takes POST may accept what is JSON.
  expect: (_value, { profile: { routes } }) =>
    Object.values(routes)[0]?.method === 'GET'
      ? refused(['method-not-allowed', 'refused'])
      : either(accepted(), refused('refused')),
});

/** What a reader of JSON meets seldom. */
const oddJson: readonly (readonly [string, string])[] = [
  ['no body', ''],
  ['half an object', '{'],
  ['null', 'null'],
  ['a list', '[]'],
  ['a text', '"m2m"'],
  ['a number', '0'],
  ['no member', '{}'],
  ['a comma too many', '{"name":"m2m",}'],
  ['a mark of the byte order', '\ufeff{}'],
  ['two thousand lists', '['.repeat(2000) + ']'.repeat(2000)],
];

const oddValues: Readonly<Record<string, unknown>> = {
  null: null,
  'a number': -1,
  'a list': [[]],
  'an object': { $ne: null },
  'a character that ends texts': '\u0000',
  'half a character': '\ud83d',
  'ten thousand letters': 'a'.repeat(10_000),
};

/** The members that a command has, with values that it does not expect. */
function oddMembers(json: unknown): readonly (readonly [string, string])[] {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return [];
  return Object.entries(oddValues).map(([name, value]) => {
    const members = Object.keys(json).map((member) => [member, value]);
    return [`${name} for each member`, JSON.stringify(Object.fromEntries(members))];
  });
}

function oddBehind({ path }: Facts): Record<string, Patch> {
  return {
    'no UTF-8 behind the path': { path: `${path}/%E0%A4%A` },
    'half an escape behind the path': { path: `${path}%` },
    'six thousand letters behind the path': { path: `${path}/${'a'.repeat(6000)}` },
  };
}

/** Nothing, where no path names a company. */
function oddCompanies({ path, pathTo }: Facts): Record<string, Patch> {
  if (pathTo('x') === path) return {};
  return {
    'no UTF-8 for a company': { path: pathTo('%E0%A4%A') },
    'half an escape for a company': { path: pathTo('%') },
    'a zero byte for a company': { path: pathTo('%00') },
    'a quote for a company': { path: pathTo('%27') },
    'a template for a company': { path: pathTo('%7B%7B7*7%7D%7D') },
    'a thousand letters for a company': { path: pathTo('a'.repeat(1000)) },
  };
}

function isPage(answer: Answer): boolean {
  const [type = 'text/html'] = header(answer, 'content-type');
  return /html|xml/i.test(type);
}
