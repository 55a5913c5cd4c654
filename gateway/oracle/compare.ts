import { parse, validate } from 'graphql';
import type { Gateway, GatewayOptions } from '../src/gateway.ts';
import { composeSupergraph } from '../test/compose.ts';
import { post } from '../test/post.ts';
import { readAuthorizationTable } from '@customer360/authorization';
import { createLogger } from '@customer360/service';
import { fakeSubgraphs } from './fake-subgraphs.ts';
import type { FakeSubgraphs } from './fake-subgraphs.ts';
import { forbiddenIn } from './inspect-requests.ts';
import type { KnownOperation } from './known-operations.ts';
import { generateOperation } from './operation-generator.ts';
import type { GeneratedOperation } from './operation-generator.ts';
import { createOracle } from './oracle.ts';
import type { Oracle, Question } from './oracle.ts';
import { relevantScopes } from './relevant-scopes.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';
import { canonical } from './world.ts';

export interface TestGraph {
  readonly oracle: Oracle;
  readonly fakes: FakeSubgraphs;
  readonly gateway: Gateway;
}

export interface TestGraphOptions {
  readonly subgraphs: Readonly<Record<string, string>>;
  readonly createGateway: (options: GatewayOptions) => Promise<Gateway>;
  /** Gives the gateway another supergraph than the oracle, to plant a fault. */
  readonly tamper?: (supergraphSdl: string) => string;
  /** Puts the rules before the resolvers of the subgraphs too. */
  readonly guarded?: boolean;
}

/** A gateway over fake subgraphs, and the oracle of the same supergraph. The bearer token is the list of scopes. */
export async function startTestGraph({
  subgraphs,
  createGateway,
  tamper,
  guarded = false,
}: TestGraphOptions): Promise<TestGraph> {
  const supergraphSdl = composeSupergraph(subgraphs);
  const oracle = createOracle(supergraphSdl);
  const fakes = fakeSubgraphs(subgraphs, oracle, guarded ? readAuthorizationTable(supergraphSdl) : null);
  const gateway = await createGateway({
    supergraphSdl: tamper ? tamper(supergraphSdl) : supergraphSdl,
    verifier: {
      verify: async (header) => ({
        subject: 'somebody',
        clientId: 'first',
        tenantId: 'acme',
        scopes: new Set((header ?? '').split(' ').slice(1)),
      }),
    },
    subgraphs: fakes.sources,
    logger: createLogger({ name: 'oracle', level: 'silent' }),
    firstPartyClients: ['first'],
    limits: { maxDepth: 50, maxAliases: 500, maxRootFields: 200, maxPageSize: 100 },
  });
  return { oracle, fakes, gateway };
}

/**
 * Questions about one generated operation that is valid GraphQL: several callers, and the same caller with other variables,
 * so that whatever is kept from one answer to the next is tried too.
 */
export function generateQuestions({ schema, facts }: Oracle, seed: number): readonly Question[] {
  const random = createRandom(seed);
  for (;;) {
    const operation = generateOperation(schema, random);
    if (validate(schema, parse(operation.query)).length > 0) continue;
    const relevant = relevantScopes({ schema, facts }, operation.query);
    const someScopes = () => {
      // Many missing scopes hide what one of them would do.
      const missing = random.chance(0.7) ? random.below(3) : random.below(relevant.length + 1);
      const without = new Set(Array.from({ length: missing }, () => relevant[random.below(relevant.length)]));
      return new Set(facts.scopes.filter((scope) => !without.has(scope)));
    };
    const first = { ...operation, scopes: someScopes(), world: seed };
    const others = [someScopes(), someScopes()].map((scopes) => ({ ...operation, scopes, world: seed + 1 }));
    const variables = changeVariables(operation, random);
    return [first, ...others, { ...first, variables }, first];
  }
}

/** Questions about a known operation: its variables, and callers who lack none or one of the scopes that matter, or two. */
export function questionsAbout(
  { schema, facts }: Oracle,
  { query, variables }: KnownOperation,
  lacking: 'one' | 'two',
): readonly Question[] {
  const relevant = relevantScopes({ schema, facts }, query);
  const missing =
    lacking === 'one'
      ? [[], ...relevant.map((scope) => [scope])]
      : relevant.flatMap((one, index) => relevant.slice(index + 1).map((other) => [one, other]));
  return missing.slice(0, 50).flatMap((without) => {
    const scopes = new Set(facts.scopes.filter((scope) => !without.includes(scope)));
    return variables.flatMap((values) =>
      [1, 2, 3].map((world) => ({ query, variables: values, operationName: undefined, scopes, world })),
    );
  });
}

/** Turns conditions round and leaves some variables out that may be left out. */
function changeVariables(
  { query, variables }: GeneratedOperation,
  random: Random,
): GeneratedOperation['variables'] {
  const mayBeAbsent = (name: string) => !new RegExp(`\\$${name}: [^,)=]*!( *[,)]|$)`).test(query);
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => {
      if (typeof value === 'boolean' && name.startsWith('c')) return [[name, !value]];
      return mayBeAbsent(name) && random.chance(0.5) ? [] : [[name, value]];
    }),
  );
}

/** Null when the gateway does what the oracle says; otherwise what is wrong. */
export async function difference(graph: TestGraph, question: Question): Promise<string | null> {
  const { oracle, fakes, gateway } = graph;
  oracle.world.change(question.world);
  const expected = await oracle.answer(question);
  fakes.take();
  const answer = await post(gateway.server, question.query, {
    authorization: ['Bearer', ...question.scopes].join(' '),
    variables: question.variables,
    ...(question.operationName === undefined ? {} : { operationName: question.operationName }),
  });
  const requests = fakes.take();
  const errors = answer.body.errors ?? [];
  const denials = errors
    .map(({ path, extensions }) => [path?.join('.'), extensions['coordinate']].join(' '))
    .toSorted();
  const codes = [...new Set(errors.map(({ extensions }) => extensions['code']))];
  const problems = [
    ...forbiddenIn(oracle, requests, question.scopes),
    ...unequal('status', answer.status, expected.status),
    ...unequal('denials', denials, expected.denials),
    ...unequal('codes', codes, expected.denials.length > 0 ? ['UNAUTHORIZED_FIELD_OR_TYPE'] : []),
    ...unequal('answer', 'data' in answer.body ? { data: answer.body.data } : null, expected.answer),
    ...unequal(
      'mutations',
      requests
        .flatMap(({ mutations }) => mutations)
        .map(normal)
        .toSorted(),
      expected.mutations.map(normal).toSorted(),
    ),
  ];
  if (problems.length === 0) return null;
  return [
    ...problems,
    `operation: ${question.query}`,
    `variables: ${JSON.stringify(question.variables)}`,
    `scopes: ${[...question.scopes].join(' ')}`,
    ...requests.map(({ subgraph, query, variables }) => `${subgraph}: ${query} ${JSON.stringify(variables)}`),
    ...errors.map((error) => `error: ${JSON.stringify(error)}`),
  ].join('\n');
}

/** Key order counts: the answer's fields come in the order of the operation. */
function unequal(what: string, found: unknown, expected: unknown): readonly string[] {
  const [left, right] = [JSON.stringify(found), JSON.stringify(expected)];
  return left === right ? [] : [`${what}: ${left}\nexpected: ${right}`];
}

function normal(mutation: string): string {
  const space = mutation.indexOf(' ');
  return `${mutation.slice(0, space)} ${canonical(JSON.parse(mutation.slice(space)))}`;
}
