import { arrayParameter } from '@customer360/postgres';
import { sql, type Transaction } from 'kysely';
import { findScored, scoreProfilesAnew } from '../scoring/apply-scores.ts';
import type { SegmentDatabase } from '../store/tables.ts';
import type { BroughtOver } from './bring-over.ts';

type Trx = Transaction<SegmentDatabase>;

const PROFILES_AT_ONCE = 500;

/** Scores the profiles anew whose facts a rebuild has changed, as a merge does: with what the latest run fitted. */
export async function scoreChanged(
  trx: Trx,
  tenantId: string,
  { named, regrouped }: BroughtOver,
): Promise<void> {
  const touched = [
    ...(named.get('profile_id') ?? []),
    ...(await ownersOf(trx, tenantId, 'identifier', named.get('identifier_id'))),
    ...(await ownersOf(trx, tenantId, 'event', named.get('event_id'))),
  ];
  const scored = await findScored(trx, tenantId, [...new Set(touched)]);
  const profileIds = [...new Set([...scored, ...regrouped])];
  for (let start = 0; start < profileIds.length; start += PROFILES_AT_ONCE) {
    await scoreProfilesAnew(trx, tenantId, profileIds.slice(start, start + PROFILES_AT_ONCE));
  }
}

async function ownersOf(
  trx: Trx,
  tenantId: string,
  of: 'identifier' | 'event',
  ids: ReadonlySet<string> = new Set(),
): Promise<readonly string[]> {
  if (ids.size === 0) return [];
  const { rows } = await sql<{
    readonly id: string;
  }>`select distinct profile_id as id from ${sql.table(`segment.${of}`)}
    where tenant_id = ${tenantId} and ${sql.ref(`${of}_id`)} = any(${arrayParameter(trx, 'uuid', [...ids])})`.execute(
    trx,
  );
  return rows.map(({ id }) => id);
}
