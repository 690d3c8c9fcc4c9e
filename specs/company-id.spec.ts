import {
  accepted,
  apiCall,
  check,
  companyIdNearMiss,
  either,
  type Facts,
  fullwidth,
  isCompanyId,
  mayBeReadAs,
  type Patch,
  property,
  refused,
  says,
  wayToCompany,
  withoutData,
} from '../fixtures/index.ts';

const needs = ['own-company', 'foreign-company', 'company-canaries'] as const;
type Forms = Readonly<Record<string, (id: string) => string>>;

/** Spellings of an id, some of which a server may rightly take for the id itself. */
const writtenOtherwise: Forms = {
  'a leading zero': (id) => `0${id}`,
  'a plus sign before it': (id) => `+${id}`,
  'a fraction': (id) => `${id}.0`,
  'another case': (id) => otherCase(id) ?? `${id}x`,
  'full-width digits': (id) => encodeURIComponent(fullwidth(id)),
  'its first character encoded': (id) => encoded(id.charAt(0)) + id.slice(1),
  'its last character encoded twice': (id) => id.slice(0, -1) + encoded(id.slice(-1)).replace('%', '%25'),
};
const withSpacesAround: Forms = {
  'an encoded space after it': (id) => `${id}%20`,
  'an encoded space before it': (id) => `%20${id}`,
};
/** Which servers in front may refuse for themselves, in any path (RFC 3986 section 7.3). */
const withControlCharacters: Forms = {
  'an encoded tab after it': (id) => `${id}%09`,
  'an encoded line feed after it': (id) => `${id}%0A`,
  'a zero byte after it': (id) => `${id}%00`,
};
const withSomethingAround: Forms = {
  ...withSpacesAround,
  'a dot after it': (id) => `${id}.`,
  'a path parameter': (id) => `${id};x=1`,
  'a suffix': (id) => `${id}.json`,
  'a tilde after it': (id) => `${id}~`,
  'encoded quotation marks': (id) => `%22${id}%22`,
};
/** Some of these are another path before the id is looked at: a server may redirect, or know no such route. */
const withSlashes: Forms = {
  'a slash after it': (id) => `${id}/`,
  'a slash before it': (id) => `/${id}`,
  'a dot segment after it': (id) => `${id}/.`,
  'an encoded slash after it': (id) => `${id}%2F`,
  'an encoded query': (id) => `${id}%3Fx=1`,
  'an encoded fragment': (id) => `${id}%23x`,
};

/** The company of the path in another spelling: its own data, or no data. */
const ownDataOrNone = either(accepted(), refusedOrElsewhere());

check({
  id: 'company-id/own-written-otherwise',
  title: 'takes another spelling of the own id for the own company or for none',
  requirements: ['E1-AUTHZ-14', 'E1-AUTHZ-28'],
  needs: [...needs],
  given: apiCall,
  butEach: (facts) => each(writtenOtherwise, (form) => ({ path: facts.pathTo(form(facts.companyIds.own)) })),
  expect: ownDataOrNone,
});

check({
  id: 'company-id/own-with-something-around',
  title: 'takes the own id with something around it for the own company or for none',
  requirements: ['E1-AUTHZ-14', 'E1-AUTHZ-28'],
  needs: [...needs],
  given: apiCall,
  butEach: (facts) =>
    each({ ...withSomethingAround, ...withSlashes }, (form) => ({
      path: facts.pathTo(form(facts.companyIds.own)),
    })),
  expect: ownDataOrNone,
});

check({
  id: 'company-id/own-beyond-the-format',
  title: 'refuses the own id in a spelling that the documented format does not allow',
  requirements: ['E1-AUTHZ-14'],
  needs: [...needs, 'company-id-format'],
  given: apiCall,
  butEach: (facts) => {
    const { own } = facts.companyIds;
    const isAllowed = (form: Forms[string]) => isCompanyId(decodeURIComponent(form(own)), facts.profile);
    const beyond = Object.entries({ ...writtenOtherwise, ...withSpacesAround }).filter(
      ([, form]) => !isAllowed(form),
    );
    return each(Object.fromEntries(beyond), (form) => ({ path: facts.pathTo(form(own)) }));
  },
  expect: refused(['company-denied', 'company-id-malformed']),
});

