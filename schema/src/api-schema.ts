import { Supergraph } from '@apollo/federation-internals';
import { loadableSupergraph } from '@customer360/authorization';
import type { GraphQLSchema } from 'graphql';

/** The schema that clients see. The access rules are left out of it. */
export function apiSchema(supergraph: string): GraphQLSchema {
  return Supergraph.build(loadableSupergraph(supergraph)).apiSchema().toGraphQLJSSchema();
}
