import { accepted, apiCall, check, type Facts, says } from '../fixtures/index.ts';

/** Members of a key that are numbers or octets in base64url (RFC 7518 section 6). */
const numbers = ['n', 'e'];
const octets = ['x', 'y'];

check({
  id: 'public-keys/key-of-the-token',
  title: 'publishes the key of its tokens under the id that they name',
  requirements: ['BASE-21j'],
  needs: ['jwt', 'public-key'],
  send: apiCall,
  expect: accepted(
    says(
      'a key with the kid of the token, where both have one (RFC 7515 section 4.1.4)',
      (_answer, facts) => {
        const { kid } = facts.jwt.header;
        const published = facts.jwks.keys.map((key) => key.kid);
        if (kid === undefined || published.includes(undefined)) return undefined;
        return published.includes(kid)
          ? undefined
          : `${JSON.stringify(kid)} is not among ${published.length}`;
      },
    ),
  ),
});

check({
  id: 'public-keys/use-of-the-key',
  title: 'publishes the key of its tokens as one for their algorithm, and for verifying',
  requirements: ['BASE-21j'],
  needs: ['jwt', 'public-key'],
  send: apiCall,
  expect: accepted(
    says('alg, use and key_ops, if any, that fit the token (RFC 7517 section 4)', (_answer, facts) =>
      keysOfToken(facts).flatMap(({ alg, use, key_ops: operations }) => [
        ...(alg === undefined || alg === facts.jwt.header.alg ? [] : [`alg: ${JSON.stringify(alg)}`]),
        ...(use === undefined || use === 'sig' ? [] : [`use: ${JSON.stringify(use)}`]),
        ...(operations === undefined || (Array.isArray(operations) && operations.includes('verify'))
          ? []
          : [`key_ops: ${JSON.stringify(operations)}`]),
      ]),
    ),
  ),
});

check({
  id: 'public-keys/numbers',
  title: 'writes the numbers of its keys in base64url, without an octet too many',
  requirements: ['BASE-21j'],
  needs: ['jwt', 'public-key'],
  send: apiCall,
  expect: accepted(
    says(
      'base64url without padding, of a number the fewest octets (RFC 7518 section 2)',
      (_answer, { jwks }) =>
        jwks.keys.flatMap((key, index) =>
          [...numbers, ...octets]
            .filter((name) => key[name] !== undefined && !isWellWritten(name, key[name]))
            .map((name) => `key ${index} has another ${name}`),
        ),
    ),
  ),
});

/** The keys that a verifier would take for the one of the accepted token. */
function keysOfToken({ jwt, jwks }: Facts): readonly Readonly<Record<string, unknown>>[] {
  const { kid } = jwt.header;
  return kid === undefined ? [] : jwks.keys.filter((key) => key.kid === kid);
}

function isWellWritten(name: string, value: unknown): boolean {
  if (typeof value !== 'string' || !/^[\w-]+$/.test(value)) return false;
  return !numbers.includes(name) || Buffer.from(value, 'base64url')[0] !== 0;
}
