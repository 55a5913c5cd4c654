import type { AttributionArguments } from '../../src/attribution/attribution-service.ts';
import type { Attribution } from '../../src/attribution/attribution.ts';
import type { FunnelArguments } from '../../src/funnels/funnel-service.ts';
import type { Funnel } from '../../src/funnels/funnel.ts';
import type { SankeyArguments, TopPathsArguments } from '../../src/paths/path-service.ts';
import type { Sankey } from '../../src/paths/sankey.ts';
import type { TopPaths } from '../../src/paths/top-paths.ts';
import type { ChurnDropOff } from '../../src/retention/churn.ts';
import type { CohortRetention } from '../../src/retention/cohort.ts';
import type { ChurnArguments, CohortArguments } from '../../src/retention/retention-service.ts';

/** Whoever answers the questions about all customers: the services themselves, or the API. Times in milliseconds. */
export interface JourneyAnswers {
  topPaths(question: TopPathsArguments): Promise<TopPaths>;
  sankey(question: SankeyArguments): Promise<Sankey>;
  funnel(question: FunnelArguments): Promise<Funnel>;
  attribution(question: AttributionArguments): Promise<Attribution>;
  cohortRetention(question: CohortArguments): Promise<CohortRetention>;
  churnDropOff(question: ChurnArguments): Promise<ChurnDropOff>;
}
