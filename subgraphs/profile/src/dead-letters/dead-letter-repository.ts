import { sql, type Transaction } from 'kysely';
import type { IngestionTables } from '../sources/source-tables.ts';
import type { DeadLetter } from './dead-letter.ts';

/** A dead letter with the exact time that orders it: the database keeps microseconds. */
export type ListedDeadLetter = DeadLetter & { readonly place: readonly [microseconds: string, id: string] };

export interface DeadLetterPage {
  /** Null for all sources. */
  readonly sourceId: string | null;
  /** The place of the last one seen; null at the beginning. */
  readonly after: readonly [microseconds: string, id: string] | null;
  readonly limit: number;
}

const microseconds = sql<string>`(extract(epoch from received_at) * 1000000)::bigint::text`;

/** Newest first. */
export async function listDeadLetters(
  trx: Transaction<IngestionTables>,
  tenantId: string,
  page: DeadLetterPage,
): Promise<ListedDeadLetter[]> {
  let query = trx
    .selectFrom('ingestion.dead_letter')
    .select(['id', 'source_id as sourceId', 'message_id as messageId', 'reason', 'field', 'message'])
    .select(['received_at as receivedAt', 'payload', microseconds.as('microseconds')])
    .where('tenant_id', '=', tenantId)
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit);
  if (page.sourceId !== null) query = query.where('source_id', '=', page.sourceId);
  if (page.after !== null) query = query.where(isAfter(page.after));
  const rows = await query.execute();
  return rows.map(({ microseconds: at, ...row }) => ({
    ...row,
    receivedAt: row.receivedAt.getTime(),
    place: [at, row.id] as const,
  }));
}

function isAfter([at, id]: readonly [string, string]) {
  return sql<boolean>`(received_at, id) < (timestamptz 'epoch' + ${at}::bigint * interval '1 microsecond', ${id}::uuid)`;
}
