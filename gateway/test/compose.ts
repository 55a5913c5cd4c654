import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { TokenVerifier, Viewer } from '@customer360/service';
import { gql } from 'graphql-tag';
import type { EmbeddedSubgraph } from '../src/index.ts';

type ResolverMap = NonNullable<
  Extract<Parameters<typeof buildSubgraphSchema>[0], { resolvers?: unknown }>['resolvers']
>;

export interface TestSubgraph {
  readonly sdl: string;
  /** By type and field. Whatever they want of their arguments is the test's own affair. */
  readonly resolvers: Readonly<Record<string, Readonly<Record<string, (...args: never[]) => unknown>>>>;
}

export interface TestContext {
  readonly viewer: Viewer;
  readonly requestId: string;
}

const federation = `
  extend schema @link(
    url: "https://specs.apollo.dev/federation/v2.9"
    import: ["@key", "@shareable", "@external", "@requires", "@provides", "@override", "@interfaceObject",
      "@composeDirective", "@authenticated", "@requiresScopes", "@inaccessible"]
  )
`;

/** Composes subgraphs by name; throws what composition has against it. */
export function composeSupergraph(sdls: Readonly<Record<string, string>>): string {
  const { supergraphSdl, errors } = composeServices(
    Object.entries(sdls).map(([name, sdl]) => ({
      name,
      url: `http://${name}`,
      typeDefs: gql(withFederation(sdl)),
    })),
  );
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

export function withFederation(sdl: string): string {
  return sdl.includes('specs.apollo.dev/federation') ? sdl : `${federation}\n${sdl}`;
}

/** A subgraph in this process that verifies tokens as a real one does. */
export function embed({ sdl, resolvers }: TestSubgraph, verifier: TokenVerifier): EmbeddedSubgraph {
  return {
    schema: buildSubgraphSchema({ typeDefs: gql(withFederation(sdl)), resolvers: resolvers as ResolverMap }),
    createContext: async ({ authorization, requestId }) => ({
      viewer: await verifier.verify(authorization),
      requestId,
    }),
  };
}
