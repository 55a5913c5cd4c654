import { ownEntry, SEGMENT_SOURCE, type EventLog, type NewEntry } from '@customer360/event-log';
import type { Database } from '@customer360/postgres';
import type { SegmentDatabase } from '../store/tables.ts';
import { findUnlogged, markLogged } from './activity-repository.ts';
import { findUnloggedCommands, markCommandsLogged } from './outgoing-commands.ts';
import { toldEvent } from './told-change.ts';

const BATCH = 500;

/** Gives the log what evaluation committed: safe to repeat, because the log knows each message already. */
export type FlushOutbox = (tenantId: string) => Promise<void>;

export function createOutbox({
  log,
  database,
  clock,
}: {
  readonly log: EventLog;
  readonly database: Database<SegmentDatabase>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}): FlushOutbox {
  async function append(tenantId: string, entries: readonly NewEntry[]): Promise<void> {
    const results = await log.append(tenantId, entries);
    const conflict = results.findIndex(({ status }) => status === 'conflict');
    if (conflict >= 0) {
      throw new Error(
        `The log has another message ${entries[conflict]?.messageId ?? ''} of ${SEGMENT_SOURCE}`,
      );
    }
  }

  async function flushCommands(tenantId: string): Promise<void> {
    const commands = await database.inTenant(tenantId, (trx) => findUnloggedCommands(trx, tenantId));
    if (commands.length === 0) return;
    const now = clock();
    const entries = commands.map(({ messageId, payload }) =>
      ownEntry({ sourceId: SEGMENT_SOURCE, messageId, kind: 'command', payload }, now),
    );
    await append(tenantId, entries);
    await database.inTenant(tenantId, (trx) =>
      markCommandsLogged(
        trx,
        tenantId,
        commands.map(({ messageId }) => messageId),
      ),
    );
  }

  async function flushActivities(tenantId: string): Promise<void> {
    for (;;) {
      const found = await database.inTenant(tenantId, (trx) => findUnlogged(trx, tenantId, BATCH));
      if (found.length === 0) return;
      const now = clock();
      const entries = found.map((change) =>
        ownEntry(
          {
            sourceId: SEGMENT_SOURCE,
            messageId: change.id,
            kind: 'track',
            ...toldEvent(change),
            timestamp: change.at,
          },
          now,
        ),
      );
      await append(tenantId, entries);
      await database.inTenant(tenantId, (trx) => markLogged(trx, tenantId, found));
    }
  }

  return async (tenantId) => {
    await flushCommands(tenantId);
    await flushActivities(tenantId);
  };
}
