import {
  accepted,
  answered,
  apiCall,
  callAs,
  check,
  either,
  type Facts,
  forwardedFields,
  injecting,
  injectionsOf,
  isInQuery,
  type Patch,
  property,
  refused,
  says,
  told,
  under,
  withoutData,
} from '../fixtures/index.ts';

/** Headers by which a gateway tells the server behind it who calls. */
const identityHeaders = [
  'x-client-id',
  'x_e1_client_id',
  'x-authenticated-client',
  'x-authenticated-client-id',
  'x-consumer-id',
  'x-consumer-custom-id',
  'x-consumer-username',
  'x-forwarded-client-id',
  'x-forwarded-user',
  'x-auth-request-user',
  'x-amzn-oidc-identity',
  'remote-user',
];

/** Headers by which a gateway tells the server behind it what was asked for. */
const pathHeaders = [
  'x-original-url',
  'x-rewrite-url',
  'x-original-uri',
  'x-forwarded-uri',
  'x-forwarded-path',
  'x-envoy-original-path',
];

const addressHeaders = ['x-forwarded-for', 'x-real-ip', 'x-client-ip', 'true-client-ip'];

/** Other addresses of a machine itself and of a private network (RFC 4193, RFC 1918). */
const insideAddresses = ['10.0.0.1', '172.16.0.1', '192.168.0.1', '::1', 'fd00::1'];

/** Headers that say that a call comes from inside. */
const fromInside: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ...Object.fromEntries(addressHeaders.map((name) => [name, { [name]: '127.0.0.1' }])),
  forwarded: { forwarded: 'for=127.0.0.1' },
  'x-internal': { 'x-internal': 'true' },
  'x-internal-request': { 'x-internal-request': '1' },
  'x-health-check': { 'x-health-check': '1' },
  'x-debug': { 'x-debug': '1' },
  // By all of them together: which of them is believed was seen above.
  ...Object.fromEntries(
    insideAddresses.map((address) => [
      address,
      {
        ...Object.fromEntries(addressHeaders.map((name) => [name, address])),
        forwarded: address.includes(':') ? `for="[${address}]"` : `for=${address}`,
      },
    ]),
  ),
};

const elsewhere = 'm2m-conformance.invalid';

check({
  id: 'forwarded-headers/identity',
  title: 'serves the client of the token, whoever a header of a gateway names',
  requirements: ['BASE-28d', 'E1-AUTHZ-21', 'E1-AUTH-15', 'BASE-30a'],
  needs: ['distinct-data'],
  given: apiCall,
  butEach: ({ client }) => each(identityHeaders, (name) => ({ headers: { [name]: client('$another').id } })),
  expect: either(accepted(), refused('refused')),
});

check({
  id: 'forwarded-headers/identity-beside-client-id',
  title: 'refuses the client id of another client, though a header of a gateway names that client, too',
  requirements: ['E1-AUTH-04', 'E1-AUTH-17', 'BASE-28d'],
  needs: ['client-id-header', 'another-client'],
  given: apiCall,
  butEach: ({ client }) =>
    each(identityHeaders, (name) => ({
      headers: { $clientId: client('$another').id, [name]: client('$another').id },
    })),
  // Such a header may be refused for itself.
  expect: refused(['client-id-header-mismatch', 'refused']),
});

check({
  id: 'forwarded-headers/identity-without-token',
  title: 'requires an access token, whoever a header of a gateway names',
  requirements: ['E1-AUTH-02', 'E1-AUTH-15', 'BASE-28d', 'BASE-09d'],
  given: apiCall,
  butEach: ({ clientId }) =>
    each(identityHeaders, (name) => ({ headers: { authorization: null, [name]: clientId } })),
  expect: refused('token-missing'),
});

check({
  id: 'forwarded-headers/path-to-foreign-company',
  title: 'serves the path of the request line, whatever path a header names',
  requirements: ['E1-AUTHZ-14', 'BASE-28d'],
  needs: ['foreign-company', 'company-canaries'],
  given: apiCall,
  butEach: (facts) => each(pathHeaders, (name) => ({ headers: { [name]: foreignPath(facts) } })),
  expect: either(accepted(), refused('refused')),
});

check({
  id: 'forwarded-headers/path-from-foreign-company',
  title: 'refuses the path of a foreign company, whatever path a header names',
  requirements: ['E1-AUTHZ-15', 'E1-AUTHZ-16', 'BASE-28d'],
  needs: ['foreign-company'],
  given: apiCall,
  butEach: ({ path, companyIds, profile }) =>
    each(pathHeaders, (name) => ({
      params: { [profile.company.parameter]: companyIds.foreign },
      headers: { [name]: path },
    })),
  expect: refused('company-denied'),
});

