import { appendResolutions, noChanges, startConsumer, RESOLVING_CONSUMER } from '../src/index.ts';
import type { Consumer, ConsumerOptions, LogEntry, Resolution } from '../src/index.ts';

/** The resolution of an entry that changes nothing. */
export function plain(
  { position, loggedAt, eventId }: LogEntry,
  changes: Partial<Resolution> = {},
): Resolution {
  return {
    version: 1,
    position,
    loggedAt,
    eventId,
    identifierId: null,
    profileId: null,
    ...noChanges,
    ...changes,
  };
}

/** Resolves every entry to nobody. */
export const resolveAll: ConsumerOptions['handle'] = (trx, tenantId, entries) =>
  appendResolutions(
    trx,
    tenantId,
    entries.map((entry) => plain(entry)),
  );

/** Stands for identity resolution: resolves every entry to nobody, except messages called `unresolvable`. */
export function startResolver(
  options: Pick<ConsumerOptions, 'log' | 'database'> & Partial<ConsumerOptions>,
): Consumer {
  return startConsumer({
    name: RESOLVING_CONSUMER,
    pollMs: 60_000,
    retryDelayMs: 1,
    maxAttempts: 1,
    async handle(trx, tenantId, entries) {
      if (entries.some(({ messageId }) => messageId === 'unresolvable')) throw new Error('unresolvable');
      await resolveAll(trx, tenantId, entries);
    },
    onCommit: (tenantId) => options.log.announceResolved(tenantId),
    ...options,
  });
}
