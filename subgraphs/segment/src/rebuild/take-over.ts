import { readEntries, storeAnswers, type Position } from '@customer360/event-log';
import { arrayParameter, type AnyTransaction } from '@customer360/postgres';
import type { TagsToHold } from '@customer360/redis';
import { sql } from 'kysely';
import { findUnlogged, insertActivities } from '../activity/activity-repository.ts';
import { RULES_TAG } from '../cache/tags.ts';
import { inTransaction } from '../computed-traits/in-transaction.ts';
import type { TenantEvaluation } from '../evaluation/tenant-evaluation.ts';
import { turnAll } from '../evaluation/turns.ts';
import { lockEvaluated, saveEvaluated, type Evaluated } from '../store/consumer-repository.ts';
import { readingLog } from '../store/reading-log.ts';
import { bringOver } from './bring-over.ts';
import { findDifferences } from './find-differences.ts';
import { lockRebuild, updateRebuild } from './rebuild-repository.ts';
import { nameOfRebuiltRows, type Rebuild } from './rebuild.ts';
import { evaluationOfRebuilt, readBetween, replayEvents, type ReplayDependencies } from './replay.ts';
import { scoreChanged } from './score-changed.ts';
import { takeOverTold } from './told-changes.ts';

export interface TakeOverDependencies extends ReplayDependencies {
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** How many entries the rows may be behind, which are worked while nobody else works the tenant. */
export interface TakeOver {
  readonly rebuild: Rebuild;
  readonly mostBehind: number;
}

/**
 * Makes the tables that are read those that the log makes, in one transaction: whoever reads has either all that was
 * before or all that is after. Nothing happens when evaluation has gone on too far meanwhile, or the rebuild is over.
 */
export async function takeOver(
  dependencies: TakeOverDependencies,
  tenantId: string,
  { rebuild, mostBehind }: TakeOver,
  tags: TagsToHold,
): Promise<void> {
  const { database, ids, readRules, clock } = dependencies;
  await database.asSystem(async (trx) => {
    const live = await lockEvaluated(trx, tenantId);
    const from = await lockEvaluated(trx, nameOfRebuiltRows(tenantId));
    if (!(await lockRebuild(trx, tenantId, rebuild)) || live.position - from.position > mostBehind) return;
    const evaluation = await evaluationOfRebuilt(trx, tenantId, { ids, readRules, clock: from.clock });
    const sequence = await catchUp(evaluation, from, live);
    await compareByHash(trx, true);
    const differences = await findDifferences(evaluation, { cause: rebuild.id, sequence });
    const changed = await bringOver(trx, { from: evaluation.tenantId, to: tenantId });
    await compareByHash(trx, false);
    await insertActivities(trx, tenantId, { activities: differences, isLogged: false });
    await saveEvaluated(trx, tenantId, { ...live, sequence: sequence + differences.length });
    await scoreChanged(trx, tenantId, changed);
    await updateRebuild(trx, tenantId, rebuild.id, {
      phase: 'SWEEP',
      reached: live.position,
      ended_at: clock(),
      changed_rows: changed.changedRows,
      told_changes: differences.length,
    });
    // A replay of an empty store finds that it has been done.
    await storeAnswers(trx, tenantId, [{ position: rebuild.position, answer: { rebuilt: true } }]);
    tags.add(RULES_TAG);
    await tags.hold(trx);
  });
}

/**
 * Statistics do not know the rows that were just made. Taken for few, each would be compared with each: 16,000 values took
 * a minute.
 */
async function compareByHash(trx: AnyTransaction, isOn: boolean): Promise<void> {
  await sql`select set_config('enable_nestloop', ${isOn ? 'off' : 'on'}, true)`.execute(trx);
}

/** Works the rows to where those that are read stand. Answers the place of the last change that the log was told. */
async function catchUp(evaluation: TenantEvaluation, from: Evaluated, live: Evaluated): Promise<number> {
  const { trx, tenantId, logTenantId } = evaluation;
  const range = { after: from.position, through: live.position, limit: Number.MAX_SAFE_INTEGER };
  const events = await readingLog(trx, evaluation, () => readBetween(inTransaction(trx), logTenantId, range));
  const { sequence } = await replayEvents(evaluation, events, from);
  await turnAll(evaluation, live.clock);
  const waiting = await findUnlogged(trx, logTenantId, Number.MAX_SAFE_INTEGER);
  const told = sequence + (await takeOverUnread(evaluation, live.position, sequence));
  const known = await findKnownChanges(
    evaluation,
    waiting.map(({ id }) => id),
  );
  const activities = waiting
    .filter(({ id }) => !known.has(id))
    .map((change, index) => ({ ...change, sequence: told + index + 1 }));
  await insertActivities(trx, tenantId, { activities, isLogged: false });
  return told + activities.length;
}

const ENTRIES_AT_ONCE = 1_000;

/** What the log was told and evaluation has not come to. Answers how many entered and left in it. */
async function takeOverUnread(
  evaluation: TenantEvaluation,
  after: Position,
  sequence: number,
): Promise<number> {
  const { trx, logTenantId } = evaluation;
  let told = 0;
  for (let at = after; ;) {
    const entries = await readingLog(trx, evaluation, () =>
      readEntries(inTransaction(trx), logTenantId, at, ENTRIES_AT_ONCE),
    );
    told += await takeOverTold(evaluation, entries, sequence + told);
    at = entries.at(-1)?.position ?? at;
    if (entries.length < ENTRIES_AT_ONCE) return told;
  }
}

/** Those of the changes that stand among the rows already. */
async function findKnownChanges(
  { trx, tenantId }: TenantEvaluation,
  changeIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (changeIds.length === 0) return new Set();
  const rows = await trx
    .selectFrom('segment.activity')
    .select('change_id as id')
    .where('tenant_id', '=', tenantId)
    .where(sql<boolean>`change_id = any(${arrayParameter(trx, 'uuid', changeIds)})`)
    .execute();
  return new Set(rows.map(({ id }) => id));
}
