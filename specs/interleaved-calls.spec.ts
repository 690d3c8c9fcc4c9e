import {
  accepted,
  type CallAmongOthers,
  callAmongOthers,
  callAs,
  type Facts,
  faultNames,
  faults,
  historyOf,
  property,
  refused,
  routesOf,
  type Step,
} from '../fixtures/index.ts';

const callers = ['primary', 'second-user', 'other-company', 'several-companies'] as const;

/** Clients of one application, which has to have every right: what the others may do is not known. */
const ofPrimary: readonly string[] = ['primary', 'second-user'];

/** The clients that the target has, and the faults that its profile knows, but for those of companies. */
function anyCall({ profile, otherClients }: Facts) {
  const [, ...routes] = routesOf(profile);
  const names = routes
    .filter(({ method }) => profile.api.methodsUnderTest.includes(method))
    .map(({ name }) => name);
  const roles = callers
    .filter((role) => role === 'primary' || otherClients[role])
    .map((as) => ({ as, routes: ofPrimary.includes(as) ? names : [] }));
  const hasHeader = profile.api.identityHeader?.required === true;
  const known = faultNames.filter(
    (name) => name !== 'company-denied' && (hasHeader || !name.startsWith('client-id')),
  );
  return callAmongOthers(roles, known);
}

/** By whom the call is tells whose data has to come; what is wrong with it tells how it is refused. */
function stepOf({ as, route, hasFreshToken, fault }: CallAmongOthers) {
  const call = callAs(as, {
    ...(hasFreshToken && { token: { fresh: true } }),
    ...(route !== undefined && { route: { named: route } }),
  });
  return fault === undefined
    ? { ...call, expect: accepted(), because: `a good call of ${as}` }
    : { ...call, but: faults[fault], expect: refused(fault), because: `${fault}, by ${as}` };
}

const needs = ['another-client', 'distinct-data', 'several-tokens'] as const;

property({
  id: 'interleaved-calls/in-any-order',
  title: 'answers each call by what it is, whoever called before it and whatever was wrong with that',
  requirements: ['E1-AUTHZ-21', 'E1-AUTHZ-15', 'ENABLE-01', 'REQUESTOR-11', 'BASE-30a', 'BASE-17a'],
  needs: [...needs],
  forAll: (facts) => historyOf(anyCall(facts), { longest: 12 }),
  steps: (calls): Step[] => calls.map(stepOf),
});

property({
  id: 'interleaved-calls/at-the-same-time',
  title: 'answers each call by what it is, whoever calls at the same time',
  requirements: ['E1-AUTHZ-21', 'E1-AUTHZ-15', 'ENABLE-01', 'REQUESTOR-11', 'BASE-30a', 'BASE-17a'],
  needs: [...needs],
  forAll: (facts) => historyOf(anyCall(facts), { longest: 12 }),
  hasParallelSteps: true,
  steps: (calls): Step[] => [
    { parallel: calls.map(stepOf), times: 2, because: 'calls of several at once' },
    ...calls.slice(0, 2).map(stepOf),
  ],
});
