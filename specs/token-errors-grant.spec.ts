import {
  check,
  parameterValueNearMiss,
  property,
  refused,
  type Step,
  tokenRequest,
  unsignedAssertion,
} from '../fixtures/index.ts';

const needs = ['other-grants-refused'] as const;

/** Grants that products for token servers bring along. */
const otherGrants = [
  'urn:ietf:params:oauth:grant-type:uma-ticket',
  'urn:ietf:params:oauth:grant-type:pre-authorized_code',
  'urn:openid:params:grant-type:ciba',
  'urn:ietf:params:oauth:grant-type:otp',
  'http://auth0.com/oauth/grant-type/password-realm',
  'custom_credential',
  'code',
  'token',
  'none',
];
/** What such grants are asked with. */
const proofs = { ticket: 'ticket', auth_req_id: 'id', code: 'code', username: 'admin', password: 'admin' };

check({
  id: 'token-errors-grant/refresh-token',
  title: 'offers no refresh-token grant',
  requirements: ['E1-AUTH-22', 'E1-AUTH-01'],
  needs: ['no-refresh-token'],
  steps: refusesInExchangeForToken((token) => ({ grant_type: 'refresh_token', refresh_token: token })),
});

check({
  id: 'token-errors-grant/password',
  title: 'offers no password grant',
  requirements: ['E1-AUTH-01'],
  needs: [...needs],
  given: tokenRequest,
  butEach: {
    'of some user': { form: { grant_type: 'password', username: 'admin', password: 'admin' } },
    'of the client': ({ client }) => ({
      form: {
        grant_type: 'password',
        username: client('primary').id,
        password: client('primary').secret,
      },
    }),
  },
  expect: refused('unsupported-grant-type'),
});

check({
  id: 'token-errors-grant/authorization-code',
  title: 'offers no authorization-code grant',
  requirements: ['E1-AUTH-01'],
  needs: [...needs],
  given: tokenRequest,
  but: {
    form: {
      grant_type: 'authorization_code',
      code: 'code',
      redirect_uri: 'https://partner.example/callback',
    },
  },
  expect: refused('unsupported-grant-type'),
});

check({
  id: 'token-errors-grant/jwt-bearer',
  title: 'offers no JWT-bearer grant',
  requirements: ['E1-AUTH-01'],
  needs: [...needs],
  given: tokenRequest,
  but: ({ clientId, now }) => ({
    form: {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: unsignedAssertion(clientId, now),
    },
  }),
  expect: refused('unsupported-grant-type'),
});

check({
  id: 'token-errors-grant/token-exchange',
  title: 'offers no token exchange',
  requirements: ['E1-AUTH-01'],
  needs: [...needs],
  steps: refusesInExchangeForToken((token) => ({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: token,
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
  })),
});

check({
  id: 'token-errors-grant/device-code',
  title: 'offers no device grant',
  requirements: ['E1-AUTH-01'],
  needs: [...needs],
  given: tokenRequest,
  but: { form: { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: 'code' } },
  expect: refused('unsupported-grant-type'),
});

check({
  id: 'token-errors-grant/other',
  title: 'refuses a grant type that it does not know',
  requirements: ['E1-AUTH-09', 'E1-AUTH-01'],
  needs: [...needs],
  given: tokenRequest,
  butEach: {
    implicit: { form: { grant_type: 'implicit', response_type: 'token' } },
    'an extension': {
      form: { grant_type: 'urn:ietf:params:oauth:grant-type:saml2-bearer', assertion: 'PHNhbWw+' },
    },
    ...Object.fromEntries(otherGrants.map((grant) => [grant, { form: { ...proofs, grant_type: grant } }])),
    'no grant type at all': { form: { grant_type: 'no-such-grant' } },
  },
  expect: refused('unsupported-grant-type'),
});

check({
  id: 'token-errors-grant/case',
  title: 'compares the grant type with regard to case',
  requirements: ['E1-AUTH-09', 'BASE-03f'],
  given: tokenRequest,
  butEach: {
    'first letters': { form: { grant_type: 'Client_Credentials' } },
    'all letters': { form: { grant_type: 'CLIENT_CREDENTIALS' } },
  },
  expect: refused('token-refused'),
});

check({
  id: 'token-errors-grant/padded',
  title: 'refuses the grant type with blanks around it',
  requirements: ['E1-AUTH-09', 'BASE-03g'],
  given: tokenRequest,
  butEach: {
    'a space before': { form: { grant_type: ' client_credentials' } },
    'a space after': { form: { grant_type: 'client_credentials ' } },
    'a line feed after': { form: { grant_type: 'client_credentials\n' } },
  },
  expect: refused('token-refused'),
});

check({
  id: 'token-errors-grant/part-or-more',
  title: 'refuses a part of the grant type, and the grant type and more',
  requirements: ['E1-AUTH-09', 'BASE-03g'],
  given: tokenRequest,
  butEach: {
    'a part': { form: { grant_type: 'client' } },
    'more after': { form: { grant_type: 'client_credentials2' } },
    'more before': { form: { grant_type: 'x_client_credentials' } },
    'a hyphen': { form: { grant_type: 'client-credentials' } },
    'no separator': { form: { grant_type: 'clientCredentials' } },
    'a URN that ends in it': { form: { grant_type: 'urn:ietf:params:oauth:grant-type:client_credentials' } },
  },
  expect: refused('token-refused'),
});

check({
  id: 'token-errors-grant/list',
  title: 'takes no list of grant types',
  requirements: ['E1-AUTH-09', 'BASE-03g'],
  given: tokenRequest,
  butEach: {
    'separated by a space': { form: { grant_type: 'password client_credentials' } },
    'separated by a comma': { form: { grant_type: 'client_credentials,refresh_token' } },
  },
  expect: refused('token-refused'),
});

check({
  id: 'token-errors-grant/missing',
  title: 'issues no token without a grant type',
  requirements: ['E1-AUTH-09', 'BASE-03g'],
  given: tokenRequest,
  but: { form: { grant_type: null } },
  expect: refused('token-refused'),
});

check({
  id: 'token-errors-grant/empty',
  title: 'issues no token for an empty grant type',
  requirements: ['E1-AUTH-09', 'BASE-03c', 'BASE-03g'],
  given: tokenRequest,
  but: { form: { grant_type: '' } },
  expect: refused('token-refused'),
});

check({
  id: 'token-errors-grant/missing-is-invalid-request',
  title: 'calls a request without a grant type invalid, not its grant type unsupported',
  requirements: ['BASE-07b', 'E1-AUTH-09'],
  level: 'SHOULD',
  given: tokenRequest,
  butEach: {
    absent: { form: { grant_type: null } },
    'without a value, which counts as absent': { form: { grant_type: '' } },
  },
  expect: refused('invalid-request'),
});

property({
  id: 'token-errors-grant/any-near-miss',
  title: 'issues no token for whatever resembles its grant type',
  requirements: ['E1-AUTH-09', 'BASE-03g', 'BASE-03f'],
  given: tokenRequest,
  forAll: () => parameterValueNearMiss('client_credentials'),
  but: (grantType) => ({ form: { grant_type: grantType } }),
  expect: refused('token-refused'),
});

/** A grant that is given one of the client's own access tokens, the best that it can be given here. */
function refusesInExchangeForToken(
  form: (token: string) => Readonly<Record<string, string>>,
): readonly Step[] {
  return [
    { ...tokenRequest, save: { $token: 'access_token' } },
    {
      ...tokenRequest,
      but: ({ saved }) => ({ form: form(saved('$token')) }),
      expect: refused('unsupported-grant-type'),
    },
  ];
}
