import { subgraphSdl } from '@customer360/schema';
import { buildSchema, type GraphQLSchema } from 'graphql';

/** The contract without anything behind it: what there is to ask. */
export function buildSubgraph(): GraphQLSchema {
  // Directives of federation are not defined in it.
  return buildSchema(subgraphSdl('segment'), { assumeValidSDL: true });
}