check({
  id: 'company-id/own-with-control-characters',
  title: 'refuses the own id with a control character after it, which the documented format does not allow',
  requirements: ['E1-AUTHZ-14'],
  needs: [...needs, 'company-id-format'],
  given: apiCall,
  butEach: ({ companyIds, pathTo }) =>
    each(withControlCharacters, (form) => ({ path: pathTo(form(companyIds.own)) })),
  expect: refused('refused'),
});

check({
  id: 'company-id/foreign-written-otherwise',
  title: 'refuses a foreign company in whichever way its id is written',
  requirements: ['E1-AUTHZ-28', 'E1-AUTHZ-16', 'E1-AUTHZ-14', 'JWT-BASIC-27'],
  needs: [...needs],
  given: apiCall,
  butEach: (facts) => each(writtenOtherwise, (form) => ofCompany(facts, form(facts.companyIds.foreign))),
  expect: refused(['company-denied', 'company-id-malformed']),
});

check({
  id: 'company-id/foreign-with-something-around',
  title: 'refuses a foreign company whatever stands around its id',
  requirements: ['E1-AUTHZ-28', 'E1-AUTHZ-16', 'E1-AUTHZ-14', 'JWT-BASIC-27'],
  needs: [...needs],
  given: apiCall,
  butEach: (facts) => each(withSomethingAround, (form) => ofCompany(facts, form(facts.companyIds.foreign))),
  expect: refused(['company-denied', 'company-id-malformed']),
});

check({
  id: 'company-id/foreign-with-control-characters',
  title: 'refuses a foreign company whose id has a control character after it',
  requirements: ['E1-AUTHZ-28', 'E1-AUTHZ-16', 'E1-AUTHZ-14', 'JWT-BASIC-27'],
  needs: [...needs],
  given: apiCall,
  butEach: (facts) => each(withControlCharacters, (form) => ofCompany(facts, form(facts.companyIds.foreign))),
  expect: refused('refused'),
});

check({
  id: 'company-id/foreign-with-slashes',
  title: 'returns nothing of a foreign company whatever slashes stand around its id',
  requirements: ['E1-AUTHZ-28', 'BASE-29', 'JWT-BASIC-27'],
  needs: [...needs],
  given: apiCall,
  butEach: (facts) => each(withSlashes, (form) => ofCompany(facts, form(facts.companyIds.foreign))),
  expect: refusedOrElsewhere(),
});

check({
  id: 'company-id/list',
  title: 'refuses a list of companies though one of them is the own',
  requirements: ['E1-AUTHZ-28', 'E1-AUTHZ-14', 'JWT-BASIC-27'],
  needs: [...needs],
  given: apiCall,
  butEach: (facts) =>
    each<[string, string]>(
      {
        'own and foreign': [',', 'own first'],
        'foreign and own': [',', 'foreign first'],
        'after an encoded comma': ['%2C', 'own first'],
        'after a semicolon': [';', 'own first'],
        'after a plus sign': ['+', 'own first'],
        'after an encoded space': ['%20', 'own first'],
        'after a vertical bar': ['%7C', 'own first'],
      },
      ([separator, order]) => {
        const { own, foreign } = facts.companyIds;
        return ofCompany(facts, (order === 'own first' ? [own, foreign] : [foreign, own]).join(separator));
      },
    ),
  expect: refused(['company-denied', 'company-id-malformed']),
});