check({
  id: 'forwarded-headers/path-with-another-scope',
  title: 'requires the scope of the path of the request line, whatever path a header names',
  requirements: ['E1-AUTHZ-10', 'E1-AUTHZ-13', 'ENABLE-09', 'BASE-28d'],
  needs: ['other-scope', 'several-tokens'],
  given: apiCall,
  butEach: ({ pathOf, scopes }) => ({
    ...each(pathHeaders, (name) => ({
      token: { scope: () => scopes.other },
      headers: { [name]: pathOf('other-scope') },
    })),
    ...Object.fromEntries(
      pathHeaders.map((name) => [
        `${name}, a public path`,
        { token: { scope: () => scopes.other }, headers: { [name]: '/health' } },
      ]),
    ),
  }),
  // Such a header may be refused for itself.
  expect: refused(['insufficient-scope', 'refused']),
});

check({
  id: 'forwarded-headers/public-path-without-token',
  title: 'requires an access token, whatever path a header names',
  requirements: ['E1-AUTH-02', 'BASE-28d', 'BASE-09d'],
  given: apiCall,
  butEach: each(pathHeaders, (name) => ({ headers: { authorization: null, [name]: '/health' } })),
  expect: refused('token-missing'),
});

check({
  id: 'forwarded-headers/path-of-route-without-token',
  title: 'gives no data at another path when a header names the path of a route',
  requirements: ['E1-AUTH-02', 'BASE-28d', 'BASE-09d'],
  given: apiCall,
  butEach: ({ path }) =>
    each(pathHeaders, (name) => ({ path: '/', headers: { authorization: null, [name]: path } })),
  expect: withoutData(),
});

check({
  id: 'forwarded-headers/from-inside-without-token',
  title: 'requires an access token of a call that claims to come from inside',
  requirements: ['E1-AUTH-02', 'BASE-28d', 'BASE-09d'],
  given: apiCall,
  butEach: each(Object.keys(fromInside), (name) => ({
    headers: { authorization: null, ...fromInside[name] },
  })),
  expect: refused('token-missing'),
});

check({
  id: 'forwarded-headers/host-not-reflected',
  title: 'makes no link of the host that a forwarded header names',
  requirements: ['BASE-28d'],
  level: 'SHOULD',
  given: apiCall,
  butEach: each(['x-forwarded-host', 'x-host', 'x-forwarded-server'], (name) => ({
    headers: { [name]: elsewhere },
  })),
  expect: answered(
    says('nothing of the header comes back', (answer) =>
      told(answer).includes(elsewhere) ? elsewhere : undefined,
    ),
  ),
});

check({
  id: 'forwarded-headers/local-host-without-token',
  title: 'gives no data without an access token to a call that is addressed to a local host',
  requirements: ['E1-AUTH-02', 'BASE-09d'],
  needs: ['company-canaries'],
  given: apiCall,
  butEach: {
    localhost: { headers: { authorization: null, host: 'localhost' } },
    '127.0.0.1': { headers: { authorization: null, host: '127.0.0.1' } },
  },
  // Another virtual host may answer, in any way; only what it gives away is judged.
  expect: withoutData(),
});

check({
  id: 'forwarded-headers/from-inside-without-client-id',
  title: 'requires the client-id header of a call that claims to come from inside',
  requirements: ['E1-AUTH-03', 'E1-AUTH-18', 'BASE-28d'],
  needs: ['client-id-header'],
  given: apiCall,
  butEach: each(Object.keys(fromInside), (name) => ({
    headers: { $clientId: null, ...fromInside[name] },
  })),
  expect: refused('client-id-header-missing'),
});

check({
  id: 'forwarded-headers/from-inside-without-requestor',
  title: 'requires a requestor of a call that claims to come from inside',
  requirements: ['REQUESTOR-17', 'BASE-28d'],
  needs: ['requestor-header'],
  given: callAs('primary', { route: 'requestor' }),
  butEach: each(Object.keys(fromInside), (name) => ({
    headers: { $requestor: null, ...fromInside[name] },
  })),
  expect: refused('requestor-id-missing'),
});

check({
  id: 'forwarded-headers/from-inside-for-foreign-company',
  title: 'refuses a foreign company to a call that claims to come from inside',
  requirements: ['E1-AUTHZ-15', 'E1-AUTHZ-16', 'BASE-28d'],
  needs: ['foreign-company'],
  given: apiCall,
  butEach: ({ companyIds, profile }) =>
    each(Object.keys(fromInside), (name) => ({
      params: { [profile.company.parameter]: companyIds.foreign },
      headers: { ...fromInside[name] },
    })),
  expect: refused('company-denied'),
});

