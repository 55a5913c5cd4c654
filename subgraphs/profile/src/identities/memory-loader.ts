import type { Transaction } from 'kysely';
import type { ProfileDatabase } from '../database.ts';
import { findKeepApart } from './constraint-repository.ts';
import { findWholeSets, toBirth, type IdentifierRow } from './identifier-repository.ts';
import { bear, type KnownIdentifier, type SeenRange } from './known-identifier.ts';
import type { IdentityMemory } from './memory.ts';
import { findSeenRanges } from './profile-row-repository.ts';

/** Reads the sets of the given identifiers into memory, as far as they are not there. */
export async function loadSets(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
  memory: IdentityMemory,
  ids: Iterable<string>,
): Promise<void> {
  const missing = [...new Set(ids)].filter((id) => memory.identifier(id) === undefined);
  if (missing.length === 0) return;
  const rows = await findWholeSets(trx, tenantId, missing);
  if (rows.length === 0) return;
  const profileIds = new Set(rows.map((row) => row.profile_id));
  const closed = rows.filter((row) => row.closed_from !== null);
  const seen = await findSeenRanges(trx, tenantId, [
    ...profileIds,
    ...closed.map((row) => row.remainder_profile_id),
  ]);
  const pairs = await findKeepApart(
    trx,
    tenantId,
    rows.map(({ id }) => id),
  );
  for (const [a, b] of pairs) memory.keepApart.add(a, b);
  for (const set of Map.groupBy(rows, (row) => row.profile_id).values()) {
    for (const identifier of toSet(set, seen)) memory.add(identifier);
  }
}

function toSet(
  rows: readonly IdentifierRow[],
  seen: ReadonlyMap<string, SeenRange>,
): readonly KnownIdentifier[] {
  const identifiers = rows.map((row) => toIdentifier(row, seen));
  const founder = identifiers.find(({ birth }, index) => birth.ownProfileId === rows[index]?.profile_id);
  if (founder === undefined) throw new Error('a set of identifiers has lost its founder');
  const set = {
    founder,
    members: identifiers,
    user:
      identifiers.map(({ birth, seenWith }) => (birth.isUser ? birth.id : seenWith)).find(isPresent) ?? null,
    aliases: identifiers.filter(({ alias }) => alias !== null).length,
    seen: seen.get(founder.birth.ownProfileId) ?? null,
  };
  for (const identifier of identifiers) identifier.set = set;
  return identifiers;
}

function isPresent(value: string | null): value is string {
  return value !== null;
}

function toIdentifier(row: IdentifierRow, seen: ReadonlyMap<string, SeenRange>): KnownIdentifier {
  const identifier = bear(toBirth(row), {
    operator: row.operator,
    isPattern: row.pattern_blocked,
    userIds: row.user_ids,
    blocked: row.blocked,
  });
  identifier.seenWith = row.seen_with;
  identifier.closedFrom = row.closed_from;
  if (row.closed_from !== null) identifier.remainderSeen = seen.get(row.remainder_profile_id) ?? null;
  if (row.alias_position !== null && row.alias_since !== null) {
    identifier.alias = { position: row.alias_position, since: row.alias_since };
  }
  return identifier;
}
