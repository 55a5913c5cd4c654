import { buildSubgraphSchema } from '@apollo/subgraph';
import { guardSchema, type AuthorizationTable } from '@customer360/authorization';
import { subgraphSdl } from '@customer360/schema';
import type { Logger } from '@customer360/service';
import { parse, type GraphQLSchema } from 'graphql';
import { codeErrors } from './resolvers/coded-errors.ts';
import type { ProfileContext } from './context.ts';
import { resolvers } from './resolvers/index.ts';

/** The subgraph's schema behind the supergraph's rules. Without a viewer in the context nothing is answered. */
export function createProfileSchema(table: AuthorizationTable, logger: Logger): GraphQLSchema {
  const schema = buildSubgraphSchema([{ typeDefs: parse(subgraphSdl('profile')), resolvers }]);
  return codeErrors(
    guardSchema(schema, table, (context: Partial<ProfileContext> | undefined) => context?.viewer ?? null),
    logger,
  );
}
