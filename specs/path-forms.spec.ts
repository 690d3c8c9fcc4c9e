import {
  type Answer,
  accepted,
  answered,
  apiCall,
  callAs,
  check,
  type Expectation,
  either,
  type Facts,
  header,
  oneof,
  type Patch,
  pathForm,
  pathNearMiss,
  property,
  refused,
  refusedOrRedirected,
  says,
  withoutData,
} from '../fixtures/index.ts';

// A path in another form may be the same path, another one or none (RFC 3986 section 6): but never a way round.

check({
  id: 'path-forms/without-token',
  title: 'requires an access token in whatever form the path is written',
  requirements: ['E1-AUTH-02', 'BASE-29', 'BASE-09d'],
  given: apiCall,
  butEach: (facts) => inEachForm(facts.path, { headers: { authorization: null } }),
  expect: refusedOrRedirected,
});

check({
  id: 'path-forms/without-client-id',
  title: 'requires the client-id header in whatever form the path is written',
  requirements: ['E1-AUTH-03', 'BASE-29'],
  needs: ['client-id-header'],
  given: apiCall,
  butEach: (facts) => inEachForm(facts.path, { headers: { $clientId: null } }),
  expect: refusedOrRedirected,
});

check({
  id: 'path-forms/without-requestor',
  title: 'requires a requestor in whatever form the path is written',
  requirements: ['REQUESTOR-17', 'BASE-29'],
  needs: ['requestor-header'],
  given: callAs('primary', { route: 'requestor' }),
  butEach: (facts) => inEachForm(facts.path, { headers: { $requestor: null } }),
  expect: refusedOrRedirected,
});

check({
  id: 'path-forms/foreign-company',
  title: 'refuses a foreign company in whatever form the path is written',
  requirements: ['E1-AUTHZ-15', 'BASE-29'],
  needs: ['foreign-company'],
  given: apiCall,
  butEach: (facts) => inEachForm(foreignPath(facts), {}),
  expect: refusedOrRedirected,
});

check({
  id: 'path-forms/without-scope',
  title: 'refuses a token without the scope in whatever form the path is written',
  requirements: ['E1-AUTHZ-10', 'ENABLE-09', 'BASE-29'],
  needs: ['other-scope', 'several-tokens'],
  given: apiCall,
  butEach: (facts) => inEachForm(facts.path, { token: { scope: () => facts.scopes.other } }),
  expect: refusedOrRedirected,
});

check({
  id: 'path-forms/without-right',
  title: 'refuses a client without the right in whatever form the path is written',
  requirements: ['JWT-BASIC-27'],
  needs: ['narrow-permission'],
  given: apiCall,
  butEach: (facts) => inEachForm(facts.path, { token: { of: 'narrow-permission', scope: 'omitted' } }),
  expect: refusedOrRedirected,
});

check({
  id: 'path-forms/own-company',
  title: 'serves its own company only, or nothing, in whatever form the path is written',
  requirements: ['E1-AUTHZ-08', 'BASE-29', 'BASE-30a'],
  needs: ['company-canaries'],
  given: apiCall,
  butEach: (facts) => inEachForm(facts.path, {}),
  expect: either(accepted(), refusedOrRedirected),
});

check({
  id: 'path-forms/public-text-without-token',
  title: 'requires an access token though the path or query holds the text of a public one',
  requirements: ['E1-AUTH-02', 'BASE-29', 'BASE-09d'],
  given: apiCall,
  butEach: ({ path }) => ({
    'in the query': { path: `${path}?next=/health`, headers: { authorization: null } },
    'after dot segments': { path: `/health/..${path}`, headers: { authorization: null } },
    'after encoded dots': { path: `/health/%2e%2e${path}`, headers: { authorization: null } },
    'after a semicolon': { path: `${path};/health`, headers: { authorization: null } },
    'in a fragment': { path: `${path}#/health`, headers: { authorization: null } },
    'as a style sheet': { path: `${path}/health.css`, headers: { authorization: null } },
  }),
  expect: refusedOrRedirected,
});

check({
  id: 'path-forms/query-without-scope',
  title: 'refuses a token without the scope whatever stands in the query',
  requirements: ['E1-AUTHZ-10', 'ENABLE-09', 'BASE-29'],
  needs: ['other-scope', 'several-tokens'],
  given: apiCall,
  butEach: (facts) => withEachQuery(facts, { token: { scope: () => facts.scopes.other } }),
  expect: refused(['insufficient-scope', 'refused']), // a query that nobody knows may be refused for itself
});

