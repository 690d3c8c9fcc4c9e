import {
  accepted,
  answered,
  check,
  claimsOf,
  declaredAsJson,
  either,
  type Facts,
  headerOf,
  keysRequest,
  member,
  metadataRequest,
  observing,
  refused,
  type Step,
  says,
  tokenRequest,
} from '../fixtures/index.ts';

const stranger = 'forwarded.example';
const issue = { ...tokenRequest, saveAnswer: 'issue' };

const sameUrls = says('the same issuer and URLs as before', (answer, { answerTo }) =>
  Object.entries((answer.json ?? {}) as object)
    .filter(([name]) => /^issuer$|_(uri|endpoint)$/.test(name))
    .filter(([name, value]) => value !== member(answerTo('before'), name))
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`),
);

check({
  id: 'server-metadata/json',
  title: 'publishes metadata as a JSON object that is labelled so',
  requirements: ['BASE-25c'],
  needs: ['metadata'],
  send: metadataRequest,
  expect: accepted(
    declaredAsJson,
    says('a JSON object', ({ json }) =>
      typeof json === 'object' && json !== null && !Array.isArray(json) ? undefined : 'something else',
    ),
  ),
});

check({
  id: 'server-metadata/issuer',
  title: 'names the issuer in its metadata to which the URL of the metadata belongs',
  requirements: ['BASE-25a'],
  needs: ['metadata'],
  send: metadataRequest,
  expect: accepted(
    says('the issuer that the URL names', (answer, { metadata }) => {
      const named = issuerNamedBy(metadata.url);
      const issuer = member(answer, 'issuer');
      // An issuer may end with a slash, which is left out before the URL is formed (RFC 8414 section 3.1).
      const isNamed = typeof issuer === 'string' && issuer.replace(/\/$/, '') === named;
      return named === undefined || isNamed
        ? undefined
        : `${JSON.stringify(issuer) ?? 'none'} instead of ${named}`;
    }),
    observing('an issuer that the URL does not name', (answer, { metadata }) =>
      issuerNamedBy(metadata.url) === undefined ? { issuer: member(answer, 'issuer') } : {},
    ),
  ),
});

check({
  id: 'server-metadata/issuer-without-query',
  title: 'names as issuer a URL without query and fragment',
  requirements: ['BASE-25b'],
  needs: ['metadata'],
  send: metadataRequest,
  expect: accepted(
    says('a URL without query and fragment', (answer) => {
      const issuer = member(answer, 'issuer');
      const isGood = typeof issuer === 'string' && URL.canParse(issuer) && !/[?#]/.test(issuer);
      return isGood ? undefined : JSON.stringify(issuer);
    }),
  ),
});

check({
  id: 'server-metadata/token-endpoint',
  title: 'issues tokens at the token endpoint that its metadata names',
  requirements: ['BASE-25d'],
  needs: ['metadata'],
  send: {
    ...tokenRequest,
    // On another origin, nobody can say whether it is the same server: credentials stay away from there.
    but: (facts) => {
      const { origin, pathname, search } = namedTokenEndpoint(facts);
      return origin === new URL(facts.tokenUrl).origin ? { path: pathname + search } : {};
    },
  },
  expect: accepted(
    observing('a token endpoint elsewhere', (_answer, facts) => {
      const { origin } = namedTokenEndpoint(facts);
      return origin === new URL(facts.tokenUrl).origin ? {} : { 'token endpoint of the metadata': origin };
    }),
  ),
});

check({
  id: 'server-metadata/keys',
  title: 'publishes the key of its tokens where its metadata says that the keys are',
  requirements: ['BASE-25e'],
  needs: ['metadata', 'published-keys', 'jwt'],
  steps: [
    issue,
    {
      ...keysRequest,
      because: 'the token names the key by which it is signed',
      expect: accepted(
        says('the key that the token names', (answer, { answerTo }) => {
          const { kid } = headerOf(answerTo('issue')) ?? {};
          const keys = member(answer, 'keys');
          if (!Array.isArray(keys) || keys.length === 0) return 'no keys';
          const isPublished = kid === undefined || keys.some((key) => key?.kid === kid);
          return isPublished ? undefined : `keys ${keys.map((key) => key?.kid).join(', ')}, and none ${kid}`;
        }),
      ),
    },
  ],
});

check({
  id: 'server-metadata/issuer-of-tokens',
  title: 'issues tokens in the name of the issuer that its metadata names',
  requirements: ['BASE-25e'],
  needs: ['metadata', 'jwt', 'issuer-claim'],
  steps: [
    issue,
    {
      ...metadataRequest,
      because: 'the token names its issuer',
      expect: accepted(
        says('the issuer of the token, if that is one of RFC 9068', (answer, { answerTo }) => {
          const { iss } = claimsOf(answerTo('issue')) ?? {};
          const isOfRfc9068 = /^(application\/)?at\+jwt$/i.test(String(headerOf(answerTo('issue'))?.typ));
          const issuer = member(answer, 'issuer');
          return isOfRfc9068 && iss !== issuer
            ? `${JSON.stringify(issuer)} instead of ${JSON.stringify(iss)}`
            : undefined;
        }),
        observing('another issuer in tokens', (answer, { answerTo }) => {
          const { iss } = claimsOf(answerTo('issue')) ?? {};
          return iss === member(answer, 'issuer') ? {} : { 'issuer in tokens': iss };
        }),
      ),
    },
  ],
});

check({
  id: 'server-metadata/client-authentication',
  title: 'lists in its metadata the way of client authentication that it takes',
  requirements: ['BASE-25f'],
  needs: ['metadata'],
  send: tokenRequest,
  expect: accepted(
    says('the way in which the client authenticates is listed', (_answer, { metadata, profile }) => {
      const usual = ['client_secret_basic']; // RFC 8414 section 2, where there is no list
      const { token_endpoint_auth_methods_supported: listed = usual } = metadata.document;
      const used = profile.token.clientAuth === 'body' ? 'client_secret_post' : 'client_secret_basic';
      return Array.isArray(listed) && listed.includes(used) ? undefined : `${used} is not in ${listed}`;
    }),
  ),
});

check({
  id: 'server-metadata/introspection-authentication',
  title: 'lists no introspection by nobody in its metadata',
  requirements: ['BASE-23a'],
  level: 'SHOULD', // the endpoint itself has to refuse it; whoever reads this would try
  needs: ['metadata', 'introspection'],
  send: metadataRequest,
  expect: accepted(
    says('no none among the ways to authenticate there (RFC 7662 section 2.1)', (answer) => {
      const listed = member(answer, 'introspection_endpoint_auth_methods_supported');
      return Array.isArray(listed) && listed.includes('none') ? JSON.stringify(listed) : undefined;
    }),
  ),
});

check({
  id: 'server-metadata/grant-type',
  title: 'lists the client credentials grant in its metadata',
  requirements: ['BASE-25f'],
  needs: ['metadata'],
  send: metadataRequest,
  expect: accepted(
    says('client_credentials is among the grant types', (answer) => {
      const usual = ['authorization_code', 'implicit']; // RFC 8414 section 2, where there is no list
      const listed = member(answer, 'grant_types_supported') ?? usual;
      const isListed = Array.isArray(listed) && listed.includes('client_credentials');
      return isListed ? undefined : JSON.stringify(listed);
    }),
    // RFC 8414 section 2: a server may leave scopes out of its list.
    observing('scopes that are not listed', (answer, { scopes }) => {
      const listed = member(answer, 'scopes_supported');
      const left = scopes.all.filter((scope) => !(Array.isArray(listed) && listed.includes(scope)));
      return left.length ? { 'scopes that the metadata does not list': left } : {};
    }),
  ),
});

check({
  id: 'server-metadata/grant-types-supported',
  title: 'does not call a grant unsupported that its metadata lists',
  requirements: ['BASE-25f'],
  level: 'SHOULD', // whoever has the grant for other clients only says unauthorized_client (RFC 6749 section 5.2)
  needs: ['metadata'],
  given: tokenRequest,
  butEach: ({ metadata }) => {
    const { grant_types_supported: listed = [] } = metadata.document;
    // The grant implicit has no token request.
    const grants = (Array.isArray(listed) ? listed : []).map(String).filter((grant) => grant !== 'implicit');
    return Object.fromEntries(
      ['client_credentials', ...grants].map((grant) => [grant, { form: { grant_type: grant } }]),
    );
  },
  expect: answered(
    says('another answer than unsupported_grant_type', ({ code }) =>
      code === 'unsupported_grant_type' ? code : undefined,
    ),
  ),
});

check({
  id: 'server-metadata/no-empty-lists',
  title: 'leaves lists without elements out of its metadata',
  requirements: ['BASE-25g'],
  needs: ['metadata'],
  send: metadataRequest,
  expect: accepted(
    says('no empty list', ({ json }) =>
      Object.entries((json ?? {}) as object)
        // Required even of a server that has none (RFC 8414 section 2).
        .filter(([name]) => name !== 'response_types_supported')
        .flatMap(([name, value]) => (Array.isArray(value) && value.length === 0 ? [`${name} []`] : [])),
    ),
  ),
});

check({
  id: 'server-metadata/whole-urls',
  title: 'names endpoints and keys in its metadata by whole URLs',
  requirements: ['BASE-25h'],
  needs: ['metadata'],
  send: metadataRequest,
  expect: accepted(
    says('whole URLs, and no fragment in that of the token endpoint', ({ json }) =>
      Object.entries((json ?? {}) as object)
        .filter(([name]) => name === 'jwks_uri' || /_endpoint$/.test(name))
        .filter(([name, value]) => !isWholeUrl(value) || (name === 'token_endpoint' && value.includes('#')))
        .map(([name, value]) => `${name} ${JSON.stringify(value)}`),
    ),
  ),
});

check({
  id: 'server-metadata/signing-algorithms',
  title: 'lists the algorithms of client authentication by signed JWT if its metadata offers that',
  requirements: ['BASE-25i'],
  needs: ['metadata'],
  send: metadataRequest,
  expect: accepted(
    says('algorithms beside private_key_jwt and client_secret_jwt, and not none', (answer) =>
      ['token', 'introspection', 'revocation'].flatMap((endpoint) => {
        const ways = member(answer, `${endpoint}_endpoint_auth_methods_supported`);
        const name = `${endpoint}_endpoint_auth_signing_alg_values_supported`;
        const algorithms = member(answer, name);
        const isBySignature =
          Array.isArray(ways) && ways.some((way) => /^(private_key|client_secret)_jwt$/.test(way));
        if (Array.isArray(algorithms) && algorithms.includes('none')) return [`${name} with none`];
        return isBySignature && !Array.isArray(algorithms) ? [`no ${name}`] : [];
      }),
    ),
  ),
});

check({
  id: 'server-metadata/response-types',
  title: 'lists response types in its metadata, as every server has to',
  requirements: ['BASE-25j'],
  level: 'SHOULD', // a server that has none is told to leave empty lists out as well (RFC 8414 section 3.2)
  needs: ['metadata'],
  send: metadataRequest,
  expect: accepted(
    says('a list of response types', (answer) => {
      const listed = member(answer, 'response_types_supported');
      return Array.isArray(listed) ? undefined : (JSON.stringify(listed) ?? 'none');
    }),
  ),
});

check({
  id: 'server-metadata/key-set',
  title: 'serves a key set where its metadata says that the keys are',
  requirements: ['BASE-25k'],
  needs: ['metadata', 'published-keys'],
  send: keysRequest,
  expect: accepted(
    says('a JSON object with keys', (answer) =>
      Array.isArray(member(answer, 'keys')) ? undefined : (JSON.stringify(member(answer, 'keys')) ?? 'none'),
    ),
  ),
});

check({
  id: 'server-metadata/forwarded-host',
  title: 'names the same issuer and endpoints whatever host a request says that it was forwarded from',
  requirements: ['BASE-25a', 'BASE-28d'],
  needs: ['metadata'],
  steps: [
    { ...metadataRequest, saveAnswer: 'before' },
    ...Object.entries({
      'x-forwarded-host': stranger,
      'x-forwarded-server': stranger,
      'x-original-host': stranger,
      'x-host': stranger,
      forwarded: `host=${stranger};proto=https`,
      'x-forwarded-prefix': '/elsewhere',
      'x-forwarded-proto': 'gopher',
    }).flatMap(([name, value]): Step[] => [
      {
        ...metadataRequest,
        but: { headers: { [name]: value } },
        because: `${name} says “${value}”`,
        expect: either(accepted(sameUrls), refused('refused')),
      },
      { ...metadataRequest, because: `after ${name}`, expect: accepted(sameUrls) },
    ]),
  ],
});

/**
 * The issuer to whose URL “/.well-known/…” was added, before its path (RFC 8414 section 3.1) or behind it (section 5,
 * OpenID Connect Discovery section 4.1); undefined for a URL that was formed otherwise.
 */
function issuerNamedBy(url: string): string | undefined {
  const { origin, pathname, search } = new URL(url);
  const parts = /^(.*)\/\.well-known\/[^/]+(\/.*)?$/.exec(pathname);
  if (!parts || search !== '') return undefined;
  const [, before = '', behind = ''] = parts;
  return before === '' || behind === '' ? origin + before + behind.replace(/\/$/, '') : undefined;
}

function namedTokenEndpoint({ metadata }: Facts): URL {
  return new URL(String(metadata.document.token_endpoint));
}

function isWholeUrl(value: unknown): value is string {
  return typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}
