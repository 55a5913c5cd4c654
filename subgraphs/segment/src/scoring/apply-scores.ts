import type { ResolvedEvent } from '@customer360/event-log';
import { arrayParameter } from '@customer360/postgres';
import { sql, type Transaction } from 'kysely';
import { profileTag } from '../cache/tags.ts';
import type { SegmentDatabase } from '../store/tables.ts';
import { deleteScores, savePurchases, saveScores } from './profile-score-repository.ts';
import { knowPurchases, scoreProfiles } from './score-profiles.ts';
import { findModel, findOpenRun, findScoringRun, lockScores } from './scoring-run-repository.ts';
import type { ScoringRun } from './scoring-run.ts';

type Trx = Transaction<SegmentDatabase>;

/**
 * Scores the profiles anew that merges, unmerges and moved events touch or that are quarantined no more, with what the
 * latest run fitted and as of its moment, and the same in a run that is under way; quarantined ones have no scores. Called
 * after the facts of the events are written. Answers the tags of the cache whose values change.
 */
export async function applyScores(
  trx: Trx,
  tenantId: string,
  events: readonly ResolvedEvent[],
): Promise<readonly string[]> {
  const profileIds = await findTouched(trx, tenantId, events);
  await scoreProfilesAnew(trx, tenantId, profileIds);
  return profileIds.map(profileTag);
}

/** Scores profiles anew from what is known now: with the latest run's model, and in a run that is under way. */
export async function scoreProfilesAnew(
  trx: Trx,
  tenantId: string,
  profileIds: readonly string[],
): Promise<void> {
  if (profileIds.length === 0) return;
  const currentId = await lockScores(trx, tenantId);
  const current = currentId === null ? null : await findScoringRun(trx, tenantId, currentId);
  const open = await findOpenRun(trx, tenantId);
  const scorable = await withoutQuarantined(trx, tenantId, profileIds);
  for (const run of [current, open]) {
    if (run === null) continue;
    await deleteScores(trx, tenantId, run.id, profileIds);
    await scoreAnew(trx, tenantId, run, scorable);
  }
}

async function scoreAnew(
  trx: Trx,
  tenantId: string,
  run: ScoringRun,
  profileIds: readonly string[],
): Promise<void> {
  const model = await findModel(trx, tenantId, run.id);
  const profiles = await knowPurchases(trx, tenantId, run, profileIds);
  if (model === null) return savePurchases(trx, tenantId, run.id, profiles);
  const { asOf } = run;
  return saveScores(trx, tenantId, run.id, await scoreProfiles(trx, tenantId, { model, asOf, profiles }));
}

async function withoutQuarantined(
  trx: Trx,
  tenantId: string,
  profileIds: readonly string[],
): Promise<readonly string[]> {
  const rows = await trx
    .selectFrom('segment.profile')
    .select('profile_id as id')
    .where('tenant_id', '=', tenantId)
    .where('quarantined', '=', false)
    .where(sql<boolean>`profile_id = any(${arrayParameter(trx, 'uuid', profileIds)})`)
    .execute();
  return rows.map(({ id }) => id);
}

/** Profiles whose identifiers, events or quarantine are others than before. New ones are left to the next run. */
async function findTouched(
  trx: Trx,
  tenantId: string,
  events: readonly ResolvedEvent[],
): Promise<readonly string[]> {
  const moved = events.flatMap(({ setChanges, quarantineChanges }) => [
    ...setChanges.flatMap(({ from, to }) => (from === null ? [] : [from, to])),
    ...quarantineChanges.map(({ profileId }) => profileId),
  ]);
  // Somebody who is known already may become known by another identifier.
  const joined = events.flatMap(({ setChanges }) =>
    setChanges.flatMap(({ from, to }) => (from === null ? [to] : [])),
  );
  const identifierIds = events.flatMap(({ reattributed }) =>
    reattributed.flatMap(({ from, to }) => [from, to]),
  );
  const scored = await findScored(trx, tenantId, joined);
  if (identifierIds.length === 0) return [...new Set([...moved, ...scored])];
  const owners = await trx
    .selectFrom('segment.identifier')
    .select('profile_id as id')
    .distinct()
    .where('tenant_id', '=', tenantId)
    .where(sql<boolean>`identifier_id = any(${arrayParameter(trx, 'uuid', identifierIds)})`)
    .execute();
  return [...new Set([...moved, ...scored, ...owners.map(({ id }) => id)])];
}

/** Those of the profiles that the latest run or one that is under way has scored. */
export async function findScored(
  trx: Trx,
  tenantId: string,
  profileIds: readonly string[],
): Promise<readonly string[]> {
  if (profileIds.length === 0) return [];
  const rows = await trx
    .selectFrom('segment.profile_score')
    .select('profile_id as id')
    .distinct()
    .where('tenant_id', '=', tenantId)
    .where(
      sql<boolean>`run_id in (
        select current_run_id from segment.scoring_head where tenant_id = ${tenantId}
        union all
        select run_id from segment.scoring_run where tenant_id = ${tenantId} and status = 'RUNNING')`,
    )
    .where(sql<boolean>`profile_id = any(${arrayParameter(trx, 'uuid', profileIds)})`)
    .execute();
  return rows.map(({ id }) => id);
}