check({
  id: 'company-id/part-in-common',
  title: 'refuses an id that has its digits, its length, or all but one character in common with the own one',
  requirements: ['E1-AUTHZ-28', 'E1-AUTHZ-14', 'JWT-BASIC-27'],
  needs: [...needs],
  given: apiCall,
  butEach: (facts) => {
    const { own, registered, foreign } = facts.companyIds;
    const others: Forms = {
      'other letters': (id) => id.replaceAll(/[a-z]/gi, nextInAlphabet),
      'another letter first': (id) => id.replace(/[a-z]/i, nextInAlphabet),
      'another digit last': (id) => id.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10)),
      'another digit first': (id) => id.replace(/[1-9]/, (digit) => String((Number(digit) % 9) + 1)),
      'as many letters': (id) => 'x'.repeat(id.length),
    };
    const isOther = (id: string): boolean => [...registered, foreign].every((one) => !mayBeReadAs(id, one));
    return each(
      Object.fromEntries(Object.entries(others).filter(([, change]) => isOther(change(own)))),
      (change) => ofCompany(facts, change(own)),
    );
  },
  expect: refused(['company-denied', 'company-id-malformed']),
});

check({
  id: 'company-id/wildcard',
  title: 'refuses a wildcard in the place of a company id, or of its end',
  requirements: ['E1-AUTHZ-28', 'E1-AUTHZ-16', 'JWT-BASIC-27'],
  needs: [...needs],
  given: apiCall,
  butEach: (facts) =>
    each(
      {
        'an asterisk': '*',
        'a per cent sign': '%25',
        'an underscore': '_',
        all: 'all',
        ...endingIn(facts.companyIds.own, {
          'an asterisk': '*',
          'a per cent sign': '%25',
          'an underscore': '_',
        }),
      },
      (text) => ofCompany(facts, text),
    ),
  expect: refused(['company-denied', 'company-id-malformed']),
});

check({
  id: 'company-id/word',
  title: 'refuses a word or a number that a program may take for a company of its own choice',
  requirements: ['E1-AUTHZ-28', 'E1-AUTHZ-16'],
  needs: [...needs],
  given: apiCall,
  butEach: (facts) =>
    each(
      {
        me: 'me',
        self: 'self',
        null: 'null',
        undefined: 'undefined',
        true: 'true',
        0: '0',
        '-1': '-1',
        NaN: 'NaN',
      },
      (text) => ofCompany(facts, text),
    ),
  expect: refused(['company-denied', 'company-id-malformed']),
});

check({
  id: 'company-id/empty',
  title: 'returns nothing where the company id is empty or blank',
  requirements: ['E1-AUTHZ-14', 'E1-AUTHZ-28'],
  needs: [...needs],
  given: apiCall,
  butEach: (facts) =>
    each({ empty: '', 'an encoded space': '%20', 'a zero byte': '%00', 'a dot': '.' }, (text) =>
      ofCompany(facts, text),
    ),
  expect: refusedOrElsewhere(),
});

check({
  id: 'company-id/traversal',
  title: 'returns nothing of a foreign company that is reached from the own one by dot segments',
  requirements: ['E1-AUTHZ-28', 'BASE-29', 'JWT-BASIC-27'],
  needs: [...needs],
  given: apiCall,
  butEach: (facts) =>
    each(
      {
        'encoded slashes': '%2F..%2F',
        'encoded slashes in lower case': '%2f..%2f',
        'encoded dots': '/%2e%2e/',
        'encoded dots and slashes': '%2F%2E%2E%2F',
        'encoded twice': '%252F..%252F',
        backslashes: '%5C..%5C',
        'a path parameter': '/..;/',
        'plain dot segments': '/../',
      },
      (between) => ofCompany(facts, `${facts.companyIds.own}${between}${facts.companyIds.foreign}`),
    ),
  expect: refusedOrElsewhere(),
});

