import {
  accepted,
  apiCall,
  check,
  either,
  type Facts,
  gatewayClaims,
  type Patch,
  refused,
} from '../fixtures/index.ts';

/** What a gateway has found out about a caller, and tells the server behind it. */
interface Finding {
  readonly client_id: string;
  readonly scope: string;
}

/** Fields for the scopes of a verified token. */
const scopeFields = [
  'scope',
  'x-scope',
  'x-scopes',
  'x-auth-scopes',
  'x-authenticated-scope',
  'x-auth-request-scope',
  'x-auth-request-groups',
  'x-consumer-groups',
  'x-forwarded-scope',
  'x-granted-scopes',
  'x-jwt-claim-scope',
  'x-oauth-scope',
  'x-oauth-scopes',
  'x-permissions',
  'x-token-scope',
  'x-token-scopes',
  'x-user-roles',
];

check({
  id: 'gateway-findings/scope',
  title: 'finds the scopes in the token, whatever scopes a header of a gateway names',
  requirements: ['E1-AUTHZ-10', 'E1-AUTHZ-04', 'ENABLE-09', 'BASE-28d'],
  needs: ['other-scope', 'several-tokens'],
  given: apiCall,
  butEach: ({ clientId, scopes }) => {
    const finding = { client_id: clientId, scope: scopes.main };
    const lacking = { token: { scope: () => scopes.other } } as const;
    return each(
      { ...Object.fromEntries(scopeFields.map((name) => [name, scopes.main])), ...claimsIn(finding) },
      lacking,
    );
  },
  // Such a header may be refused for itself.
  expect: refused(['insufficient-scope', 'refused']),
});

check({
  id: 'gateway-findings/client',
  title: 'serves the client of the token, whichever client is in claims that a header of a gateway carries',
  requirements: ['E1-AUTHZ-21', 'E1-AUTH-15', 'BASE-28d', 'BASE-30a'],
  needs: ['distinct-data'],
  given: apiCall,
  butEach: (facts) => each(claimsIn(findingOn(facts.client('$another').id, facts))),
  expect: either(accepted(), refused('refused')),
});

check({
  id: 'gateway-findings/without-token',
  title: 'requires an access token, whatever claims a header of a gateway carries',
  requirements: ['E1-AUTH-02', 'E1-AUTH-15', 'BASE-28d', 'BASE-09d'],
  given: apiCall,
  butEach: (facts) => each(claimsIn(findingOn(facts.clientId, facts)), { headers: { authorization: null } }),
  expect: refused('token-missing'),
});

/** One change for each field: it is there, beside what else is changed. */
function each(fields: Readonly<Record<string, string>>, but: Patch = {}): Record<string, Patch> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      { ...but, headers: { ...but.headers, [name]: value } },
    ]),
  );
}

function claimsIn(finding: Finding): Readonly<Record<string, string>> {
  return gatewayClaims({ ...finding, sub: finding.client_id, azp: finding.client_id });
}

function findingOn(client: string, { scopes }: Facts): Finding {
  return { client_id: client, scope: scopes.main };
}
