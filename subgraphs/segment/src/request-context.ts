import type { AnyDatabase } from '@customer360/postgres';
import type { Logger, TokenVerifier } from '@customer360/service';
import {
  boundedReads,
  createTenantReader,
  cursorsOf,
  once,
  type SubgraphRequest,
} from '@customer360/subgraph';
import type { SegmentContext } from './context.ts';
import { createSegmentLoaders } from './segments/segment-loaders.ts';
import { createSegmentService } from './segments/segment-service.ts';
import { findEvaluated } from './store/consumer-repository.ts';
import type { SegmentDatabase } from './store/tables.ts';

export interface ContextDependencies {
  readonly database: AnyDatabase;
  readonly verifier: TokenVerifier;
  readonly logger: Logger;
}

/** Less than the gateway waits for a subgraph. */
const READ_TIMEOUT_MS = 5_000;

/** Everything that one request may use. Throws UNAUTHENTICATED without a good token. */
export async function createContext(
  dependencies: ContextDependencies,
  request: SubgraphRequest,
): Promise<SegmentContext> {
  const viewer = await dependencies.verifier.verify(request.authorization);
  const { tenantId } = viewer;
  const cursors = await cursorsOf(dependencies.database, tenantId);
  const reader = createTenantReader(
    boundedReads(dependencies.database.as<SegmentDatabase>(), READ_TIMEOUT_MS),
    tenantId,
  );
  const loaders = createSegmentLoaders(reader);
  const evaluatedThrough = once(async () => {
    const evaluated = await reader.read((trx) => findEvaluated(trx, tenantId));
    return evaluated?.clock ?? null;
  });
  return {
    viewer,
    logger: dependencies.logger.child({ requestId: request.requestId, tenantId }),
    segments: createSegmentService({ viewer, cursors, reader, loaders, evaluatedThrough }),
  };
}
