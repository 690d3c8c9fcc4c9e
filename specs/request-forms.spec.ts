import {
  accepted,
  apiCall,
  badClaims,
  challengedForBasic,
  challengedForBearer,
  check,
  clientIdFaults,
  clientsWithoutRights,
  either,
  everyTokenCircumstance,
  type Facts,
  inChunks,
  inHttp10,
  issuedAsDocumented,
  justExpired,
  mintedCall,
  type Patch,
  rawCall,
  rawTokenRequest,
  refused,
  tamper,
  tokenRequest,
  under,
  unserved,
  withField,
  withTarget,
} from '../fixtures/index.ts';

/** Forms of a call that mean the same (RFC 9110, RFC 9112), and that a server may have another program for. */
const forms: Readonly<Record<string, (text: string, facts: Facts) => string>> = {
  'by HTTP/1.0': inHttp10,
  'in absolute form': (text, { apiOrigin }) => withTarget(text, (target) => apiOrigin + target),
  'with a body in chunks': (text) => inChunks(text),
  'with a scheme in small letters, a host in capitals and an empty query': (text) =>
    withTarget(withHostInCapitals(withScheme(text, 'bearer ')), (target) => withQuery(target, '')),
  'with a scheme in capitals, two spaces and one parameter twice': (text) =>
    withTarget(withScheme(text, 'BEARER  '), (target) => withQuery(target, 'page=1&page=1')),
};

check({
  id: 'request-forms/call',
  title: 'refuses what it refuses otherwise of a call in another form',
  requirements: ['E1-AUTH-02', 'E1-AUTHZ-03', 'E1-AUTHZ-09', 'E1-AUTHZ-27', 'JWT-BASIC-27', 'BASE-09d'],
  needs: ['raw'],
  given: rawCall,
  butEach: (facts) =>
    inEachForm(facts, {
      'no token': { headers: { authorization: null } },
      'an altered token': { token: tamper.characterChanged(facts.token) },
      ...clientIdFaults(facts),
      ...clientsWithoutRights(facts),
    }),
  expect: unserved(),
});

check({
  id: 'request-forms/signed-token',
  title: 'refuses a token that has ended, or is meant for another API, with a call in another form',
  requirements: ['E1-AUTH-14', 'BASE-20a', 'BASE-20c', 'BASE-21d'],
  needs: ['raw', 'jwt', 'mint'],
  given: { ...mintedCall, door: 'raw' },
  butEach: (facts) =>
    inEachForm(facts, {
      'an expired token': { token: justExpired },
      ...badClaims(facts),
    }),
  expect: unserved(),
});

check({
  id: 'request-forms/foreign-company',
  title: 'refuses a foreign company to a call in another form',
  requirements: ['E1-AUTHZ-15', 'E1-AUTHZ-16', 'JWT-BASIC-27', 'BASE-16'],
  needs: ['raw', 'foreign-company'],
  given: rawCall,
  butEach: (facts) =>
    inEachForm(facts, {
      'a foreign company': { params: { [facts.profile.company.parameter]: facts.companyIds.foreign } },
    }),
  expect: unserved(),
});

check({
  id: 'request-forms/scope',
  title: 'refuses a token without the scope with a call in another form',
  requirements: ['E1-AUTHZ-10', 'ENABLE-09', 'BASE-09f'],
  needs: ['raw', 'other-scope', 'several-tokens'],
  given: rawCall,
  butEach: (facts) =>
    inEachForm(facts, { 'a token for another scope': { token: { scope: () => facts.scopes.other } } }),
  expect: unserved(),
});

check({
  id: 'request-forms/requestor',
  title: 'requires a requestor of a call in another form',
  requirements: ['REQUESTOR-17'],
  needs: ['raw', 'requestor-header'],
  given: { ...rawCall, route: 'requestor' },
  butEach: (facts) => inEachForm(facts, { 'no requestor': { headers: { $requestor: null } } }),
  expect: unserved(),
});