check({
  id: 'path-forms/query-without-right',
  title: 'refuses a client without the right whatever stands in the query',
  requirements: ['JWT-BASIC-27'],
  needs: ['narrow-permission'],
  given: apiCall,
  butEach: (facts) => withEachQuery(facts, { token: { of: 'narrow-permission', scope: 'omitted' } }),
  expect: refused(['permission-denied', 'insufficient-scope', 'refused']), // as above
});

check({
  id: 'path-forms/malformed-encoding',
  title: 'answers a path whose percent-encoding is malformed without a server error',
  requirements: ['BASE-30f'],
  level: 'MUST', // no path that a client can send is a fault of the server (RFC 9110 section 15.6)
  given: apiCall,
  butEach: ({ path }) => ({
    'a lone percent sign': { path: `${path}%` },
    'no hexadecimal digits': { path: `${path}%zz` },
    'UTF-8 that breaks off': { path: `${path}%E0%A4` },
    'an overlong dot': { path: `${path}/%c0%ae` },
    '%u': { path: `${path}%u002e` },
    'a zero byte': { path: `${path}%00` },
  }),
  expect: either(refused('refused'), accepted()),
});

/** What only resembles a path may also be the path of a page for people, which every path may have. */
const noWayIn: Expectation = withoutData(
  says('a refusal, a redirection or a page for people', (answer) =>
    answer.status >= 300 || isPage(answer) ? undefined : String(answer.status),
  ),
);

check({
  id: 'path-forms/other-versions',
  title: 'requires an access token and a client-id header at the same path of another version',
  requirements: ['E1-AUTH-02', 'E1-AUTH-03', 'BASE-09d', 'BASE-30g'],
  given: apiCall,
  butEach: (facts) => ({
    ...inOtherVersions(facts.path, { headers: { authorization: null } }),
    ...(facts.profile.api.identityHeader && inOtherVersions(facts.path, { headers: { $clientId: null } })),
  }),
  expect: noWayIn,
});

check({
  id: 'path-forms/other-versions-of-a-foreign-company',
  title: 'returns nothing of a foreign company at the same path of another version',
  requirements: ['E1-AUTHZ-15', 'JWT-BASIC-27', 'BASE-30a'],
  needs: ['foreign-company'],
  given: apiCall,
  butEach: (facts) => inOtherVersions(foreignPath(facts), {}),
  expect: noWayIn,
});

property({
  id: 'path-forms/any-form-without-token',
  title: 'requires an access token in every form of the path, and at every path that resembles it',
  requirements: ['E1-AUTH-02', 'BASE-29', 'BASE-09d'],
  given: apiCall,
  forAll: (facts) => anyForm(facts.path, facts),
  but: (path) => ({ path, headers: { authorization: null } }),
  expect: noWayIn,
});

property({
  id: 'path-forms/any-form-without-client-id',
  title: 'requires the client-id header in every form of the path, and at every path that resembles it',
  requirements: ['E1-AUTH-03', 'BASE-29'],
  needs: ['client-id-header'],
  given: apiCall,
  forAll: (facts) => anyForm(facts.path, facts),
  but: (path) => ({ path, headers: { $clientId: null } }),
  expect: noWayIn,
});

property({
  id: 'path-forms/any-form-without-requestor',
  title: 'requires a requestor in every form of the path, and at every path that resembles it',
  requirements: ['REQUESTOR-17', 'BASE-29'],
  needs: ['requestor-header'],
  given: callAs('primary', { route: 'requestor' }),
  forAll: (facts) => anyForm(facts.path, facts),
  but: (path) => ({ path, headers: { $requestor: null } }),
  expect: noWayIn,
});

property({
  id: 'path-forms/any-form-without-scope',
  title: 'refuses a token without the scope in every form of the path, and at every path that resembles it',
  requirements: ['E1-AUTHZ-10', 'ENABLE-09', 'BASE-29'],
  needs: ['other-scope', 'several-tokens'],
  given: apiCall,
  forAll: (facts) => anyForm(facts.path, facts),
  but: (path, { scopes }) => ({ path, token: { scope: () => scopes.other } }),
  expect: noWayIn,
});

