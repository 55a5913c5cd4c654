import type { SegmentEntry } from '../facts/entry.ts';
import type { Transaction } from 'kysely';
import { eraseRows } from './erase-rows.ts';
import type { SegmentProjection } from './tables.ts';
import { moveEvents, writeEvents } from './write-events.ts';
import { writeIdentifiers } from './write-identifiers.ts';
import { writeConsents, writeLists, writeRecomputed } from './write-memberships.ts';
import { writeQuarantine } from './write-quarantine.ts';
import { writeProfileValues } from './write-profile-values.ts';

/**
 * Writes entries into the projection, in the order of the log. Entries that only add are written together; one that
 * moves or removes is written by itself, because the rows that it touches must be there and be the former ones.
 */
export async function writeEntries(
  trx: Transaction<SegmentProjection>,
  tenantId: string,
  entries: readonly SegmentEntry[],
): Promise<void> {
  let adding: SegmentEntry[] = [];
  for (const entry of entries) {
    if (!isAdding(entry)) {
      await writeTogether(trx, tenantId, adding);
      adding = [];
      await writeTogether(trx, tenantId, [entry]);
    } else adding.push(entry);
  }
  await writeTogether(trx, tenantId, adding);
}

function isAdding({
  erased,
  reattributed,
  listChanges,
  identifierChanges,
  segmentChanges,
}: SegmentEntry): boolean {
  return (
    erased.length === 0 &&
    reattributed.length === 0 &&
    listChanges.length === 0 &&
    segmentChanges.every(({ kind }) => kind === 'ACTIVATED') &&
    identifierChanges.every(({ from }) => from === null)
  );
}

async function writeTogether(
  trx: Transaction<SegmentProjection>,
  tenantId: string,
  entries: readonly SegmentEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  await eraseRows(
    trx,
    tenantId,
    entries.flatMap(({ erased }) => erased),
  );
  await writeIdentifiers(
    trx,
    tenantId,
    entries.flatMap(({ identifierChanges }) => identifierChanges),
  );
  await writeQuarantine(
    trx,
    tenantId,
    entries.flatMap(({ quarantineChanges }) => quarantineChanges),
  );
  await moveEvents(
    trx,
    tenantId,
    entries.flatMap(({ reattributed }) => reattributed),
  );
  await writeEvents(
    trx,
    tenantId,
    entries.map(({ event }) => event).filter((event) => event !== null),
  );
  await writeProfileValues(
    trx,
    tenantId,
    entries.flatMap(({ traitChanges }) => traitChanges),
  );
  await writeConsents(
    trx,
    tenantId,
    entries.flatMap(({ consentChanges }) => consentChanges),
  );
  await writeLists(
    trx,
    tenantId,
    entries.flatMap(({ listChanges }) => listChanges),
  );
  await writeRecomputed(
    trx,
    tenantId,
    entries.flatMap(({ segmentChanges }) => segmentChanges),
  );
}
