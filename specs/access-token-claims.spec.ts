import { isDeepStrictEqual } from 'node:util';
import {
  type ApiCall,
  accepted,
  acceptedOrRefused,
  answered,
  apiCall,
  badClaims,
  callAs,
  check,
  either,
  type Facts,
  hardJson,
  mintedCall,
  nearlyJson,
  oneof,
  otherAudience,
  otherCase,
  otherIssuer,
  otherValue,
  type Patch,
  property,
  refused,
  sameJson,
  says,
  signedClaims,
  unknownMember,
} from '../fixtures/index.ts';

/** An accepted call with a token that the issuer's key has signed anew: whatever is wrong, it is not the signature. */
const signed = { needs: ['jwt', 'mint'], given: mintedCall } as const;

check({
  id: 'access-token-claims/other-issuer',
  title: 'refuses a token of another issuer',
  requirements: ['BASE-21d', 'E1-AUTH-05'],
  needs: ['jwt', 'issuer-claim', 'wrong-issuer-token'],
  given: apiCall,
  but: {
    token: {
      readyMade: 'wrong-issuer',
      orMinted: { claims: () => ({ iss: 'https://issuer.invalid' }) },
    },
  },
  expect: refused('invalid-token'),
});

check({
  id: 'access-token-claims/similar-issuer',
  title: 'refuses a token of an issuer whose name only resembles its own',
  requirements: ['BASE-21d', 'E1-AUTH-05'],
  ...signed,
  needs: ['jwt', 'mint', 'issuer-claim'],
  butEach: {
    'with more behind': signedClaims(({ jwt }) => ({ iss: `${jwt.claims.iss}.evil.invalid` })),
    'with a path behind': signedClaims(({ jwt }) => ({ iss: `${jwt.claims.iss}/evil` })),
    'with a slash behind': signedClaims(({ jwt }) => ({ iss: `${jwt.claims.iss}/` })),
    'with a query behind': signedClaims(({ jwt }) => ({ iss: `${jwt.claims.iss}?evil` })),
    'with a fragment behind': signedClaims(({ jwt }) => ({ iss: `${jwt.claims.iss}#evil` })),
    'with more before': signedClaims(({ jwt }) => ({ iss: `https://evil.invalid/?${jwt.claims.iss}` })),
    'the last character missing': signedClaims(({ jwt }) => ({ iss: String(jwt.claims.iss).slice(0, -1) })),
    'in capital letters': signedClaims(({ jwt }) => ({ iss: String(jwt.claims.iss).toUpperCase() })),
    'a blank behind': signedClaims(({ jwt }) => ({ iss: `${jwt.claims.iss} ` })),
    'a line feed behind': signedClaims(({ jwt }) => ({ iss: `${jwt.claims.iss}\n` })),
    'a blank before': signedClaims(({ jwt }) => ({ iss: ` ${jwt.claims.iss}` })),
    'in quotes': signedClaims(({ jwt }) => ({ iss: `"${jwt.claims.iss}"` })),
    'in angle brackets': signedClaims(({ jwt }) => ({ iss: `<${jwt.claims.iss}>` })),
    'one of several in a text': signedClaims(({ jwt }) => ({
      iss: `https://issuer.invalid ${jwt.claims.iss}`,
    })),
    'one of several in a text, with commas': signedClaims(({ jwt }) => ({ iss: `${jwt.claims.iss},x` })),
    'one of a list': signedClaims(({ jwt }) => ({ iss: ['https://issuer.invalid', jwt.claims.iss] })),
    'the only one of a list': signedClaims(({ jwt }) => ({ iss: [jwt.claims.iss] })),
    'the key of an object': signedClaims(({ jwt }) => ({ iss: { [String(jwt.claims.iss)]: true } })),
    'a number': signedClaims({ iss: 7 }),
    true: signedClaims({ iss: true }),
  },
  expect: refused('invalid-token'),
});

check({
  id: 'access-token-claims/no-issuer',
  title: 'refuses a token that names no issuer',
  requirements: ['BASE-22d'],
  level: 'SHOULD', // the key belongs to one issuer anyway
  ...signed,
  needs: ['jwt', 'mint', 'issuer-claim', 'token-type'],
  butEach: { 'none at all': signedClaims({ iss: null }), 'an empty text': signedClaims({ iss: '' }) },
  expect: refused('invalid-token'),
});

