import {
  loadKeyedIds,
  SEGMENT_SOURCE,
  type Position,
  type ResolvedEvent,
  type Watermark,
} from '@customer360/event-log';
import type { Database } from '@customer360/postgres';
import type { Transaction } from 'kysely';
import { insertActivities } from '../activity/activity-repository.ts';
import type { FlushOutbox } from '../activity/outbox.ts';
import { findEvaluated, lockEvaluated, saveEvaluated, type Evaluated } from '../store/consumer-repository.ts';
import type { SegmentDatabase } from '../store/tables.ts';
import { holdNothing, type HoldTags, type TagsToHold } from '@customer360/redis';
import type { Backfills } from './backfills.ts';
import { evaluateBatch } from './evaluate-batch.ts';
import { createRuleReader } from './rules-in-force.ts';
import type { TenantEvaluation } from './tenant-evaluation.ts';
import { setAside } from './set-aside.ts';
import { nextClockTurn, turnAll } from './turns.ts';

type Work = (
  evaluation: TenantEvaluation,
  from: Evaluated,
) => Promise<Pick<Evaluated, 'position' | 'clock'> | null>;

/** How often an idle tenant's clock is written when nothing turns, in milliseconds of the log's clock. */
const IDLE_CLOCK_MS = 5_000;

/** What the consumer of the resolved stream does for segments. */
export interface SegmentHandler {
  position(tenantId: string): Promise<Position>;
  handle(
    tenantId: string,
    events: readonly ResolvedEvent[],
    watermark: Watermark,
    after: Position,
  ): Promise<void | 'restart'>;
  park(tenantId: string, event: ResolvedEvent, error: unknown): Promise<void>;
  onIdle(tenantId: string, watermark: Watermark): Promise<void>;
}

export function createSegmentHandler({
  database,
  flush,
  clock,
  backfills,
  holdTags = holdNothing,
}: {
  readonly database: Database<SegmentDatabase>;
  /** Told after each commit. */
  readonly flush: FlushOutbox;
  readonly clock: () => number;
  readonly backfills: Backfills;
  /** Nothing is held when left out: nobody reads through a cache. */
  readonly holdTags?: HoldTags;
}): SegmentHandler {
  const readRules = createRuleReader();

  /** One transaction of a tenant, which nobody else works meanwhile. False when `work` found that it is not its turn. */
  function evaluate(tenantId: string, work: Work): Promise<boolean> {
    return holdTags(tenantId, (tags) => evaluateHeld(tenantId, work, tags));
  }

  async function evaluateHeld(tenantId: string, work: Work, tags: TagsToHold): Promise<boolean> {
    const ids = await loadKeyedIds(database, tenantId);
    return database.inTenant(tenantId, async (trx) => {
      const from = await lockEvaluated(trx, tenantId);
      const rules = await readRules(trx, tenantId);
      const evaluation: TenantEvaluation = {
        trx,
        tenantId,
        logTenantId: tenantId,
        ids,
        readRules,
        backfills,
        rules,
        clock: from.clock,
        changes: [],
        tags,
      };
      const to = await work(evaluation, from);
      if (to === null) return false;
      await saveChanges(trx, evaluation, from.sequence);
      await saveEvaluated(trx, tenantId, { ...to, sequence: from.sequence + evaluation.changes.length });
      await tags.hold(trx);
      return true;
    });
  }

  return {
    async position(tenantId) {
      const evaluated = await database.inTenant(tenantId, (trx) => findEvaluated(trx, tenantId));
      return evaluated?.position ?? 0;
    },

    async handle(tenantId, events, _watermark, after) {
      const isNext = await evaluate(tenantId, async (evaluation, from) => {
        if (from.position !== after) return null;
        await evaluateBatch(evaluation, events);
        return { position: events.at(-1)?.position ?? after, clock: evaluation.clock };
      });
      if (!isNext) return 'restart';
      await flush(tenantId);
      return undefined;
    },

    async park(tenantId, event, error) {
      await database.inTenant(tenantId, (trx) => setAside(trx, tenantId, event, { error, at: clock() }));
    },

    async onIdle(tenantId, watermark) {
      await evaluate(tenantId, async (evaluation, from) => {
        if (watermark.clock <= from.clock) return null;
        const isByClock = nextClockTurn(evaluation, watermark.clock) !== null;
        await turnAll(evaluation, watermark.clock);
        const isWritten = isByClock || evaluation.changes.length > 0;
        const isQuiet = !isWritten && watermark.clock - from.clock < IDLE_CLOCK_MS;
        return isQuiet ? null : { position: from.position, clock: watermark.clock };
      });
      await flush(tenantId);
    },
  };
}

/** By moment: what fell due beside the entries of a batch takes its place among them. */
async function saveChanges(
  trx: Transaction<SegmentDatabase>,
  { tenantId, ids, changes }: TenantEvaluation,
  sequence: number,
): Promise<void> {
  const inOrder = changes.toSorted((one, other) => one.at - other.at);
  const activities = inOrder.map((change, index) => ({
    ...change,
    sequence: sequence + index + 1,
    eventId: ids.eventId(SEGMENT_SOURCE, change.id),
  }));
  await insertActivities(trx, tenantId, { activities, isLogged: false });
}
