import type { AuthorizationTable } from '@customer360/authorization';
import { visibleSchema } from '@customer360/authorization';
import type { Viewer } from '@customer360/service';
import type { GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { GatewayContext } from './context.ts';

/**
 * The schema that introspection shows: all of it to our own clients, to any other what its scopes give. Variants are kept by
 * the rules that pass.
 */
export function createSchemaChooser(table: AuthorizationTable, firstPartyClients: readonly string[]) {
  const firstParty = new Set(firstPartyClients);
  const variants = new LRUCache<string, { readonly schema: GraphQLSchema | null }>({ max: 100 });

  function isFirstParty(viewer: Viewer): boolean {
    return viewer.clientId !== null && firstParty.has(viewer.clientId);
  }

  return ({ viewer }: GatewayContext, apiSchema: GraphQLSchema): GraphQLSchema | null => {
    if (viewer === null) return null;
    if (isFirstParty(viewer)) return apiSchema;
    const key = table.passing(viewer.scopes).map(Number).join('');
    const known = variants.get(key);
    if (known) return known.schema;
    const schema = visibleSchema(apiSchema, table, viewer.scopes);
    variants.set(key, { schema });
    return schema;
  };
}
