import { sql, type Transaction } from 'kysely';
import type { ScoringModel } from './scoring-model.ts';
import type { ScoringRun } from './scoring-run.ts';
import type { ScoringTables } from './tables.ts';

type Trx = Transaction<ScoringTables>;

/**
 * Lets one transaction at a time change a tenant's scores: a page of a run, or what a merge does to them. Answers the run
 * whose scores are read; null before the first has ended.
 */
export async function lockScores(trx: Trx, tenantId: string): Promise<string | null> {
  await trx
    .insertInto('segment.scoring_head')
    .values({ tenant_id: tenantId, current_run_id: null })
    .onConflict((row) => row.doNothing())
    .execute();
  const head = await trx
    .selectFrom('segment.scoring_head')
    .select('current_run_id as runId')
    .where('tenant_id', '=', tenantId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return head.runId;
}

export async function insertScoringRun(
  trx: Trx,
  tenantId: string,
  run: Pick<ScoringRun, 'id' | 'position' | 'asOf' | 'proposes' | 'startedAt'>,
): Promise<void> {
  await trx
    .insertInto('segment.scoring_run')
    .values({
      tenant_id: tenantId,
      run_id: run.id,
      position: run.position,
      as_of: run.asOf,
      proposes: run.proposes,
      status: 'RUNNING',
      phase: 'READ',
      read_through: null,
      done: 0,
      total: 0,
      started_at: run.startedAt,
      ended_at: null,
      error: null,
      warnings: '[]',
      model: null,
    })
    .onConflict((row) => row.doNothing())
    .execute();
}

const columns = [
  'run_id as id',
  'position',
  'as_of as asOf',
  'proposes',
  'status',
  'phase',
  'read_through as readThrough',
  'done',
  'total',
  'started_at as startedAt',
  'ended_at as endedAt',
  'error',
  'warnings',
] as const;

/** Null when the tenant has none with this id. */
export async function findScoringRun(trx: Trx, tenantId: string, runId: string): Promise<ScoringRun | null> {
  const row = await trx
    .selectFrom('segment.scoring_run')
    .select(columns)
    .where('tenant_id', '=', tenantId)
    .where('run_id', '=', runId)
    .executeTakeFirst();
  return row === undefined ? null : toRun(row);
}

/** The run that is to be worked now: the first in the log that has not ended; null when there is none. */
export async function findOpenRun(trx: Trx, tenantId: string): Promise<ScoringRun | null> {
  const row = await trx
    .selectFrom('segment.scoring_run')
    .select(columns)
    .where('tenant_id', '=', tenantId)
    .where('status', '=', 'RUNNING')
    .orderBy('position')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : toRun(row);
}

export async function updateScoringRun(
  trx: Trx,
  tenantId: string,
  runId: string,
  change: Partial<Omit<ScoringTables['segment.scoring_run'], 'tenant_id' | 'run_id'>>,
): Promise<void> {
  await trx
    .updateTable('segment.scoring_run')
    .set(change)
    .where('tenant_id', '=', tenantId)
    .where('run_id', '=', runId)
    .execute();
}

/** Lets a run that was given up go on where it was; any other stays as it is. */
export async function reopenRun(trx: Trx, tenantId: string, runId: string): Promise<void> {
  await trx
    .updateTable('segment.scoring_run')
    .set({ status: 'RUNNING', ended_at: null, error: null })
    .where('tenant_id', '=', tenantId)
    .where('run_id', '=', runId)
    .where('status', '=', 'FAILED')
    .execute();
}

/** What a run fitted; null before it has. */
export async function findModel(trx: Trx, tenantId: string, runId: string): Promise<ScoringModel | null> {
  const row = await trx
    .selectFrom('segment.scoring_run')
    .select('model')
    .where('tenant_id', '=', tenantId)
    .where('run_id', '=', runId)
    .executeTakeFirst();
  // Only a run writes its model.
  return row?.model == null ? null : (JSON.parse(row.model) as ScoringModel);
}

/** Makes a run's scores those that are read, and lets go of all others that have ended. */
export async function makeCurrent(trx: Trx, tenantId: string, runId: string): Promise<void> {
  await trx
    .updateTable('segment.scoring_head')
    .set({ current_run_id: runId })
    .where('tenant_id', '=', tenantId)
    .execute();
  await trx
    .deleteFrom('segment.profile_score')
    .where('tenant_id', '=', tenantId)
    .where('run_id', '<>', runId)
    .where(
      sql<boolean>`run_id not in (select run_id from segment.scoring_run
        where tenant_id = ${tenantId} and status = 'RUNNING')`,
    )
    .execute();
}

type RunRow = Omit<ScoringRun, 'status' | 'phase' | 'warnings'> & {
  readonly status: string;
  readonly phase: string;
  readonly warnings: string;
};

function toRun(row: RunRow): ScoringRun {
  // The table's checks allow nothing else, and only runs write their warnings.
  const { status, phase } = row as Pick<ScoringRun, 'status' | 'phase'>;
  return { ...row, status, phase, warnings: JSON.parse(row.warnings) as readonly string[] };
}