check({
  id: 'access-token-claims/other-audience-of-a-client',
  title: 'refuses a token that was issued for another API',
  requirements: ['BASE-20c', 'BASE-28c'],
  needs: ['other-audience'],
  given: apiCall,
  but: ({ client }) => ({
    token: { of: 'other-audience' },
    headers: { $clientId: client('other-audience').id },
  }),
  expect: refused('invalid-token'),
  on: 'every-route',
});

check({
  id: 'access-token-claims/other-audience',
  title: 'refuses a token whose audience is another API',
  requirements: ['BASE-20c', 'BASE-28c'],
  needs: ['jwt', 'audience-claim', 'wrong-audience-token'],
  given: apiCall,
  but: {
    token: {
      readyMade: 'wrong-audience',
      orMinted: { claims: () => ({ aud: 'https://another-api.invalid' }) },
    },
  },
  expect: refused('invalid-token'),
});

/** Audiences that are not the API, whatever its name. */
const similarAudiences = {
  'another API of the same host': signedClaims((facts) => ({ aud: besideUrl(own(facts)) })),
  'with more behind': signedClaims((facts) => ({ aud: `${own(facts)}-internal` })),
  'with a slash behind': signedClaims((facts) => ({ aud: `${own(facts)}/` })),
  'with a query behind': signedClaims((facts) => ({ aud: `${own(facts)}?x` })),
  'with a fragment behind': signedClaims((facts) => ({ aud: `${own(facts)}#x` })),
  'with more before': signedClaims((facts) => ({ aud: `x-${own(facts)}` })),
  'the last character missing': signedClaims((facts) => ({ aud: own(facts).slice(0, -1) })),
  'a blank behind': signedClaims((facts) => ({ aud: `${own(facts)} ` })),
  'a line feed behind': signedClaims((facts) => ({ aud: `${own(facts)}\n` })),
  'a blank before': signedClaims((facts) => ({ aud: ` ${own(facts)}` })),
  'in quotes': signedClaims((facts) => ({ aud: `'${own(facts)}'` })),
  'in brackets': signedClaims((facts) => ({ aud: `[${own(facts)}]` })),
  'one of several in a text, with semicolons': signedClaims((facts) => ({ aud: `${own(facts)};x` })),
  'one of several in a text, with bars': signedClaims((facts) => ({ aud: `x|${own(facts)}` })),
  'one of several in a text': signedClaims((facts) => ({ aud: `x ${own(facts)}` })),
  'one of several in a text, with commas': signedClaims((facts) => ({ aud: `${own(facts)},x` })),
  'a list of others': signedClaims((facts) => ({ aud: ['x', `${own(facts)}-internal`] })),
  'an empty list': signedClaims({ aud: [] }),
  'an empty text': signedClaims({ aud: '' }),
  'the key of an object': signedClaims((facts) => ({ aud: { [own(facts)]: true } })),
  'the only member of an object': signedClaims((facts) => ({ aud: { 0: own(facts) } })),
  'a list of no texts': signedClaims({ aud: [7, true] }),
  'a number': signedClaims({ aud: 7 }),
  true: signedClaims({ aud: true }),
};

check({
  id: 'access-token-claims/similar-audience',
  title: 'refuses a token whose audience only resembles the API',
  requirements: ['BASE-20c', 'BASE-28c'],
  ...signed,
  needs: ['jwt', 'mint', 'audience-claim'],
  butEach: (facts) => ({
    ...similarAudiences,
    ...(own(facts) !== own(facts).toUpperCase() && {
      'in capital letters': signedClaims({ aud: own(facts).toUpperCase() }),
    }),
  }),
  expect: refused('invalid-token'),
});

check({
  id: 'access-token-claims/every-route',
  title: 'judges issuer, audience and beginning of a token on each route, and with each method',
  requirements: ['BASE-20b', 'BASE-20c', 'BASE-21d', 'E1-AUTH-02'],
  needs: ['jwt', 'mint'],
  given: mintedCall,
  butEach: badClaims,
  expect: refused('invalid-token'),
  on: 'every-route',
});

check({
  id: 'access-token-claims/no-audience',
  title: 'refuses a token that is for no API in particular',
  requirements: ['BASE-28c', 'BASE-21f', 'BASE-22e'],
  level: 'SHOULD',
  ...signed,
  needs: ['jwt', 'mint', 'audience-claim', 'token-type'],
  but: signedClaims({ aud: null }),
  expect: refused('invalid-token'),
});

