import { check, refused, tokenRequest } from '../fixtures/index.ts';

check({
  id: 'required-scope/missing',
  title: 'refuses a token request that names no scope',
  requirements: ['ENABLE-10', 'ENABLE-04', 'ENABLE-26'],
  needs: ['required-scope'],
  given: tokenRequest,
  butEach: { absent: { form: { scope: null } }, empty: { form: { scope: '' } } },
  expect: refused('scope-missing'),
});

check({
  id: 'required-scope/in-the-query-alone',
  title: 'refuses a token request that names a scope in its query alone',
  requirements: ['ENABLE-10', 'ENABLE-04', 'ENABLE-26'],
  level: 'SHOULD', // parameters stand in the body; who reads the query too gives no more rights
  needs: ['required-scope'],
  given: tokenRequest,
  butEach: {
    'and none in its body': ({ scopes }) => ({ form: { scope: null }, query: { scope: scopes.main } }),
    'beside an empty one': ({ scopes }) => ({ form: { scope: '' }, query: { scope: scopes.main } }),
  },
  expect: refused('scope-missing'),
});

check({
  id: 'required-scope/blank',
  title: 'refuses a token request whose scope is blank',
  requirements: ['ENABLE-10', 'ENABLE-26'],
  needs: ['required-scope'],
  given: tokenRequest,
  butEach: {
    'a space': { form: { scope: ' ' } },
    'several spaces': { form: { scope: '   ' } },
    'a tab': { form: { scope: '\t' } },
    'a line end': { form: { scope: '\r\n' } },
  },
  expect: refused('scope-missing'),
});

check({
  id: 'required-scope/bracketed',
  title: 'takes no parameter with brackets in its name for the scope',
  requirements: ['ENABLE-10', 'ENABLE-04'],
  needs: ['required-scope'],
  given: tokenRequest,
  butEach: {
    'an operator': { form: { scope: null, 'scope[$ne]': 'no-such-scope' } },
    'an empty operator': { form: { scope: null, 'scope[$gt]': '' } },
    'a pattern': { form: { scope: null, 'scope[$regex]': '.*' } },
  },
  expect: refused('scope-missing'),
});
