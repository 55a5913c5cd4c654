import type { Logger } from '@customer360/service';
import { inProcessSubgraph } from './in-process-subgraph.ts';
import type { EmbeddedSubgraph } from './in-process-subgraph.ts';
import { remoteSubgraph } from './remote-subgraph.ts';
import type { SubgraphSource } from './subgraph-source.ts';

/** Where a subgraph is: behind an address, or in this process. */
export type SubgraphLocation = { readonly url: string } | EmbeddedSubgraph;

export interface SubgraphOptions {
  /** Longest wait for an answer in milliseconds; 10 s unless told. */
  readonly timeoutMs?: number | undefined;
  /** Largest answer in bytes; 16 MiB unless told. */
  readonly maxBytes?: number | undefined;
}

export function openSubgraphs(
  locations: Readonly<Record<string, SubgraphLocation>>,
  { logger, timeoutMs = 10_000, maxBytes = 16_777_216 }: SubgraphOptions & { readonly logger: Logger },
): ReadonlyMap<string, SubgraphSource> {
  return new Map(
    Object.entries(locations).map(([name, location]) => [
      name,
      'url' in location
        ? remoteSubgraph({ url: location.url, timeoutMs, maxBytes })
        : inProcessSubgraph({
            ...location,
            onUnexpected: (error, requestId) =>
              logger.error({ error, requestId, subgraph: name }, 'subgraph failed'),
          }),
    ]),
  );
}
