import { readResolved, type KeyedIds, type Position, type ResolvedEvent } from '@customer360/event-log';
import type { AnyDatabase, Database } from '@customer360/postgres';
import type { Transaction } from 'kysely';
import { Backfills } from '../evaluation/backfills.ts';
import { evaluateBatch } from '../evaluation/evaluate-batch.ts';
import type { ReadRules } from '../evaluation/rules-in-force.ts';
import type { TenantEvaluation } from '../evaluation/tenant-evaluation.ts';
import { lockEvaluated, saveEvaluated, type Evaluated } from '../store/consumer-repository.ts';
import { readingLog } from '../store/reading-log.ts';
import type { SegmentDatabase } from '../store/tables.ts';
import { lockRebuild, updateRebuild } from './rebuild-repository.ts';
import { nameOfRebuiltRows, type Rebuild } from './rebuild.ts';
import { takeOverTold } from './told-changes.ts';

/** Entries of the resolved stream between two positions, `limit` at most. */
export async function readBetween(
  database: AnyDatabase,
  tenantId: string,
  { after, through, limit }: { readonly after: Position; readonly through: Position; readonly limit: number },
): Promise<readonly ResolvedEvent[]> {
  if (after >= through) return [];
  const { events } = await readResolved(database, tenantId, after, Math.min(limit, through - after));
  return events.filter(({ position }) => position <= through);
}

/** The evaluation of rows that are made again, from where it stands. What it finds is told already. */
export async function evaluationOfRebuilt(
  trx: Transaction<SegmentDatabase>,
  logTenantId: string,
  {
    ids,
    readRules,
    clock,
  }: { readonly ids: KeyedIds; readonly readRules: ReadRules; readonly clock: number },
): Promise<TenantEvaluation> {
  const tenantId = nameOfRebuiltRows(logTenantId);
  return {
    trx,
    tenantId,
    logTenantId,
    ids,
    readRules,
    backfills: new Backfills(),
    rules: await readRules(trx, tenantId),
    clock,
    changes: [],
    tags: { add: () => {} },
  };
}

/** Works events again, and takes over what the log was told. Answers where the rows stand then. */
export async function replayEvents(
  evaluation: TenantEvaluation,
  events: readonly ResolvedEvent[],
  from: Evaluated,
): Promise<Evaluated> {
  await evaluateBatch(evaluation, events);
  const told = await takeOverTold(
    evaluation,
    events.map(({ event }) => event),
    from.sequence,
  );
  return {
    position: events.at(-1)?.position ?? from.position,
    clock: evaluation.clock,
    sequence: from.sequence + told,
  };
}

/** One batch beside the tables that are read, in a transaction of its own; nothing when it is not its turn. */
export async function replayBatch(
  { database, ids, readRules }: ReplayDependencies,
  tenantId: string,
  rebuild: Rebuild,
  events: readonly ResolvedEvent[],
): Promise<void> {
  const name = nameOfRebuiltRows(tenantId);
  await database.inTenant(name, async (trx) => {
    const names = { tenantId: name, logTenantId: tenantId };
    const isOpen = await readingLog(trx, names, () => lockRebuild(trx, tenantId, rebuild));
    const from = await lockEvaluated(trx, name);
    if (!isOpen || from.position !== rebuild.reached) return;
    const evaluation = await evaluationOfRebuilt(trx, tenantId, { ids, readRules, clock: from.clock });
    const to = await replayEvents(evaluation, events, from);
    await saveEvaluated(trx, name, to);
    await readingLog(trx, names, () => updateRebuild(trx, tenantId, rebuild.id, { reached: to.position }));
  });
}

export interface ReplayDependencies {
  readonly database: Database<SegmentDatabase>;
  readonly ids: KeyedIds;
  readonly readRules: ReadRules;
}
