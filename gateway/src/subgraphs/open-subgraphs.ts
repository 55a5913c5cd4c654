import type { Logger } from '@customer360/service';
import { inProcessSubgraph } from './in-process-subgraph.ts';
import type { EmbeddedSubgraph } from './in-process-subgraph.ts';
import { remoteSubgraph } from './remote-subgraph.ts';
import type { SubgraphSource } from './subgraph-source.ts';

/** Where a subgraph is: behind an address, in this process, or behind a source of one's own. */
export type SubgraphLocation = { readonly url: string } | EmbeddedSubgraph | SubgraphSource;

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
  function open(subgraph: string, location: SubgraphLocation): SubgraphSource {
    if ('ask' in location) return location;
    if ('url' in location) return remoteSubgraph({ url: location.url, timeoutMs, maxBytes });
    const onUnexpected = (error: unknown, requestId: string) =>
      logger.error({ error, requestId, subgraph }, 'subgraph failed');
    return inProcessSubgraph(location, onUnexpected);
  }

  return new Map(Object.entries(locations).map(([name, location]) => [name, open(name, location)]));
}
