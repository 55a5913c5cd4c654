import {
  appendResolutions,
  noChanges,
  RESOLVING_CONSUMER,
  startConsumer,
  type Consumer,
  type ConsumerOptions,
  type LinkChange,
  type LogEntry,
  type Resolution,
} from '@customer360/event-log';
import { z } from 'zod';

const toldPayload = z.object({
  integrations: z.object({ profileId: z.string() }),
  traits: z.record(z.string(), z.unknown()).optional(),
});

/** Stands for identity resolution: each message names its profile, which gets all its identifiers and traits. */
export function startOneProfileResolver(options: Pick<ConsumerOptions, 'log' | 'database'>): Consumer {
  const known = new Set<string>();
  return startConsumer({
    ...options,
    name: RESOLVING_CONSUMER,
    pollMs: 60_000,
    retryDelayMs: 1,
    maxAttempts: 1,
    handle: (trx, tenantId, entries) =>
      appendResolutions(
        trx,
        tenantId,
        entries.map((entry) => resolve(tenantId, entry, known)),
      ),
    onCommit: (tenantId) => options.log.announceResolved(tenantId),
  });
}

function resolve(tenantId: string, entry: LogEntry, known: Set<string>): Resolution {
  const { integrations, traits = {} } = toldPayload.parse(JSON.parse(entry.payload ?? '{}'));
  const { profileId } = integrations;
  const born = entry.identifiers.filter(({ id }) => !known.has(`${tenantId} ${id}`));
  for (const { id } of born) known.add(`${tenantId} ${id}`);
  return {
    ...noChanges,
    version: 1,
    position: entry.position,
    loggedAt: entry.loggedAt,
    eventId: entry.eventId,
    identifierId: entry.identifiers[0]?.id ?? null,
    profileId,
    setChanges: born.map(({ id }) => ({ identifierId: id, from: null, to: profileId })),
    linkChanges: linksOf(entry),
    traitChanges: Object.entries(traits).map(([trait, value]) => ({
      profileId,
      trait,
      value,
      observedAt: entry.time,
    })),
  };
}

/** The first identifier of an entry is linked to each other one. */
function linksOf({ identifiers, eventId, position, time }: LogEntry): readonly LinkChange[] {
  const [anchor, ...others] = identifiers;
  if (anchor === undefined) return [];
  return others.map(({ id }) => ({
    change: 'LINK',
    a: anchor.id,
    b: id,
    rule: 'SHARED_EVENT',
    merge: false,
    evidenceEventId: eventId,
    evidencePosition: position,
    evidenceAt: time,
  }));
}
