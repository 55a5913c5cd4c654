import { arrayParameter } from '@customer360/postgres';
import { sql, type Transaction } from 'kysely';
import { findArchetypes } from '../personas/archetype-repository.ts';
import type { Archetype } from '../personas/archetype.ts';
import type { SegmentDatabase } from '../store/tables.ts';
import { profileScoring, type ProfileScoring } from './profile-scoring.ts';

type Trx = Transaction<SegmentDatabase>;

const DAY = 86_400_000;
/** How long a persona is good for. */
export const PERSONA_LIFE_MS = 30 * DAY;

/** What the latest run says of profiles; those that it did not score are missing. */
export async function findProfileScorings(
  trx: Trx,
  tenantId: string,
  profileIds: readonly string[],
): Promise<ReadonlyMap<string, ProfileScoring>> {
  const rows = await findRows(trx, tenantId, profileIds);
  const hasPersona = rows.some(({ persona_code: code }) => code !== null);
  const archetypes = hasPersona ? await findArchetypes(trx, tenantId) : [];
  const byCode = new Map(archetypes.map((one) => [one.code, one]));
  return new Map(rows.map((row) => [row.profile_id, scoringOf(row, byCode)]));
}

type Row = Awaited<ReturnType<typeof findRows>>[number];

function findRows(trx: Trx, tenantId: string, profileIds: readonly string[]) {
  return trx
    .selectFrom('segment.scoring_head as h')
    .innerJoin('segment.profile_score as s', (join) =>
      join.onRef('s.tenant_id', '=', 'h.tenant_id').onRef('s.run_id', '=', 'h.current_run_id'),
    )
    .innerJoin('segment.scoring_run as r', (join) =>
      join.onRef('r.tenant_id', '=', 'h.tenant_id').onRef('r.run_id', '=', 'h.current_run_id'),
    )
    .selectAll('s')
    .select('r.started_at')
    .where('h.tenant_id', '=', tenantId)
    .where(sql<boolean>`s.profile_id = any(${arrayParameter(trx, 'uuid', profileIds)})`)
    .execute();
}

/** A persona of an archetype that has ended since is none. */
function scoringOf(row: Row, archetypes: ReadonlyMap<string, Archetype>): ProfileScoring {
  const archetype = archetypes.get(row.persona_code ?? '');
  const computedAt = row.started_at;
  return profileScoring.parse({
    stage: row.stage?.toUpperCase(),
    scores: {
      recency: row.recency,
      frequency: row.frequency,
      monetary: row.monetary,
      rfmCell: row.rfm_cell,
      lifetimeValue: row.lifetime_value,
      probabilityAlive: row.probability_alive,
      churnRisk: row.churn_risk,
      lifecycleRule: row.lifecycle_rule,
      computedAt,
    },
    persona:
      archetype?.status !== 'ACTIVE' || row.persona_score === null
        ? null
        : {
            archetype,
            version: row.persona_version ?? 1,
            score: row.persona_score,
            components: JSON.parse(row.persona_components ?? '[]'),
            computedAt,
            expiresAt: computedAt + PERSONA_LIFE_MS,
          },
  });
}
