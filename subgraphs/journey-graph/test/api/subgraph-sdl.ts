import { readAuthorizationTable } from '@customer360/authorization';
import { supergraphSdl } from '@customer360/schema';
import { createLogger } from '@customer360/service';
import { createSubgraphSchema } from '@customer360/subgraph';
import type { GraphQLSchema } from 'graphql';
import { resolvers } from '../../src/resolvers/index.ts';

/** The schema without anything behind it: what there is to ask. */
export function buildSubgraph(): GraphQLSchema {
  return createSubgraphSchema({
    name: 'journey-graph',
    resolvers,
    table: readAuthorizationTable(supergraphSdl()),
    logger: createLogger({ name: 'test', level: 'silent' }),
  });
}
