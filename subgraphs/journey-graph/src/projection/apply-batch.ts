import type { JourneyMapping, ResolvedEvent } from '@customer360/event-log';
import type { NormaliseOptions } from '@customer360/tracking';
import { conversionSteps } from '../mapping/read-touchpoint.ts';
import { aqlFile } from '../store/aql-file.ts';
import type { IdentifierDocument, IdentifiesEdge } from '../store/documents.ts';
import { idOf, keyOf } from '../store/keys.ts';
import type { TenantTransaction } from '../store/tenant-transaction.ts';
import { changeProfiles } from './change-profiles.ts';
import type { IdentifierDirectory, NamedIdentifier } from './identifier-directory.ts';
import { foldIdentities, type IdentityOutcome } from './identity-fold.ts';
import { writeLinks } from './link-changes.ts';
import { moveEvents, placeEvents } from './move-events.ts';
import { ProjectionWrites } from './projection-writes.ts';
import { readBatch, type BatchContent } from './read-batch.ts';
import { writeReferrals } from './referral-changes.ts';
import { writeAll } from './write-all.ts';

const knownIdentifiers = aqlFile(import.meta.url, './known-identifiers.aql');
const profileSizes = aqlFile(import.meta.url, './profile-sizes.aql');

export interface BatchScope {
  readonly transaction: TenantTransaction;
  readonly mapping: JourneyMapping;
  readonly directory: IdentifierDirectory;
  /** How ingestion reads identifiers. */
  readonly identifiers: NormaliseOptions;
}

/** Works events into the graph: reads what they touch, works it out in memory, writes what differs. */
export async function applyBatch(scope: BatchScope, events: readonly ResolvedEvent[]): Promise<void> {
  const { transaction, mapping, directory } = scope;
  const { tenantId } = transaction;
  const writes = new ProjectionWrites();
  const content = readBatch(tenantId, events, scope);
  const named =
    content.referrals.length === 0
      ? []
      : await directory.find(
          tenantId,
          content.referrals.map((referral) => referral.named),
        );
  const identities = await readIdentities(transaction, events, content, named);
  const placed = placeEvents(content, identities);
  for (const event of placed.events) writes.put('events', event);
  const moved = await moveEvents(transaction, placed, identities);
  const degrees = await writeLinks(transaction, writes, events, identities);
  writeIdentifiers(writes, tenantId, identities, degrees);
  const { referral } = mapping;
  if (referral !== null) {
    const { type } = referral;
    await writeReferrals({ transaction, directory, writes, identities, content: placed, named, type });
  }
  await changeProfiles({
    transaction,
    writes,
    conversionSteps: conversionSteps(mapping),
    identities,
    added: placed.events,
    moved,
  });
  await writeAll(transaction, writes, moved);
}

async function readIdentities(
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
  for (const { identifierId, setChanges, linkChanges, event } of events) {
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
  for (const { identifierId, from } of events.flatMap(({ setChanges }) => setChanges)) {
    const before = identifiers.get(identifierId)?.profileId;
    if (before !== undefined) profileIds.add(before);
    if (from !== null) profileIds.add(from);
  }
  if (profileIds.size === 0) return new Map();
  const rows = await transaction.run<{ readonly profileId: string; readonly size: number }>(profileSizes, {
    profileIds: [...profileIds],
  });
  return new Map(rows.map(({ profileId, size }) => [profileId, size]));
}

function writeIdentifiers(
  writes: ProjectionWrites,
  tenantId: string,
  { identifiers, changed, born, moved }: IdentityOutcome,
  degrees: ReadonlyMap<string, number>,
): void {
  for (const identifierId of new Set([...changed, ...degrees.keys()])) {
    const identifier = identifiers.get(identifierId);
    if (identifier === undefined) continue;
    writes.put('identifiers', {
      ...identifier,
      degree: identifier.degree + (degrees.get(identifierId) ?? 0),
    });
  }
  for (const identifierId of [...born, ...moved]) {
    const identifier = identifiers.get(identifierId);
    if (identifier === undefined) continue;
    const { _key, profileId } = identifier;
    const edge: IdentifiesEdge = {
      _key,
      _from: idOf('identifiers', _key),
      _to: idOf('profiles', keyOf(tenantId, profileId)),
      tenantId,
    };
    writes.put('identifies', edge);
  }
}