check({
  id: 'access-token-claims/no-expiry',
  title: 'refuses a token that never expires',
  requirements: ['BASE-22b', 'BASE-20a'],
  level: 'SHOULD', // the issuer has to set exp; of an API it is only said what to do about one (RFC 7519 section 4.1.4)
  ...signed,
  needs: ['jwt', 'mint', 'token-type'],
  but: signedClaims({ exp: null }),
  expect: refused(['invalid-token', 'token-expired']),
});

check({
  id: 'access-token-claims/client-not-a-text',
  title: 'refuses a token whose client id is one among several, or part of something else',
  requirements: ['E1-AUTH-17', 'E1-AUTH-16'],
  ...signed,
  needs: ['jwt', 'mint', 'client-id-header'],
  butEach: {
    'one of a list': client((id) => ['no-such-client', id]),
    'the key of an object': client((id) => ({ [id]: true })),
    'a list in a text': client((id) => `no-such-client ${id}`),
    'a number': client(() => 7),
    true: client(() => true),
  },
  expect: refused(['invalid-token', 'client-id-header-mismatch', 'client-id-header-missing']),
});

check({
  id: 'access-token-claims/unknown-client',
  title: 'refuses a token of a client that nobody knows, though the header names the same one',
  requirements: ['E1-AUTH-17', 'E1-AUTH-04', 'E1-AUTHZ-03'],
  ...signed,
  needs: ['jwt', 'mint', 'client-id-header', 'exact-client-id', 'assigned-user', 'user-must-be-assigned'],
  butEach: ({ clientId }) =>
    Object.fromEntries(
      Object.entries({
        'nobody at all': 'no-such-client',
        ...(otherCase(clientId) !== clientId && { 'its own id in another case': otherCase(clientId) }),
        'its own id and a letter': `${clientId}x`,
        'its own id without its end': clientId.slice(0, -1),
      }).map(([who, id]): [string, Patch] => [who, { ...client(() => id), headers: { $clientId: id } }]),
    ),
  expect: refused('refused'),
});

check({
  id: 'access-token-claims/several-audiences',
  title: 'judges a token for several APIs alike, in whichever order it names them',
  requirements: ['BASE-20c'],
  needs: ['jwt', 'mint', 'audience-claim'],
  steps: [
    { ...mintedFor((own) => [own, anotherApi]), expect: answered(), saveAnswer: 'itself first' },
    {
      ...mintedFor((own) => [anotherApi, own]),
      expect: answered(
        says('the same status as in the other order', ({ status }, { answerTo }) => {
          const first = answerTo('itself first').status;
          return status === first ? undefined : `${status} instead of ${first}`;
        }),
      ),
      because: 'another API is named first',
    },
  ],
});

check({
  id: 'access-token-claims/two-clients',
  title: 'gives a token whose other claims name another client the data of its own client, or none',
  requirements: ['E1-AUTHZ-21', 'JWT-BASIC-05', 'ENABLE-01', 'REQUESTOR-11', 'BASE-30a'],
  ...signed,
  needs: ['jwt', 'mint', 'distinct-data'],
  butEach: ({ client, profile: { jwt } }) =>
    Object.fromEntries(
      claimsOfClients
        .filter((claim) => claim !== jwt.clientClaim)
        .map((claim) => [claim, signedClaims({ [claim]: client('$another').id })]),
    ),
  expect: either(accepted(), refused('refused')), // RFC 9068 section 2.2 lets such a token be none
});

check({
  id: 'access-token-claims/without-one-of-its-claims',
  title: 'returns nobody else’s data to a token that lacks any one of its claims',
  requirements: ['ENABLE-01', 'REQUESTOR-11', 'BASE-30a'],
  needs: ['jwt', 'mint', 'company-of-token', 'other-company', 'company-canaries'],
  // Whose data it is by default, is rather that of the client that was there first.
  given: callAs('other-company', { token: { minted: {} } }),
  butEach: ({ jwt }) =>
    Object.fromEntries(Object.keys(jwt.claims).map((claim) => [claim, signedClaims({ [claim]: null })])),
  expect: answered(),
});