check({
  id: 'company-id/upstream-url',
  title: 'lets no part of the company id become a part of another request behind the API',
  requirements: ['E1-AUTHZ-28', 'E1-AUTHZ-14', 'BASE-29'],
  needs: [...needs],
  given: apiCall,
  butEach: (facts) =>
    each<string>(
      {
        'an encoded query': '%3FcompanyId=',
        'a further parameter': '%26companyId=',
        'an encoded fragment': '%23',
        'an encoded at sign': '%40',
      },
      (between) => ofCompany(facts, `${facts.companyIds.own}${between}${facts.companyIds.foreign}`),
    ),
  expect: refused(['company-denied', 'company-id-malformed']),
});

property({
  id: 'company-id/any-near-miss',
  title: 'refuses every company id that resembles a foreign one',
  requirements: ['E1-AUTHZ-28', 'E1-AUTHZ-16', 'E1-AUTHZ-14', 'JWT-BASIC-27'],
  needs: [...needs],
  given: apiCall,
  forAll: ({ companyIds }) => companyIdNearMiss(companyIds.foreign, companyIds.registered),
  but: (id, facts) => ofCompany(facts, id),
  expect: refusedAsAnother,
});

property({
  id: 'company-id/any-near-miss-of-the-own',
  title: 'takes what resembles the own company id for that id, where it may be read as such, or for none',
  requirements: ['E1-AUTHZ-28', 'E1-AUTHZ-14', 'JWT-BASIC-27'],
  needs: [...needs],
  given: apiCall,
  forAll: ({ companyIds: { own, registered, foreign } }) =>
    companyIdNearMiss(own, [...registered.filter((id) => id !== own), foreign]),
  but: (id, { pathTo }) => ({ path: pathTo(id) }),
  expect: (id, { companyIds }) => (mayBeReadAs(id, companyIds.own) ? ownDataOrNone : refusedAsAnother(id)),
});

property({
  id: 'company-id/any-way-to-a-foreign-one',
  title: 'returns nothing of a foreign company, whichever way the path leads there from the own one',
  requirements: ['E1-AUTHZ-28', 'E1-AUTHZ-14', 'BASE-29', 'JWT-BASIC-27'],
  needs: [...needs],
  given: apiCall,
  forAll: ({ companyIds: { own, foreign }, profile }) =>
    wayToCompany(own, foreign, profile.company.parameter),
  but: (way, { pathTo }) => ({ path: pathTo(way) }),
  expect: ownDataOrNone,
});

/** The refusal of another id; what is encoded may also lead elsewhere, or nowhere, before the id is looked at. */
function refusedAsAnother(id: string) {
  return /[%;]/.test(id) ? refusedOrElsewhere() : refused(['company-denied', 'company-id-malformed']);
}

/** No success and no data: a refusal, or a redirect to the path that the server takes it for. */
function refusedOrElsewhere() {
  return withoutData(
    says('a refusal or a redirect', ({ status }) => (status < 300 ? `a success (${status})` : undefined)),
  );
}

function each<T>(
  cases: Readonly<Record<string, T>>,
  change: (value: T) => Patch,
): Readonly<Record<string, Patch>> {
  return Object.fromEntries(Object.entries(cases).map(([name, value]) => [name, change(value)]));
}

function ofCompany({ profile }: Facts, id: string): Patch {
  return { params: { [profile.company.parameter]: id } };
}

function nextInAlphabet(letter: string): string {
  const next = { z: 'a', Z: 'A' }[letter];
  return next ?? String.fromCharCode(letter.charCodeAt(0) + 1);
}

/** An id with a wildcard in the place of its last character. */
function endingIn(id: string, wildcards: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(wildcards).map(([name, text]) => [`${name} for its end`, id.slice(0, -1) + text]),
  );
}

function encoded(character: string): string {
  return `%${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** The id with its letters in the other case, or undefined where it has none. */
function otherCase(id: string): string | undefined {
  const upper = id.toUpperCase();
  if (upper !== id) return upper;
  const lower = id.toLowerCase();
  return lower === id ? undefined : lower;
}
