import { type AnyTransaction, arrayParameter } from '@customer360/postgres';
import { sql, type Transaction } from 'kysely';
import type { EventLogDatabase } from './database.ts';
import type { Position } from './event-log.ts';

/** Keeps what commands were answered, so that a replay reads the answers instead of deciding again. */
export async function storeAnswers(
  trx: AnyTransaction,
  tenantId: string,
  answers: readonly { readonly position: Position; readonly answer: unknown }[],
): Promise<void> {
  if (answers.length === 0) return;
  const positions = arrayParameter(
    trx,
    'int8',
    answers.map(({ position }) => position),
  );
  const texts = arrayParameter(
    trx,
    'text',
    answers.map(({ answer }) => JSON.stringify(answer)),
  );
  // The first answer stands: a replay finds it there.
  await sql`insert into event_log.answer (tenant_id, position, answer)
    select ${tenantId}, a.position, a.answer::jsonb from unnest(${positions}, ${texts}) a(position, answer)
    on conflict on constraint answer_pkey do nothing`.execute(trx);
}

/** Stored answers by position; a position without one is missing. */
export async function readAnswers(
  trx: AnyTransaction,
  tenantId: string,
  positions: readonly Position[],
): Promise<Map<Position, unknown>> {
  if (positions.length === 0) return new Map();
  const tables: Transaction<EventLogDatabase> = trx;
  const rows = await tables
    .selectFrom('event_log.answer')
    .select(['position', 'answer'])
    .where('tenant_id', '=', tenantId)
    .where(sql<boolean>`position = any(${arrayParameter(trx, 'int8', positions)})`)
    .execute();
  return new Map(rows.map(({ position, answer }) => [position, answer]));
}