/** Another scheme or host may be reached by a redirection, which is not followed. */
const elsewhereWithoutData = withoutData(
  says('a redirection', ({ status }) => (status >= 300 && status < 400 ? undefined : String(status))),
);

property({
  id: 'forwarded-headers/any-field',
  title: 'serves the caller its own data, or nothing, whatever a header of a gateway says',
  requirements: ['BASE-28d', 'E1-AUTHZ-14', 'E1-AUTHZ-21', 'BASE-30a'],
  needs: ['distinct-data'],
  given: apiCall,
  forAll: ({ path }) => forwardedFields([path, '/health']),
  but: (fields) => under({ fields }, {}),
  expect: either(accepted(), refused('refused'), elsewhereWithoutData),
});

property({
  id: 'forwarded-headers/any-field-to-a-foreign-company',
  title: 'serves the caller its own data, or nothing, whatever header names the path of a foreign company',
  requirements: ['BASE-28d', 'E1-AUTHZ-14', 'JWT-BASIC-27'],
  needs: ['foreign-company', 'company-canaries'],
  given: apiCall,
  forAll: (facts) => forwardedFields([foreignPath(facts)]),
  but: (fields) => under({ fields }, {}),
  expect: either(accepted(), refused('refused'), elsewhereWithoutData),
});

property({
  id: 'forwarded-headers/any-field-without-token',
  title: 'requires an access token, whatever a header of a gateway says',
  requirements: ['E1-AUTH-02', 'BASE-28d', 'BASE-09d'],
  given: apiCall,
  forAll: ({ path }) => forwardedFields([path, '/health']),
  but: (fields) => under({ fields }, { headers: { authorization: null } }),
  expect: either(refused(['token-missing', 'refused']), elsewhereWithoutData),
});

property({
  id: 'forwarded-headers/any-field-for-a-foreign-company',
  title: 'refuses a foreign company, whatever a header of a gateway says',
  requirements: ['E1-AUTHZ-15', 'E1-AUTHZ-16', 'BASE-28d', 'JWT-BASIC-27'],
  needs: ['foreign-company'],
  given: apiCall,
  forAll: ({ path }) => forwardedFields([path, '/health']),
  but: (fields, { companyIds, profile }) =>
    under({ fields }, { params: { [profile.company.parameter]: companyIds.foreign } }),
  expect: either(refused(['company-denied', 'refused']), elsewhereWithoutData),
});

/** What gateways call the client that they have authenticated. */
const clientWords = [
  ...[
    'client',
    'consumer',
    'authenticated-client',
    'application',
    'app',
    'caller',
    'azp',
    'sub',
    'user',
    'principal',
  ],
  ...[
    'identity',
    'auth-request-user',
    'forwarded-user',
    'remote-user',
    'subscriber',
    'party',
    'tenant',
    'subject',
  ],
];

property({
  id: 'forwarded-headers/any-identity',
  title: 'serves the client of the token, whoever is named anywhere, by whatever name and in whatever form',
  requirements: ['BASE-28d', 'E1-AUTHZ-21', 'E1-AUTH-15', 'BASE-30a'],
  needs: ['distinct-data'],
  given: apiCall,
  forAll: () => injectionsOf(clientWords),
  but: (injections, { client, clientId, path }) =>
    injecting(injections, { value: client('$another').id, own: clientId, path }),
  // A parameter of the query may be a filter of the caller's own data.
  expect: (injections) => (isInQuery(injections) ? answered() : either(accepted(), refused('refused'))),
});

property({
  id: 'forwarded-headers/any-identity-without-token',
  title: 'requires an access token, whoever is named anywhere, by whatever name and in whatever form',
  requirements: ['E1-AUTH-02', 'E1-AUTH-15', 'BASE-28d', 'BASE-09d'],
  given: apiCall,
  forAll: () => injectionsOf(clientWords),
  but: (injections, { clientId, path }) =>
    injecting(injections, { value: clientId, own: clientId, path }, { headers: { authorization: null } }),
  expect: refused(['token-missing', 'refused']),
});

/** One change for each header, under its name. */
function each(names: readonly string[], change: (name: string) => Patch): Record<string, Patch> {
  return Object.fromEntries(names.map((name) => [name, change(name)]));
}

function foreignPath({ pathTo, companyIds }: Facts): string {
  return pathTo(companyIds.foreign);
}
