import type { JourneyMapping, ResolvedEvent } from '@customer360/event-log';
import type { NormaliseOptions } from '@customer360/tracking';
import { conversionSteps } from '../mapping/read-touchpoint.ts';
import type { IdentifierDocument, IdentifiesEdge } from '../store/documents.ts';
import { idOf, keyOf } from '../store/keys.ts';
import type { TenantTransaction } from '../store/tenant-transaction.ts';
import { changeProfiles } from './change-profiles.ts';
import type { IdentifierDirectory } from './identifier-directory.ts';
import type { IdentityOutcome } from './identity-fold.ts';
import { writeLinks } from './link-changes.ts';
import { moveEvents, placeEvents } from './move-events.ts';
import { ProjectionWrites } from './projection-writes.ts';
import { readQuarantines } from './quarantine-changes.ts';
import { readBatch } from './read-batch.ts';
import { readIdentities } from './read-identities.ts';
import { writeMemberships } from './membership-changes.ts';
import { writeReferrals } from './referral-changes.ts';
import { writeAll } from './write-all.ts';

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
  writeMemberships(writes, tenantId, events);
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
    quarantines: readQuarantines(events),
  });
  await writeAll(transaction, writes, moved);
}

function writeIdentifiers(
  writes: ProjectionWrites,
  tenantId: string,
  { identifiers, changed, born, moved, ceased }: IdentityOutcome,
  degrees: ReadonlyMap<string, number>,
): void {
  for (const identifierId of new Set([...changed, ...degrees.keys()])) {
    const identifier = identifiers.get(identifierId);
    if (identifier === undefined) continue;
    const written: IdentifierDocument = {
      ...identifier,
      degree: identifier.degree + (degrees.get(identifierId) ?? 0),
    };
    writes.put('identifiers', written);
  }
  for (const identifierId of ceased) {
    writes.remove('identifiers', keyOf(tenantId, identifierId));
    writes.remove('identifies', keyOf(tenantId, identifierId));
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
