import { createAttributionService } from '../../src/attribution/attribution-service.ts';
import { createFunnelService } from '../../src/funnels/funnel-service.ts';
import { createPathService } from '../../src/paths/path-service.ts';
import { createRetentionService } from '../../src/retention/retention-service.ts';
import type { TestStore } from '../open-store.ts';
import { segmentAnalyst } from '../viewers.ts';
import type { JourneyAnswers } from './journey-answers.ts';

/** The services of one request of an analyst of the tenant. */
export function serviceAnswers(store: TestStore, tenantId: string): JourneyAnswers {
  const common = {
    queries: store.queries(tenantId),
    viewer: segmentAnalyst(tenantId),
    firstConversionStep: async () => null,
    now: () => {
      throw new Error('the question says when');
    },
  };
  return {
    ...createPathService(common),
    ...createFunnelService(common),
    ...createAttributionService(common),
    ...createRetentionService(common),
  };
}
