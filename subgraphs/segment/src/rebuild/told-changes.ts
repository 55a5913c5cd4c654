import { SEGMENT_SOURCE, type LogEntry } from '@customer360/event-log';
import { insertActivities, type NewActivity } from '../activity/activity-repository.ts';
import { markCommandsLogged } from '../activity/outgoing-commands.ts';
import { readToldChange } from '../activity/told-change.ts';
import type { TenantEvaluation } from '../evaluation/tenant-evaluation.ts';

/**
 * Takes over what entries of the log say that segments have told it: who entered and left, in its order, and commands.
 * Answers how many entered and left.
 */
export async function takeOverTold(
  { trx, tenantId }: Pick<TenantEvaluation, 'trx' | 'tenantId'>,
  entries: readonly LogEntry[],
  sequence: number,
): Promise<number> {
  const own = entries.filter(({ sourceId }) => sourceId === SEGMENT_SOURCE);
  const told = own.flatMap((entry): Omit<NewActivity, 'sequence'>[] => {
    const change = readToldChange(entry);
    return change === null ? [] : [{ ...change, eventId: entry.eventId }];
  });
  const activities = told.map((one, index) => ({ ...one, sequence: sequence + index + 1 }));
  await insertActivities(trx, tenantId, { activities, isLogged: true });
  const commands = own.flatMap(({ kind, messageId }) =>
    kind === 'command' && messageId !== null ? [messageId] : [],
  );
  if (commands.length > 0) await markCommandsLogged(trx, tenantId, commands);
  return told.length;
}
