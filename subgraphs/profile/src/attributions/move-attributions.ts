import type { Reattribution } from '@customer360/event-log';
import { arrayParameter } from '@customer360/postgres';
import { sql, type Transaction } from 'kysely';
import type { ProfileDatabase } from '../database.ts';

/** Tables whose rows belong to whoever their event is attributed to. */
type AttributedTable = 'profile.source_record' | 'profile.consent_statement';

/** Moves the rows of events that are attributed to somebody else now. */
export async function moveAttributions(
  trx: Transaction<ProfileDatabase>,
  table: AttributedTable,
  tenantId: string,
  moves: readonly Reattribution[],
): Promise<void> {
  if (moves.length === 0) return;
  const uuids = (read: (move: Reattribution) => string) => arrayParameter(trx, 'uuid', moves.map(read));
  await sql`
    update ${sql.table(table)} as kept set attribution_id = move.target
    from unnest(${uuids(({ eventId }) => eventId)}, ${uuids(({ from }) => from)}, ${uuids(({ to }) => to)})
      as move (event_id, origin, target)
    where kept.tenant_id = ${tenantId} and kept.attribution_id = move.origin and kept.event_id = move.event_id
  `.execute(trx);
}
