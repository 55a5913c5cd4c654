import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { subgraphs, subgraphSdl } from './contract.ts';

/** What composition says; `supergraphSdl` is null when there are errors. */
export interface Composition {
  readonly supergraphSdl: string | null;
  readonly errors: readonly string[];
  readonly hints: readonly string[];
}

/** Composes all subgraphs of supergraph.yaml, and more ones for tests. */
export function composeSupergraph(
  more: readonly { readonly name: string; readonly url: string; readonly sdl: string }[] = [],
): Composition {
  const listed = subgraphs().map(({ name, routingUrl }) => ({
    name,
    url: routingUrl,
    sdl: subgraphSdl(name),
  }));
  const result = composeServices(
    [...listed, ...more].map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })),
  );
  return {
    supergraphSdl: result.supergraphSdl ?? null,
    errors: (result.errors ?? []).map((error) => error.message),
    hints: (result.hints ?? []).map((hint) => `${hint.definition.code}: ${hint.message}`),
  };
}
