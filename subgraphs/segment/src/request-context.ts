import type { ConsumerLag } from '@customer360/event-log';
import type { AnyDatabase } from '@customer360/postgres';
import type { CacheAside } from '@customer360/redis';
import type { Logger, TokenVerifier } from '@customer360/service';
import {
  boundedReads,
  createTenantReader,
  cursorsOf,
  once,
  type SubgraphRequest,
} from '@customer360/subgraph';
import type { NormaliseOptions } from '@customer360/tracking';
import { createActivityService } from './activity/activity-service.ts';
import type { SegmentCommands } from './commands/segment-commands.ts';
import type { SegmentContext } from './context.ts';
import { createMemberFileService } from './csv/member-file-service.ts';
import type { Backfills } from './evaluation/backfills.ts';
import type { ReadRules } from './evaluation/rules-in-force.ts';
import { loadRuleView } from './masking/load-rule-view.ts';
import { createMemberService } from './memberships/member-service.ts';
import { createProfileSegmentService } from './memberships/profile-segment-service.ts';
import { createReasonReader } from './memberships/reason-reader.ts';
import { createOverlapService } from './overlap/overlap-service.ts';
import { createPreviewService } from './preview/preview-service.ts';
import { createMemberCommandService } from './static/member-command-service.ts';
import { createSegmentCommandService } from './segments/segment-command-service.ts';
import { createSegmentLoaders } from './segments/segment-loaders.ts';
import { createSegmentService } from './segments/segment-service.ts';
import { createComputedTraitService } from './computed-traits/computed-trait-service.ts';
import { createArchetypeCommandService } from './personas/archetype-command-service.ts';
import { createArchetypeService } from './personas/archetype-service.ts';
import { createProfileScoringService } from './scoring/profile-scoring-service.ts';
import type { ProfileScoring } from './scoring/profile-scoring.ts';
import { createScoringRunService, type ScoringCommands } from './scoring/scoring-run-service.ts';
import { createStatusService } from './status/status-service.ts';
import { findEvaluated } from './store/consumer-repository.ts';
import type { SegmentDatabase } from './store/tables.ts';

export interface ContextDependencies {
  readonly database: AnyDatabase;
  readonly verifier: TokenVerifier;
  readonly logger: Logger;
  readonly commands: SegmentCommands;
  readonly scorings: CacheAside<ProfileScoring>;
  readonly scoringCommands: ScoringCommands;
  /** The same with the patience that a file needs. */
  readonly fileCommands: SegmentCommands;
  readonly identifiers: NormaliseOptions;
  readonly readRules: ReadRules;
  readonly backfills: Backfills;
  /** Of every tenant that has a log. */
  readonly lag: () => Promise<readonly ConsumerLag[]>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly newId: () => string;
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
  const { commands, identifiers, readRules, backfills, clock, newId } = dependencies;
  const ruleView = once(() => loadRuleView(viewer, reader));
  const common = { viewer, cursors, reader };
  const archetypes = createArchetypeService({ ...common, ruleView });
  const scoring = { viewer, commands: dependencies.scoringCommands };
  return {
    viewer,
    logger: dependencies.logger.child({ requestId: request.requestId, tenantId }),
    segments: createSegmentService({ ...common, loaders, evaluatedThrough, backfills, ruleView }),
    segmentCommands: createSegmentCommandService({
      viewer,
      commands,
      identifiers,
      ruleView,
      newId,
      forget: () => loaders.forget(),
    }),
    members: createMemberService({ ...common, clock }),
    memberCommands: createMemberCommandService({ viewer, commands, newId, forget: () => loaders.forget() }),
    memberFiles: createMemberFileService({
      viewer,
      database: dependencies.database,
      commands: dependencies.fileCommands,
      identifiers,
      loaders,
      clock,
      newId,
    }),
    status: createStatusService({ viewer, reader, lag: dependencies.lag }),
    previews: createPreviewService({ ...common, readRules, ruleView, clock }),
    overlaps: createOverlapService({ ...common, loaders }),
    profileSegments: createProfileSegmentService({
      ...common,
      memberships: loaders.memberships,
      segments: loaders,
      readReasons: createReasonReader(reader, { readRules, ruleView }),
    }),
    activities: createActivityService(common),
    computedTraits: createComputedTraitService({ ...common, evaluatedThrough, ruleView }),
    profileScorings: createProfileScoringService({ viewer, scorings: dependencies.scorings }),
    scoringRuns: createScoringRunService({ ...scoring, reader, clock }),
    archetypes,
    archetypeCommands: createArchetypeCommandService({
      ...scoring,
      archetypes,
      identifiers,
      ruleView,
      newId,
    }),
  };
}
