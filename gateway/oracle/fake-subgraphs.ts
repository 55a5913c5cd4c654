import { buildSubgraphSchema } from '@apollo/subgraph';
import { guardSchema } from '@customer360/authorization';
import type { AuthorizationTable } from '@customer360/authorization';
import type { Viewer } from '@customer360/service';
import { execute, isInterfaceType, isObjectType, isUnionType, parse } from 'graphql';
import type { DocumentNode, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { gql } from 'graphql-tag';
import type { SubgraphRequest, SubgraphSource } from '../src/subgraphs/subgraph-source.ts';
import { withFederation } from '../test/compose.ts';
import type { Oracle } from './oracle.ts';
import type { WorldObject } from './world.ts';

/** One operation that a subgraph was asked, and what its resolvers gave. */
export interface RecordedRequest {
  readonly subgraph: string;
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly viewer: Viewer | null;
  /** `Type.field` of every resolver that ran, by the object's type in the supergraph. */
  readonly resolved: Set<string>;
  /** Mutations that ran. */
  readonly mutations: string[];
}

export interface FakeSubgraphs {
  readonly sources: Readonly<Record<string, SubgraphSource>>;
  /** Gives what was recorded since the last call. */
  take(): readonly RecordedRequest[];
}

/** An object as a subgraph has it: of the world, with what the gateway sent along. */
type FakeObject = WorldObject & { readonly sent?: Readonly<Record<string, unknown>> };

/** Subgraphs that answer from the oracle's world and write down what they are asked. Without a table they refuse nothing. */
export function fakeSubgraphs(
  sdls: Readonly<Record<string, string>>,
  oracle: Oracle,
  guardedBy: AuthorizationTable | null,
): FakeSubgraphs {
  let recorded: RecordedRequest[] = [];
  const sources = Object.fromEntries(
    Object.entries(sdls).map(([name, sdl]) => {
      const schema = fakeSchema(sdl, oracle);
      if (guardedBy) guardSchema(schema, guardedBy, ({ viewer }: RecordedRequest) => viewer);
      return [name, recordingSource(name, schema, (request) => void recorded.push(request))];
    }),
  );
  return {
    sources,
    take() {
      const taken = recorded;
      recorded = [];
      return taken;
    },
  };
}

function recordingSource(
  subgraph: string,
  schema: GraphQLSchema,
  record: (request: RecordedRequest) => void,
): SubgraphSource {
  return {
    async ask({ query, variables, context: { viewer } }: SubgraphRequest) {
      const document = parse(query);
      const request = {
        subgraph,
        schema,
        document,
        query,
        variables,
        viewer,
        resolved: new Set<string>(),
        mutations: [],
      };
      record(request);
      const { data, errors } = await execute({
        schema,
        document,
        variableValues: variables,
        contextValue: request,
      });
      // As over HTTP: only what JSON can say comes through.
      return JSON.parse(JSON.stringify({ data, errors }));
    },
    ready: async () => undefined,
    close: async () => undefined,
  };
}

function fakeSchema(sdl: string, oracle: Oracle): GraphQLSchema {
  const typeDefs = gql(withFederation(sdl));
  const plain = buildSubgraphSchema({ typeDefs });
  const resolvers: Record<string, Record<string, unknown>> = {};
  for (const type of Object.values(plain.getTypeMap())) {
    if (type.name.startsWith('_')) continue;
    if (isUnionType(type) || isInterfaceType(type)) {
      resolvers[type.name] = { __resolveType: ({ __typename }: FakeObject) => __typename };
    }
    if (isObjectType(type)) {
      resolvers[type.name] = Object.fromEntries(
        Object.keys(type.getFields())
          .filter((name) => !name.startsWith('_'))
          .map((name) => [name, fakeResolver(oracle)]),
      );
    }
    if (oracle.facts.entities.has(type.name)) {
      resolvers[type.name] = { ...resolvers[type.name], __resolveReference: fakeReference };
    }
  }
  // The map's type does not know reference resolvers of interfaces.
  return buildSubgraphSchema({ typeDefs, resolvers: resolvers as never });
}

/** Entities are told apart by the type in their key, also where a subgraph knows only the interface. */
function fakeReference(sent: { readonly __typename: string; readonly id: string }): FakeObject {
  return { __typename: sent.id.split(':')[0] ?? '', key: sent.id, sent: { ...sent } };
}

/** The server may write an interface's name over an entity's own; the key says what it is. */
function typeOf({ key, __typename }: FakeObject): string {
  return /^(?<type>\w+):\d+$/.exec(key)?.groups?.['type'] ?? __typename;
}

function fakeResolver({ facts, world, schema }: Oracle) {
  return (
    source: FakeObject | undefined,
    args: Readonly<Record<string, unknown>>,
    request: RecordedRequest,
    info: GraphQLResolveInfo,
  ): unknown => {
    const typeName = source ? typeOf(source) : info.parentType.name;
    const { fieldName } = info;
    request.resolved.add(`${typeName}.${fieldName}`);
    if (info.parentType === info.schema.getMutationType()) {
      request.mutations.push(`${fieldName} ${JSON.stringify(args)}`);
    }
    const needed = facts.requires.get(`${typeName}.${fieldName}`);
    const required = needed
      ? Object.fromEntries(needed.map((name) => [name, source?.sent?.[name] ?? null]))
      : null;
    const owner = schema.getType(typeName);
    if (!isObjectType(owner)) throw new Error(`not an object of the supergraph: ${typeName}`);
    return world.valueOf({ typeName, key: source?.key ?? typeName, fieldName, args, required });
  };
}