/** Token requests that differ from the documented one in what does not authenticate a client. */
const tokenForms: Readonly<Record<string, Patch>> = {
  'without a scope': { form: { scope: null } },
  'with an empty scope': { form: { scope: '' } },
  'for several scopes': { form: { scope: 'openid profile' } },
  'without a grant type': { form: { grant_type: null } },
  'with another grant type': { form: { grant_type: 'password' } },
  'with a charset': { headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' } },
  'with a media type in capitals': { headers: { 'content-type': 'Application/X-WWW-Form-URLEncoded' } },
  'of no media type': { headers: { 'content-type': null } },
  'for an answer as a page': { headers: { accept: 'text/html' } },
  'with a parameter in the query': { query: { grant_type: 'client_credentials' } },
};

check({
  id: 'request-forms/wrong-secret',
  title: 'issues no token without the right secret, whatever a token request asks for, and how',
  requirements: ['E1-AUTH-10', 'JWT-BASIC-23', 'ENABLE-07', 'REQUESTOR-04', 'BASE-02d'],
  given: tokenRequest,
  butEach: asked({ secret: 'wrong-secret' }),
  expect: refused('refused', challengedForBasic),
});

check({
  id: 'request-forms/revoked-client',
  title: 'issues no token to a client that was revoked, whatever its token request asks for, and how',
  requirements: ['E1-AUTH-46', 'BASE-02d'],
  needs: ['revoked'],
  given: tokenRequest,
  butEach: ({ client }) => {
    const { id, secret, tokenParams } = client('revoked');
    return Object.fromEntries(
      Object.entries(asked({ id, secret })).map(([how, change]) => [
        how,
        { ...change, form: { ...tokenParams, ...change.form } },
      ]),
    );
  },
  expect: refused('refused'),
});

check({
  id: 'request-forms/raw-wrong-secret',
  title: 'issues no token without the right secret to a token request in another form',
  requirements: ['E1-AUTH-10', 'JWT-BASIC-23', 'ENABLE-07', 'REQUESTOR-04', 'BASE-02d'],
  needs: ['raw'],
  given: rawTokenRequest,
  butEach: ({ tokenUrl }) => ({
    'by HTTP/1.0': wrongly(inHttp10),
    'in absolute form': wrongly((text) => withTarget(text, (target) => new URL(tokenUrl).origin + target)),
    'in chunks': wrongly((text) => inChunks(text)),
    'with a scheme in small letters': wrongly((text) =>
      withField(text, 'authorization', (line) => line.replace(/Basic /i, 'basic ')),
    ),
    'on a connection to be closed': wrongly((text) =>
      withField(text, 'host', (line) => `${line}\r\nconnection: close`),
    ),
  }),
  expect: unserved(),
});

check({
  id: 'request-forms/token-response',
  title: 'answers a token request as documented, or refuses it, whatever else it says',
  requirements: ['BASE-06a', 'BASE-06b', 'BASE-06d', 'E1-AUTH-12'],
  given: tokenRequest,
  butEach: {
    ...Object.fromEntries(
      everyTokenCircumstance.map((said, at) => [`what else it may say, part ${at + 1}`, under(said, {})]),
    ),
    'a charset': { headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' } },
    'an answer as a page': { headers: { accept: 'text/html' } },
    'a scope': { form: { scope: 'read' } },
  },
  expect: either(accepted(...issuedAsDocumented), refused('refused')),
});

/** What neither asks a server for anything nor could be refused: what browsers and programs that trace calls add. */
const idle: Patch = {
  headers: {
    'accept-language': 'de-DE, fr;q=0.8',
    cookie: 'theme=dark; session=1',
    dnt: '1',
    from: 'partner@example.com',
    referer: 'https://partner.example/',
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)',
    'x-correlation-id': 'm2m-conformance',
    'x-request-id': 'm2m-conformance',
  },
};

check({
  id: 'request-forms/refusal-without-token',
  title: 'refuses a call without a token in the same way, whatever programs add to it',
  requirements: ['E1-AUTH-02', 'JWT-BASIC-24', 'BASE-10a', 'BASE-09d'],
  given: apiCall,
  but: { headers: { ...idle.headers, authorization: null } },
  expect: refused('token-missing', challengedForBearer),
});

check({
  id: 'request-forms/refusal-of-token',
  title: 'refuses what is no token in the same way, whatever programs add to the call',
  requirements: ['E1-AUTH-05', 'JWT-BASIC-24', 'BASE-10a', 'BASE-10d'],
  given: apiCall,
  but: { ...idle, token: 'no-such-token' },
  expect: refused('invalid-token', challengedForBearer),
});

check({
  id: 'request-forms/refusal-of-client-id',
  title:
    'refuses a call without its client id, or with another one, in the same way, whatever programs add to it',
  requirements: ['E1-AUTH-18', 'E1-AUTH-19', 'E1-AUTH-20'],
  needs: ['client-id-header'],
  given: apiCall,
  butEach: {
    'no client id': { headers: { ...idle.headers, $clientId: null } },
    'another one': { headers: { ...idle.headers, $clientId: 'no-such-client' } },
  },
  expect: refused(['client-id-header-missing', 'client-id-header-mismatch']),
});

check({
  id: 'request-forms/refusal-of-client',
  title: 'refuses a wrong secret in the same way, whatever programs add to the token request',
  requirements: ['E1-AUTH-10', 'JWT-BASIC-23', 'BASE-07b'],
  given: tokenRequest,
  but: { ...idle, credentials: { secret: 'wrong-secret' } },
  expect: refused('invalid-client', challengedForBasic),
});

/** Each change in each of the forms. */
function inEachForm(facts: Facts, changes: Readonly<Record<string, Patch>>): Record<string, Patch> {
  return Object.fromEntries(
    Object.entries(changes).flatMap(([what, change]) =>
      Object.entries(forms).map(([how, form]) => [
        `${what}, ${how}`,
        { ...change, bytes: (text: string) => form(text, facts) },
      ]),
    ),
  );
}

/** Each of the forms of a token request with these credentials. */
function asked(credentials: NonNullable<Patch['credentials']>): Record<string, Patch> {
  return Object.fromEntries(
    Object.entries(tokenForms).map(([how, change]) => [how, { ...change, credentials }]),
  );
}

function wrongly(bytes: (text: string) => string): Patch {
  return { credentials: { secret: 'wrong-secret' }, bytes };
}

function withScheme(text: string, scheme: string): string {
  return withField(text, 'authorization', (line) => line.replace(/bearer /i, scheme));
}

function withHostInCapitals(text: string): string {
  return withField(text, 'host', (line) => line.toUpperCase());
}

function withQuery(target: string, query: string): string {
  return `${target}${target.includes('?') ? '&' : '?'}${query}`;
}
