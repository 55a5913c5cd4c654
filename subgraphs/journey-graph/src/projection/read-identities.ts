import type { ResolvedEvent } from '@customer360/event-log';
import { aqlFile } from '../store/aql-file.ts';
import type { IdentifierDocument } from '../store/documents.ts';
import { keyOf } from '../store/keys.ts';
import type { TenantTransaction } from '../store/tenant-transaction.ts';
import type { NamedIdentifier } from './identifier-directory.ts';
import { foldIdentities, type IdentityOutcome } from './identity-fold.ts';
import type { BatchContent } from './read-batch.ts';

const knownIdentifiers = aqlFile(import.meta.url, './known-identifiers.aql');
const profileSizes = aqlFile(import.meta.url, './profile-sizes.aql');

/** Reads what a batch names of identifiers and profiles, and applies the batch to it. */
export async function readIdentities(
  transaction: TenantTransaction,
  events: readonly ResolvedEvent[],
  content: BatchContent,
  named: readonly NamedIdentifier[],
): Promise<IdentityOutcome> {
  const { tenantId } = transaction;
  const ids = new Set([
    ...content.reattributed.values(),
    ...named.flatMap(({ identifierId }) => identifierId ?? []),
  ]);
  for (const { identifierId, setChanges, ceased, linkChanges, event } of events) {
    for (const id of ceased) ids.add(id);
    if (identifierId !== null) ids.add(identifierId);
    for (const { id } of event.identifiers) ids.add(id);
    for (const change of setChanges) ids.add(change.identifierId);
    for (const { a, b } of linkChanges) ids.add(a).add(b);
  }
  const found =
    ids.size === 0
      ? []
      : await transaction.run<IdentifierDocument>(knownIdentifiers, {
          keys: [...ids].map((id) => keyOf(tenantId, id)),
        });
  const identifiers = new Map(found.map((identifier) => [identifier.identifierId, identifier]));
  const sizes = await readSizes(transaction, events, identifiers);
  return foldIdentities(tenantId, events, { identifiers, sizes });
}

/** Sizes of the profiles that may lose identifiers. */
async function readSizes(
  transaction: TenantTransaction,
  events: readonly ResolvedEvent[],
  identifiers: ReadonlyMap<string, IdentifierDocument>,
): Promise<ReadonlyMap<string, number>> {
  const profileIds = new Set<string>();
  const gone = new Set(events.flatMap(({ ceased }) => ceased));
  for (const { setChanges, ceased } of events) {
    for (const { identifierId, from, to } of setChanges) {
      if (from !== null) profileIds.add(from);
      // It comes and ceases in one batch.
      if (gone.has(identifierId)) profileIds.add(to);
    }
    for (const id of [...setChanges.map(({ identifierId }) => identifierId), ...ceased]) {
      const before = identifiers.get(id)?.profileId;
      if (before !== undefined) profileIds.add(before);
    }
  }
  if (profileIds.size === 0) return new Map();
  const rows = await transaction.run<{ readonly profileId: string; readonly size: number }>(profileSizes, {
    profileIds: [...profileIds],
  });
  return new Map(rows.map(({ profileId, size }) => [profileId, size]));
}
