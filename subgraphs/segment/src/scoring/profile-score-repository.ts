import { arrayParameter } from '@customer360/postgres';
import { sql, type Transaction } from 'kysely';
import type { ProfilePurchases } from './purchases.ts';
import type { ProfileScores } from './score-profile.ts';
import type { ProfileScoreRow, ScoringTables } from './tables.ts';

type Trx = Transaction<ScoringTables>;

export interface KnownPurchases {
  readonly profileId: string;
  readonly purchases: ProfilePurchases;
}

export interface ScoredProfile extends KnownPurchases {
  readonly scores: ProfileScores;
}

/** Rows of one statement: PostgreSQL takes at most 65,535 parameters. */
const ROWS_AT_ONCE = 1_000;

/** Stores what a run knows of profiles, to be scored later. */
export async function savePurchases(
  trx: Trx,
  tenantId: string,
  runId: string,
  profiles: readonly KnownPurchases[],
): Promise<void> {
  await saveRows(
    trx,
    profiles.map(({ profileId, purchases }) => ({ ...unscored(tenantId, runId, profileId, purchases) })),
  );
}

export async function saveScores(
  trx: Trx,
  tenantId: string,
  runId: string,
  profiles: readonly ScoredProfile[],
): Promise<void> {
  await saveRows(
    trx,
    profiles.map(({ profileId, purchases, scores }) => ({
      ...unscored(tenantId, runId, profileId, purchases),
      is_scored: true,
      recency: scores.recency,
      frequency: scores.frequency,
      monetary: scores.monetary,
      rfm_cell: scores.rfmCell,
      lifetime_value: scores.lifetimeValue,
      probability_alive: scores.probabilityAlive,
      churn_risk: scores.churnRisk,
      stage: scores.stage,
      lifecycle_rule: scores.lifecycleRule,
      persona_code: scores.persona?.code ?? null,
      persona_version: scores.persona?.version ?? null,
      persona_score: scores.persona?.score ?? null,
      persona_components: scores.persona === null ? null : JSON.stringify(scores.persona.components),
    })),
  );
}

export async function deleteScores(
  trx: Trx,
  tenantId: string,
  runId: string,
  profileIds: readonly string[],
): Promise<void> {
  if (profileIds.length === 0) return;
  await trx
    .deleteFrom('segment.profile_score')
    .where('tenant_id', '=', tenantId)
    .where('run_id', '=', runId)
    .where(sql<boolean>`profile_id = any(${arrayParameter(trx, 'uuid', profileIds)})`)
    .execute();
}

/** What a run knows of the profiles that it has not scored, or of all; by profile. */
export async function findPurchases(
  trx: Trx,
  tenantId: string,
  runId: string,
  which: { readonly unscored: boolean; readonly limit: number | null },
): Promise<readonly KnownPurchases[]> {
  let query = trx
    .selectFrom('segment.profile_score')
    .select(['profile_id as profileId', 'purchases'])
    .where('tenant_id', '=', tenantId)
    .where('run_id', '=', runId)
    .orderBy('profile_id');
  if (which.unscored) query = query.where(sql<boolean>`not is_scored`);
  if (which.limit !== null) query = query.limit(which.limit);
  const rows = await query.execute();
  return rows.map(({ profileId, purchases }) => ({
    profileId,
    // Only runs write the column.
    purchases: JSON.parse(purchases) as ProfilePurchases,
  }));
}

function unscored(
  tenantId: string,
  runId: string,
  profileId: string,
  purchases: ProfilePurchases,
): ProfileScoreRow {
  return {
    tenant_id: tenantId,
    run_id: runId,
    profile_id: profileId,
    is_scored: false,
    purchases: JSON.stringify(purchases),
    recency: null,
    frequency: null,
    monetary: null,
    rfm_cell: null,
    lifetime_value: null,
    probability_alive: null,
    churn_risk: null,
    stage: null,
    lifecycle_rule: null,
    persona_code: null,
    persona_version: null,
    persona_score: null,
    persona_components: null,
  };
}

async function saveRows(trx: Trx, rows: readonly ProfileScoreRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    await trx
      .insertInto('segment.profile_score')
      .values(rows.slice(start, start + ROWS_AT_ONCE))
      .onConflict((conflict) =>
        conflict
          .columns(['tenant_id', 'run_id', 'profile_id'])
          .doUpdateSet((eb) =>
            Object.fromEntries(changing.map((column) => [column, eb.ref(`excluded.${column}`)])),
          ),
      )
      .execute();
  }
}

const changing = [
  'is_scored',
  'purchases',
  'recency',
  'frequency',
  'monetary',
  'rfm_cell',
  'lifetime_value',
  'probability_alive',
  'churn_risk',
  'stage',
  'lifecycle_rule',
  'persona_code',
  'persona_version',
  'persona_score',
  'persona_components',
] as const;
