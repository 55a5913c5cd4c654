import { loadKeyedIds } from '@customer360/event-log';
import type { Database } from '@customer360/postgres';
import type { HoldTags, TagsToHold } from '@customer360/redis';
import type { Transaction } from 'kysely';
import { RULES_TAG } from '../cache/tags.ts';
import type { SegmentDatabase } from '../store/tables.ts';
import type { FitModel } from './fit-model.ts';
import { endRun, readFitInput, readPage, saveModel, scorePage } from './run-steps.ts';
import { findOpenRun, lockScores, updateScoringRun } from './scoring-run-repository.ts';
import type { ScoringRun } from './scoring-run.ts';

export interface ScoringDependencies {
  readonly database: Database<SegmentDatabase>;
  readonly fit: FitModel;
  readonly holdTags: HoldTags;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Profiles of one transaction; 500 when left out. */
  readonly pageSize?: number;
}

/**
 * Does the next step of the run that a tenant has open, each in a transaction of its own, so that a crash loses one step at
 * most. False when there is nothing to do. A merge that comes in between is taken over by `applyScores`.
 */
export async function stepScoring(dependencies: ScoringDependencies, tenantId: string): Promise<boolean> {
  const { database, clock, pageSize } = dependencies;
  const run = await database.inTenant(tenantId, (trx) => findOpenRun(trx, tenantId));
  if (run === null) return false;
  switch (run.phase) {
    case 'READ':
      await withRun(dependencies, tenantId, run, (trx, now) => readPage(trx, tenantId, now, pageSize));
      return true;
    case 'FIT':
      await fitRun(dependencies, tenantId, run);
      return true;
    case 'SCORE':
      await withRun(dependencies, tenantId, run, (trx, now) => scorePage(trx, tenantId, now, pageSize));
      return true;
    case 'END':
      await withRun(dependencies, tenantId, run, async (trx, now, tags) => {
        await endRun(trx, tenantId, now, clock());
        tags.add(RULES_TAG);
      });
      return true;
    default:
      return run.phase satisfies never;
  }
}

/** Gives a run up; starting it again goes on where it was. */
export async function failRun(
  { database, clock }: ScoringDependencies,
  tenantId: string,
  reason: string,
): Promise<void> {
  await database.inTenant(tenantId, async (trx) => {
    await lockScores(trx, tenantId);
    const run = await findOpenRun(trx, tenantId);
    if (run === null) return;
    await updateScoringRun(trx, tenantId, run.id, { status: 'FAILED', ended_at: clock(), error: reason });
  });
}

/** Works the run under the lock, unless it is elsewhere by now; holds the tags that the work adds until it is committed. */
async function withRun(
  { database, holdTags }: ScoringDependencies,
  tenantId: string,
  seen: ScoringRun,
  work: (trx: Transaction<SegmentDatabase>, run: ScoringRun, tags: Pick<TagsToHold, 'add'>) => Promise<void>,
): Promise<void> {
  await holdTags(tenantId, (tags) =>
    database.inTenant(tenantId, async (trx) => {
      await lockScores(trx, tenantId);
      const run = await findOpenRun(trx, tenantId);
      if (run === null || run.id !== seen.id || run.phase !== seen.phase) return;
      await work(trx, run, tags);
      await tags.hold(trx);
    }),
  );
}

async function fitRun(dependencies: ScoringDependencies, tenantId: string, run: ScoringRun): Promise<void> {
  const { database, fit } = dependencies;
  const ids = await loadKeyedIds(database, tenantId);
  const input = await database.inTenant(tenantId, (trx) => readFitInput(trx, tenantId, run));
  const fitted = await fit(input);
  await withRun(dependencies, tenantId, run, async (trx, now, tags) => {
    await saveModel(trx, tenantId, now, { fitted, ids });
    if (now.proposes) tags.add(RULES_TAG);
  });
}
