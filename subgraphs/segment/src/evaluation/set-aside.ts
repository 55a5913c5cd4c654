import type { ResolvedEvent } from '@customer360/event-log';
import type { Transaction } from 'kysely';
import { readCommand } from '../commands/command.ts';
import { updateDefinition } from '../segments/definition-writes.ts';
import { insertParked, lockEvaluated, saveEvaluated } from '../store/consumer-repository.ts';
import type { SegmentDatabase } from '../store/tables.ts';

/** Records an event that could not be worked, and passes it. */
export async function setAside(
  trx: Transaction<SegmentDatabase>,
  tenantId: string,
  { position, eventId, event }: ResolvedEvent,
  { error, at }: { readonly error: unknown; readonly at: number },
): Promise<void> {
  const from = await lockEvaluated(trx, tenantId);
  await insertParked(trx, tenantId, { position, eventId, error: String(error), at });
  const command = readCommand(event);
  if (command?.command === 'activateSegment') {
    await updateDefinition(trx, tenantId, command.segmentId, {
      last_error: `Version ${command.version} could not take force; position ${position} of the log is set aside.`,
    });
  }
  await saveEvaluated(trx, tenantId, { ...from, position });
}
