import { sql, type Transaction } from 'kysely';
import { arrayParameter } from '@customer360/postgres';
import { canonicalJson } from '@customer360/tracking';
import type { SegmentDatabase } from '../store/tables.ts';

type Trx = Transaction<SegmentDatabase>;

/** Lines up a command for the log, where it goes after the commit. The same message id is lined up once. */
export async function insertOutgoingCommand(
  trx: Trx,
  tenantId: string,
  {
    messageId,
    position,
    command,
  }: {
    readonly messageId: string;
    /** Of the entry that asks for it. */
    readonly position: number;
    readonly command: object;
  },
): Promise<void> {
  await trx
    .insertInto('segment.outgoing_command')
    .values({
      tenant_id: tenantId,
      message_id: messageId,
      position,
      payload: canonicalJson(command),
      is_logged: false,
    })
    .onConflict((row) => row.doNothing())
    .execute();
}

/** What is not in the log yet, in order. */
export async function findUnloggedCommands(
  trx: Trx,
  tenantId: string,
): Promise<readonly { readonly messageId: string; readonly payload: string }[]> {
  return trx
    .selectFrom('segment.outgoing_command')
    .select(['message_id as messageId', 'payload'])
    .where('tenant_id', '=', tenantId)
    .where('is_logged', '=', false)
    .orderBy('position')
    .limit(100)
    .execute();
}

export async function markCommandsLogged(
  trx: Trx,
  tenantId: string,
  messageIds: readonly string[],
): Promise<void> {
  await trx
    .updateTable('segment.outgoing_command')
    .set({ is_logged: true })
    .where('tenant_id', '=', tenantId)
    .where(sql<boolean>`message_id = any(${arrayParameter(trx, 'text', messageIds)})`)
    .execute();
}