property({
  id: 'path-forms/any-form-of-a-foreign-company',
  title: 'refuses a foreign company in every form of the path, and at every path that resembles it',
  requirements: ['E1-AUTHZ-15', 'BASE-29', 'JWT-BASIC-27'],
  needs: ['foreign-company'],
  given: apiCall,
  forAll: (facts) => anyForm(foreignPath(facts), facts),
  but: (path) => ({ path }),
  expect: noWayIn,
});

property({
  id: 'path-forms/any-form-of-the-own',
  title: 'serves its own company only, or nothing, in every form of the path',
  requirements: ['E1-AUTHZ-08', 'BASE-29', 'BASE-30a'],
  needs: ['company-canaries'],
  given: apiCall,
  forAll: ({ path }) => pathForm(path),
  but: (path) => ({ path }),
  expect: either(accepted(), noWayIn),
});

property({
  id: 'path-forms/any-near-miss',
  title: 'answers every path that resembles one of its own without a server error',
  requirements: ['BASE-30f'],
  level: 'MUST', // no path that a client can send is a fault of the server (RFC 9110 section 15.6)
  given: apiCall,
  forAll: ({ path }) => pathNearMiss(path),
  but: (path) => ({ path }),
  expect: answered(),
});

/** The path in another form, or one that resembles it, but about the same company. */
function anyForm(path: string, { pathTo, path: own }: Facts) {
  const [segments, ofNobody] = [own.split('/'), pathTo('x').split('/')];
  const kept = path.split('/').filter((_segment, at) => segments[at] !== ofNobody[at]);
  return oneof(pathForm(path), pathNearMiss(path, kept));
}

function isPage(answer: Answer): boolean {
  return header(answer, 'content-type').some((type) => /html/i.test(type));
}

/** The same change at the same path with a query, in which the paths of other routes and of a public one may stand. */
function withEachQuery({ path, profile }: Facts, change: Patch): Record<string, Patch> {
  const others = Object.values(profile.routes).map((route) => route.path.replaceAll(/\{[^}]*\}/g, 'x'));
  const queries = ['', 'm2m=1', ...['/health', ...others].map((other) => `next=${other}`)];
  return Object.fromEntries(
    [...new Set(queries)].map((query) => [`?${query}`, { ...change, path: `${path}?${query}` }]),
  );
}

/** The same change at the same path in forms that one part of a server may take for it and another may not. */
function inEachForm(path: string, change: Patch): Record<string, Patch> {
  const slash = path.lastIndexOf('/');
  const [above, last] = [path.slice(0, slash), path.slice(slash + 1)];
  const forms = {
    'a slash after it': `${path}/`,
    'a dot after it': `${path}/.`,
    'two slashes before it': `/${path}`,
    'two slashes inside': `${above}//${last}`,
    'upper case': path.toUpperCase(),
    'a dot segment': `${above}/./${last}`,
    'dot segments': `${above}/x/../${last}`,
    'encoded dot segments': `${above}/x/%2e%2e/${last}`,
    'an encoded slash': `${above}%2F${last}`,
    'a slash encoded twice': `${above}%252F${last}`,
    'a backslash': `${above}\\${last}`,
    'an encoded letter': `${above}/%${last.charCodeAt(0).toString(16)}${last.slice(1)}`,
    'a matrix parameter': `${path};x=1`,
    'a matrix parameter in dot segments': `${above}/x/..;/${last}`,
    'a suffix': `${path}.json`,
    'a blank after it': `${path}%20`,
    'a line break after it': `${path}%0d%0a`,
    'a fragment': `${path}#x`,
  };
  const sendable = Object.entries(forms).filter(([, form]) => form.startsWith('/'));
  return Object.fromEntries(sendable.map(([name, form]) => [name, { ...change, path: form }]));
}

/** The same change at the path of other versions, which are older, newer or none. */
function inOtherVersions(path: string, change: Patch): Record<string, Patch> {
  const version = /\/v\d+(?:\.\d+)?(?=\/)/;
  const isVersioned = version.test(path);
  const others = ['/v0', '/v2', '/beta', isVersioned ? '' : '/v1'];
  const paths = others.map((other) => (isVersioned ? path.replace(version, other) : other + path));
  const what = Object.keys(change.headers ?? {}).join('');
  return Object.fromEntries(
    paths
      .filter((each) => each !== path)
      .map((each) => [`${each} ${what}`.trim(), { ...change, path: each }]),
  );
}

function foreignPath({ pathTo, companyIds }: Facts): string {
  return pathTo(companyIds.foreign);
}
