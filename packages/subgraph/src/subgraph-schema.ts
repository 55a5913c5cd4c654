import { buildSubgraphSchema } from '@apollo/subgraph';
import { guardSchema, type AuthorizationTable, type ScopedViewer } from '@customer360/authorization';
import { subgraphSdl } from '@customer360/schema';
import type { Logger } from '@customer360/service';
import { parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import { codeErrors } from './coded-errors.ts';
import { readDefaults } from './literal-defaults.ts';

type SchemaModule = Exclude<
  Extract<Parameters<typeof buildSubgraphSchema>[0], readonly unknown[]>[number],
  DocumentNode
>;
type ResolverMap = NonNullable<SchemaModule['resolvers']>;

export interface SubgraphSchemaOptions {
  /** As supergraph.yaml lists it. */
  readonly name: string;
  /** By type and field, checked by the caller against the types that are generated for it. */
  readonly resolvers: ResolverMap;
  /** The supergraph's rules. */
  readonly table: AuthorizationTable;
  readonly logger: Logger;
  /** Who asks, by the context of a request; its `viewer` when left out. Null is answered nothing. */
  readonly viewerOf?: (context: never) => ScopedViewer | null;
}

/** A subgraph's schema behind the supergraph's rules. Without a viewer in the context nothing is answered. */
export function createSubgraphSchema(options: SubgraphSchemaOptions): GraphQLSchema {
  const { name, resolvers, table, logger, viewerOf = viewerInContext } = options;
  const schema = readDefaults(buildSubgraphSchema([{ typeDefs: parse(subgraphSdl(name)), resolvers }]));
  return codeErrors(guardSchema(schema, table, viewerOf), logger);
}

function viewerInContext(context: { readonly viewer?: ScopedViewer } | undefined): ScopedViewer | null {
  return context?.viewer ?? null;
}
