import type { ResolvedEvent } from '@customer360/event-log';
import { splitSessions } from '../sessions/split-sessions.ts';
import { touchpointsOf } from '../sessions/session-document.ts';
import { aqlFile } from '../store/aql-file.ts';
import type { QuarantineDocument, SessionDocument } from '../store/documents.ts';
import { keyOf } from '../store/keys.ts';
import type { TenantTransaction } from '../store/tenant-transaction.ts';
import { countMoves } from '../transitions/moves.ts';
import type { ProjectionWrites } from './projection-writes.ts';
import type { ProfileTail } from './touched-profile.ts';

const sessionsOfProfiles = aqlFile(import.meta.url, './sessions-of-profiles.aql');

/** Whether profiles are quarantined after a batch, by profile id: the last word of each that the batch speaks of. */
export type Quarantines = ReadonlyMap<string, boolean>;

export function readQuarantines(events: readonly ResolvedEvent[]): Quarantines {
  const changes = events.flatMap(({ quarantineChanges }) => quarantineChanges);
  return new Map(changes.map(({ profileId, quarantined }) => [profileId, quarantined]));
}

export function isQuarantinedAfter(
  { profileId, quarantined }: ProfileTail,
  quarantines: Quarantines,
): boolean {
  return quarantines.get(profileId) ?? quarantined;
}

/**
 * Notes who is quarantined after a batch. Moves of quarantined profiles are not counted: what was counted of one that
 * becomes so is taken back, and what is stored of one that is so no more is counted.
 */
export async function writeQuarantines(
  transaction: TenantTransaction,
  writes: ProjectionWrites,
  tails: readonly ProfileTail[],
  quarantines: Quarantines,
): Promise<void> {
  const turned = tails.filter((tail) => isQuarantinedAfter(tail, quarantines) !== tail.quarantined);
  if (turned.length === 0) return;
  const { tenantId } = transaction;
  const profileIds = turned.map(({ profileId }) => profileId);
  const stored = await transaction.run<{
    readonly profileId: string;
    readonly sessions: readonly SessionDocument[];
  }>(sessionsOfProfiles, { profileIds });
  const sessionsOf = new Map(stored.map(({ profileId, sessions }) => [profileId, sessions]));
  for (const { profileId, quarantined } of turned) {
    const quarantine: QuarantineDocument = { _key: keyOf(tenantId, profileId), tenantId, profileId };
    if (quarantined) writes.remove('quarantines', quarantine._key);
    else writes.put('quarantines', quarantine);
    const sessions = splitSessions((sessionsOf.get(profileId) ?? []).flatMap(touchpointsOf));
    for (const [period, moves] of countMoves(sessions))
      writes.countMoves(period, moves, quarantined ? 1 : -1);
  }
}