check({
  id: 'access-token-claims/scope-in-other-forms',
  title: 'answers a token whose scope is no text without a fault',
  requirements: ['E1-AUTHZ-04'],
  level: 'MAY', // a list would be plain enough
  ...signed,
  butEach: {
    'a list': signedClaims(({ jwt }) => ({ scope: String(jwt.claims.scope).split(' ') })),
    'an object': signedClaims({ scope: { 'no-such-scope': true } }),
    'a number': signedClaims({ scope: 7 }),
    scp: signedClaims(({ jwt }) => ({ scope: null, scp: String(jwt.claims.scope).split(' ') })),
  },
  expect: acceptedOrRefused('scope that is no text'),
});

check({
  id: 'access-token-claims/unusual-json',
  title: 'answers a token whose claims are written in an unusual way without a fault',
  requirements: ['BASE-20e', 'E1-AUTH-02'],
  level: 'MAY', // all of it is JSON, and what a claim is that nobody knows does not matter (RFC 7519 section 4)
  ...signed,
  needs: ['jwt', 'mint', 'mint-payload'],
  butEach: {
    'on several lines': payload(({ jwt }) => `\r\n${JSON.stringify(jwt.claims, null, '\t')}\n`),
    'with an escaped name': payload(({ jwt }) =>
      JSON.stringify(jwt.claims).replace('"exp":', '"\\u0065xp":'),
    ),
    'with a number beyond all numbers': payload(({ jwt }) => withMember(jwt.claims, '"x":-1e400')),
    'with a number of four hundred digits': payload(({ jwt }) =>
      withMember(jwt.claims, `"x":${'9'.repeat(400)}`),
    ),
    'with a list of a hundred levels': payload(({ jwt }) =>
      withMember(jwt.claims, `"x":${'['.repeat(100)}${']'.repeat(100)}`),
    ),
    'with half a surrogate pair': payload(({ jwt }) => withMember(jwt.claims, '"x":"\\ud83d"')),
    'with a zero character': payload(({ jwt }) => withMember(jwt.claims, '"x":"\\u0000"')),
    'with a member without a name': payload(({ jwt }) => withMember(jwt.claims, '"":null')),
    'with the name of the prototype': payload(({ jwt }) =>
      withMember(jwt.claims, '"__proto__":{"x":1},"constructor":{},"toString":7'),
    ),
    'a subject that is a number': signedClaims({ sub: 7 }),
    'a subject that is an object': signedClaims({ sub: { x: 1 } }),
    'an id that is a number': signedClaims({ jti: 7 }),
    'an id that is a list': signedClaims({ jti: [] }),
  },
  expect: acceptedOrRefused('claims in an unusual form'),
});

check({
  id: 'access-token-claims/payload-not-an-object',
  title: 'refuses a token that holds something else than an object of claims',
  requirements: ['BASE-20e', 'E1-AUTH-02'],
  ...signed,
  needs: ['jwt', 'mint', 'mint-payload'],
  butEach: {
    'a list': payload(({ jwt }) => JSON.stringify([jwt.claims])),
    'an empty list': payload(() => '[]'),
    'a text': payload(() => '"claims"'),
    'a number': payload(() => '7'),
    null: payload(() => 'null'),
    'no JSON': payload(() => 'claims'),
    'no payload': payload(() => ''),
  },
  expect: refused(['invalid-token', 'token-expired', 'refused']),
});

check({
  id: 'access-token-claims/more-than-an-object',
  title: 'refuses a token that holds something else beside an object of claims',
  requirements: ['BASE-20e', 'E1-AUTH-02'],
  level: 'SHOULD', // RFC 7519 section 7.2 demands it; only the issuer could sign such a token
  ...signed,
  needs: ['jwt', 'mint', 'mint-payload'],
  butEach: {
    'a guard against scripts': payload(({ jwt }) => `)]}'\n${JSON.stringify(jwt.claims)}`),
    'a comment': payload(({ jwt }) => `/* */${JSON.stringify(jwt.claims)}`),
    'another object': payload(({ jwt }) => `${JSON.stringify(jwt.claims)}{}`),
    'zero bytes': payload(({ jwt }) => `${JSON.stringify(jwt.claims)}\0\0`),
    'a name for it': payload(({ jwt }) => `claims=${JSON.stringify(jwt.claims)}`),
  },
  expect: refused(['invalid-token', 'token-expired', 'refused']),
});

check({
  id: 'access-token-claims/member-twice',
  title: 'takes the last of two client_id claims, or refuses both',
  requirements: ['BASE-20f', 'E1-AUTH-17'],
  ...signed,
  needs: ['jwt', 'mint', 'mint-payload', 'client-id-header'],
  but: payload((facts) => withClients(facts, facts.clientId, 'no-such-client')),
  expect: refused(['invalid-token', 'client-id-header-mismatch']),
});

