import {
  execute,
  getOperationAST,
  GraphQLError,
  Kind,
  OperationTypeNode,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  GraphQLFieldResolver,
  GraphQLResolveInfo,
  GraphQLSchema,
  GraphQLTypeResolver,
} from 'graphql';
import { inlineVariables } from './inline-variables.ts';
import { mergedDocument, mergedSchema, nullableSchema } from './merged-schema.ts';
import { readSdlFacts } from './sdl-facts.ts';
import type { SdlFacts } from './sdl-facts.ts';
import { canonical, createWorld } from './world.ts';
import type { World, WorldObject } from './world.ts';
import { refusedBefore } from './written-selections.ts';
import { createJudge } from './written-rules.ts';
import type { Judge } from './written-rules.ts';

export interface Question {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
  readonly scopes: ReadonlySet<string>;
  /** The number of the world that is asked. */
  readonly world: number;
}

export interface Expectation {
  /** Null when the answer must not have `data` at all. */
  readonly answer: { readonly data: unknown } | null;
  /** `path coordinate` of each denial, sorted. */
  readonly denials: readonly string[];
  readonly status: 200 | 403;
  /** Root fields of mutations that run, with their arguments, in order. */
  readonly mutations: readonly string[];
}

/**
 * What AUTHORIZATION means, said without a gateway: the answer of one merged schema whose forbidden resolvers throw.
 */
export interface Oracle {
  readonly schema: GraphQLSchema;
  readonly facts: SdlFacts;
  readonly world: World;
  judge(scopes: ReadonlySet<string>): Judge;
  answer(question: Question): Promise<Expectation>;
}

export function createOracle(supergraphSdl: string): Oracle {
  const facts = readSdlFacts(parse(supergraphSdl));
  const document = mergedDocument(supergraphSdl);
  const schema = mergedSchema(document);
  const nullable = nullableSchema(document);
  const world = createWorld(schema, facts.entities);

  async function answer({ query, variables, operationName, scopes }: Question): Promise<Expectation> {
    const judge = createJudge(schema, facts, scopes);
    const written = onlyOperation(parse(query), operationName);
    const inlined = inlineVariables(schema, written, variables);
    const operation = getOperationAST(inlined);
    const before = refusedBefore(schema, inlined, judge);
    if (operation?.operation === OperationTypeNode.MUTATION && before.perhaps.length > 0) {
      return { answer: null, denials: before.perhaps, status: 403, mutations: [] };
    }
    const run = createRun({ facts, world, judge, writtenParents: writtenParents(schema, inlined) });
    const { data } = await execute({ schema, document: inlined, ...run.resolvers });
    const mutations = run.mutations();
    const watch = createRun({ facts, world, judge, writtenParents: writtenParents(nullable, inlined) });
    await execute({ schema: nullable, document: inlined, ...watch.resolvers });
    const denials = [...new Set([...before.always, ...watch.denials()])].toSorted();
    return { answer: { data }, denials, status: 200, mutations };
  }

  return { schema, facts, world, judge: (scopes) => createJudge(schema, facts, scopes), answer };
}

/** The operation that runs, with all fragments. */
function onlyOperation(document: DocumentNode, operationName: string | undefined): DocumentNode {
  const operation = getOperationAST(document, operationName);
  return {
    ...document,
    definitions: document.definitions.filter(
      (definition) => definition.kind === Kind.FRAGMENT_DEFINITION || definition === operation,
    ),
  };
}

/** For each field node the type that the client selected it on. */
function writtenParents(schema: GraphQLSchema, document: DocumentNode): ReadonlyMap<FieldNode, string> {
  const parents = new Map<FieldNode, string>();
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, { Field: (node) => void parents.set(node, types.getParentType()?.name ?? '') }),
  );
  return parents;
}

interface RunParts {
  readonly facts: SdlFacts;
  readonly world: World;
  readonly judge: Judge;
  readonly writtenParents: ReadonlyMap<FieldNode, string>;
}

function createRun({ facts, world, judge, writtenParents }: RunParts) {
  const denials = new Set<string>();
  const mutations: string[] = [];

  function deny({ path, fieldNodes, fieldName }: GraphQLResolveInfo): GraphQLError {
    const keys: string[] = [];
    for (let place: GraphQLResolveInfo['path'] | undefined = path; place; place = place.prev) {
      if (typeof place.key === 'string') keys.unshift(place.key);
    }
    for (const node of fieldNodes) {
      denials.add(`${keys.join('.')} ${writtenParents.get(node)}.${fieldName}`);
    }
    return new GraphQLError('forbidden');
  }

  const fieldResolver: GraphQLFieldResolver<unknown, unknown> = (source, args, _context, info) => {
    const typeName = info.parentType.name;
    const [node] = info.fieldNodes;
    if (node && !judge.shows(typeName, node)) throw deny(info);
    if (info.parentType === info.schema.getMutationType()) {
      mutations.push(`${info.fieldName} ${canonical(args)}`);
    }
    // Only objects of the world are resolved.
    const key = (source as WorldObject | undefined)?.key ?? typeName;
    const needed = facts.requires.get(`${typeName}.${info.fieldName}`);
    const required = needed
      ? Object.fromEntries(
          needed.map((fieldName) => [
            fieldName,
            world.valueOf({ typeName, key, fieldName, args: {}, required: null }),
          ]),
        )
      : null;
    return world.valueOf({ typeName, key, fieldName: info.fieldName, args, required });
  };

  const typeResolver: GraphQLTypeResolver<unknown, unknown> = (value, _context, info) => {
    const { __typename } = value as WorldObject;
    if (!judge.showsType(__typename)) throw deny(info);
    return __typename;
  };

  return {
    resolvers: { fieldResolver, typeResolver },
    denials: () => [...denials],
    mutations: () => mutations,
  };
}
