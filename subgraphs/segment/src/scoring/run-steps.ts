import type { KeyedIds } from '@customer360/event-log';
import { sql, type Transaction } from 'kysely';
import { loadTraitConfiguration } from '../computed-traits/trait-configuration.ts';
import { traitSetOf } from '../computed-traits/trait-set.ts';
import { findArchetypes } from '../personas/archetype-repository.ts';
import { replaceProposals } from '../personas/replace-proposals.ts';
import type { SegmentDatabase } from '../store/tables.ts';
import type { FitInput, Fitted } from './fit-model.ts';
import { findPurchases, savePurchases, saveScores } from './profile-score-repository.ts';
import { knowPurchases, scoreProfiles } from './score-profiles.ts';
import type { ScoringModel } from './scoring-model.ts';
import { findModel, makeCurrent, updateScoringRun } from './scoring-run-repository.ts';
import type { ScoringRun } from './scoring-run.ts';

type Trx = Transaction<SegmentDatabase>;

/** Profiles of one transaction. */
export const PAGE = 500;

/** Reads the purchases of the next profiles; a run that has read all goes on to fit. */
export async function readPage(trx: Trx, tenantId: string, run: ScoringRun, size = PAGE): Promise<void> {
  const total = run.readThrough === null ? await countProfiles(trx, tenantId, run.asOf) : run.total / 2;
  const profileIds = await nextProfiles(trx, tenantId, run, size);
  const last = profileIds.at(-1);
  if (last === undefined) return updateScoringRun(trx, tenantId, run.id, { phase: 'FIT' });
  await savePurchases(trx, tenantId, run.id, await knowPurchases(trx, tenantId, run, profileIds));
  return updateScoringRun(trx, tenantId, run.id, {
    read_through: last,
    // Each profile is read once and scored once.
    total: total * 2,
    done: run.done + profileIds.length,
  });
}

/** What there is to fit. */
export async function readFitInput(trx: Trx, tenantId: string, run: ScoringRun): Promise<FitInput> {
  const known = await findPurchases(trx, tenantId, run.id, { unscored: false, limit: null });
  const { features } = traitSetOf(await loadTraitConfiguration(trx, tenantId));
  return {
    asOf: run.asOf,
    customers: known.map(({ profileId, purchases }) => ({ id: profileId, purchases })),
    features: run.proposes ? features : null,
  };
}

/** Takes over what was fitted, with the archetypes that are in force now. */
export async function saveModel(
  trx: Trx,
  tenantId: string,
  run: ScoringRun,
  { fitted, ids }: { readonly fitted: Fitted; readonly ids: KeyedIds },
): Promise<void> {
  const { proposals, warnings, ...models } = fitted;
  const active = (await findArchetypes(trx, tenantId)).filter(({ status }) => status === 'ACTIVE');
  const model: ScoringModel = {
    ...models,
    archetypes: active.flatMap(({ code, name, centre }) =>
      centre === null ? [] : [{ kind: 'centroid' as const, code, name, centre }],
    ),
    versions: Object.fromEntries(active.map(({ code, version }) => [code, version])),
    ruled: active.flatMap(({ code, rule }) => (rule === null ? [] : [{ code, rule }])),
  };
  if (run.proposes) {
    const idOf = (code: string): string => ids.of('archetype', code);
    await replaceProposals(trx, tenantId, { proposals, idOf });
  }
  await updateScoringRun(trx, tenantId, run.id, {
    phase: 'SCORE',
    warnings: JSON.stringify(warnings),
    model: JSON.stringify(model),
  });
}

/** Scores the next profiles; a run that has scored all is at its end. */
export async function scorePage(trx: Trx, tenantId: string, run: ScoringRun, size = PAGE): Promise<void> {
  const model = await findModel(trx, tenantId, run.id);
  if (model === null) throw new Error(`run ${run.id} is to score without a model`);
  const profiles = await findPurchases(trx, tenantId, run.id, { unscored: true, limit: size });
  if (profiles.length === 0) return updateScoringRun(trx, tenantId, run.id, { phase: 'END' });
  const { asOf } = run;
  await saveScores(trx, tenantId, run.id, await scoreProfiles(trx, tenantId, { model, asOf, profiles }));
  return updateScoringRun(trx, tenantId, run.id, {
    done: Math.min(run.total, run.done + profiles.length),
  });
}

/** Makes the run's scores those that are read. */
export async function endRun(trx: Trx, tenantId: string, run: ScoringRun, endedAt: number): Promise<void> {
  await updateScoringRun(trx, tenantId, run.id, { status: 'SUCCEEDED', ended_at: endedAt, done: run.total });
  await makeCurrent(trx, tenantId, run.id);
}

async function countProfiles(trx: Trx, tenantId: string, asOf: number): Promise<number> {
  const { rows } = await sql<{ readonly count: number }>`select count(*)::int as count from segment.profile
    where tenant_id = ${tenantId} and born_at <= ${asOf} and not quarantined`.execute(trx);
  return rows[0]?.count ?? 0;
}

async function nextProfiles(
  trx: Trx,
  tenantId: string,
  { asOf, readThrough }: ScoringRun,
  limit: number,
): Promise<readonly string[]> {
  let query = trx
    .selectFrom('segment.profile')
    .select('profile_id as id')
    .where('tenant_id', '=', tenantId)
    .where('born_at', '<=', asOf)
    .where('quarantined', '=', false);
  if (readThrough !== null) query = query.where('profile_id', '>', readThrough);
  const rows = await query.orderBy('profile_id').limit(limit).execute();
  return rows.map(({ id }) => id);
}