check({
  id: 'access-token-claims/client-twice',
  title: 'returns the data of the last of two client_id claims, or none',
  requirements: ['BASE-20f', 'BASE-30a'],
  ...signed,
  needs: ['jwt', 'mint', 'mint-payload', 'distinct-data'],
  but: payload((facts) => withClients(facts, facts.client('$another').id, facts.clientId)),
  expect: either(accepted(), refused('refused')),
});

check({
  id: 'access-token-claims/expiry-twice',
  title: 'takes the last of two exp claims, or refuses both',
  requirements: ['BASE-20f'],
  ...signed,
  needs: ['jwt', 'mint', 'mint-payload'],
  but: payload(({ jwt }) => {
    const { exp, ...others } = jwt.claims;
    return `{"exp":${JSON.stringify(exp)},${JSON.stringify(others).slice(1, -1)},"exp":1}`;
  }),
  expect: refused(['invalid-token', 'token-expired']),
});

check({
  id: 'access-token-claims/complete',
  title: 'puts the claims of a JWT access token into its tokens',
  requirements: ['BASE-22b'],
  needs: ['jwt', 'token-type'],
  send: apiCall,
  expect: accepted(
    says('the claims that RFC 9068 section 2.2 demands', (_answer, { jwt, profile }) =>
      ['iss', 'exp', 'aud', 'sub', profile.jwt.clientClaim, 'iat', 'jti']
        .filter((name) => jwt.claims[name] === undefined || jwt.claims[name] === null)
        .map((name) => `no ${name}`),
    ),
  ),
});

property({
  id: 'access-token-claims/any-other-issuer',
  title: 'refuses a token of whatever resembles its issuer',
  requirements: ['BASE-21d', 'E1-AUTH-05'],
  ...signed,
  needs: ['jwt', 'mint', 'issuer-claim'],
  forAll: ({ jwt }) => otherIssuer(String(jwt.claims.iss)),
  but: ({ claims = {} }) => signedClaims(claims),
  expect: refused('invalid-token'),
});

property({
  id: 'access-token-claims/any-other-audience',
  title: 'refuses a token for whatever resembles the API',
  requirements: ['BASE-20c', 'BASE-28c'],
  ...signed,
  needs: ['jwt', 'mint', 'audience-claim'],
  forAll: ({ jwt }) => {
    const own = [jwt.claims.aud].flat().map(String);
    return oneof(...own.map(otherAudience)).filter(
      ({ claims }) => ![claims?.aud].flat().some((audience) => own.includes(String(audience))),
    );
  },
  but: ({ claims = {} }) => signedClaims(claims),
  expect: refused('invalid-token'),
});

property({
  id: 'access-token-claims/any-other-client',
  title: 'refuses a token whose client id is whatever resembles that of the header, and is not it',
  requirements: ['E1-AUTH-17', 'E1-AUTH-16'],
  ...signed,
  needs: ['jwt', 'mint', 'client-id-header'],
  forAll: ({ clientId, profile: { header } }) => {
    const caseMatters = header.clientId.compare === 'exact';
    return otherValue(clientId).filter(
      (id) => caseMatters || String(id).toLowerCase() !== clientId.toLowerCase(),
    );
  },
  but: (id) => client(() => id),
  expect: refused(['invalid-token', 'client-id-header-mismatch', 'client-id-header-missing']),
});

property({
  id: 'access-token-claims/any-other-subject',
  title: 'gives a token whose subject resembles another client the data of its own client, or none',
  requirements: ['E1-AUTHZ-21', 'JWT-BASIC-05', 'ENABLE-01', 'REQUESTOR-11', 'BASE-30a'],
  ...signed,
  needs: ['jwt', 'mint', 'distinct-data'],
  forAll: ({ client }) => otherValue(client('$another').id),
  but: (sub) => signedClaims({ sub }),
  expect: either(accepted(), refused('refused')), // RFC 9068 section 2.2 lets such a token be none
});

property({
  id: 'access-token-claims/any-unknown-claim',
  title: 'ignores whatever else a token claims',
  requirements: ['BASE-20i'],
  ...signed,
  forAll: ({ jwt }) => unknownMember('claims', Object.keys(jwt.claims)),
  but: ({ claims = {} }) => signedClaims(claims),
  expect: accepted(),
});

property({
  id: 'access-token-claims/any-spelling',
  title: 'accepts a token however its claims are written in JSON',
  requirements: ['BASE-20e', 'E1-AUTH-02'],
  level: 'SHOULD', // whoever reads JSON reads all of it (RFC 8259 section 9), but the issuer writes it in one way only
  ...signed,
  needs: ['jwt', 'mint', 'mint-payload'],
  forAll: ({ jwt }) => sameJson(jwt.claims),
  but: (text) => payload(() => text),
  // What is much longer may be refused for its length alone (RFC 9110 section 5.4).
  expect: ({ length }) => (length < 8_000 ? accepted() : acceptedOrRefused('claims of many escapes')),
});

property({
  id: 'access-token-claims/any-hard-json',
  title:
    'takes the last of two claims of one name, or refuses both, and answers any other hard JSON without a fault',
  requirements: ['BASE-20e', 'BASE-20f'],
  level: 'SHOULD', // RFC 7519 section 4 demands it; only the issuer could sign such a token
  ...signed,
  needs: ['jwt', 'mint', 'mint-payload'],
  // What is much longer may be refused for its length alone (RFC 9110 section 5.4).
  forAll: ({ jwt }) => {
    const longest = Math.max(4_000, JSON.stringify(jwt.claims).length + 1_000);
    return hardJson(jwt.claims, { maxDepth: 100 }).filter(({ length }) => length < longest);
  },
  but: (text) => payload(() => text),
  expect: (text, { jwt }) => {
    const last = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const other = Object.keys(jwt.claims).filter((name) => !isDeepStrictEqual(last[name], jwt.claims[name]));
    if (other.includes('iss') || other.includes('aud')) return refused(['invalid-token', 'refused']);
    // With another client or subject it may be a good token, of somebody who has no data.
    return other.length ? answered() : acceptedOrRefused('claims in hard JSON');
  },
});

property({
  id: 'access-token-claims/any-nearly-json',
  title: 'refuses a token whose claims are nearly JSON',
  requirements: ['BASE-20e', 'E1-AUTH-02'],
  level: 'SHOULD', // RFC 7519 section 7.2 demands it; only the issuer could sign such a token
  ...signed,
  needs: ['jwt', 'mint', 'mint-payload'],
  forAll: ({ jwt }) => nearlyJson(jwt.claims),
  but: (text) => payload(() => text),
  expect: refused(['invalid-token', 'token-expired', 'refused']),
});

/** Where servers look for the client of a token, if they look elsewhere. */
const claimsOfClients = [
  ...['sub', 'client_id', 'clientId', 'client', 'azp', 'cid', 'appid', 'act_as'],
  ...['username', 'preferred_username', 'user_id', 'uid', 'upn', 'email'],
];

/** The same call, but for the payload of its token. */
function payload(text: (facts: Facts) => string): Patch {
  return { token: { minted: { payload: text } } };
}

/** Claims as JSON, with a further member at the end. */
function withMember(claims: Readonly<Record<string, unknown>>, member: string): string {
  return `${JSON.stringify(claims).slice(0, -1)},${member}}`;
}

/** The same call, but for the claim that names the client. */
function client(change: (id: string) => unknown): Patch {
  return signedClaims(({ clientId, profile }) => ({ [profile.jwt.clientClaim]: change(clientId) }));
}

const anotherApi = 'https://another-api.invalid';

/** The accepted call with a token for these APIs. */
function mintedFor(audiences: (own: string) => readonly string[]): ApiCall {
  return { ...apiCall, token: { minted: { claims: (facts) => ({ aud: audiences(own(facts)) }) } } };
}

/** The first audience of an accepted token. */
function own({ jwt }: Facts): string {
  return String([jwt.claims.aud].flat()[0]);
}

/** Another URL at the same host; another name, where it is none. */
function besideUrl(name: string): string {
  return URL.canParse(name) ? `${new URL(name).origin}/m2m-conformance/another-api` : `${name}/another-api`;
}

/** The claims of a token, in which one client is named first, and another one last. */
function withClients({ jwt, profile: { jwt: settings } }: Facts, first: string, last: string): string {
  const claim = (id: string) => `${JSON.stringify(settings.clientClaim)}:${JSON.stringify(id)}`;
  const { [settings.clientClaim]: _, ...others } = jwt.claims;
  const rest = JSON.stringify(others).slice(1, -1);
  return `{${[claim(first), rest, claim(last)].filter(Boolean).join(',')}}`;
}
