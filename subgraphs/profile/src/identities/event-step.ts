import type { LogEntry } from '@customer360/event-log';
import { attributedIdentifier, attributionId, isOnRemainder } from './attribution.ts';
import type { BatchContext } from './batch-context.ts';
import { noChanges, type FoldChanges } from './fold-changes.ts';
import { foldEvent } from './fold.ts';
import { bear, blockReason, profileIdOf, widen, type KnownIdentifier } from './known-identifier.ts';
import type { Step } from './step.ts';
import { applyChanges, quietStep } from './step-changes.ts';

/**
 * Values that this event would block, because it brings one user id too many, with their users then. Nothing is
 * changed yet.
 */
export function findAutoBlocked(
  { memory, unborn, configuration, limits }: BatchContext,
  entry: LogEntry,
): Map<KnownIdentifier, readonly string[]> {
  const blocked = new Map<KnownIdentifier, readonly string[]>();
  const user = entry.identifiers.find(({ type }) => type === 'user_id');
  if (user === undefined || entry.identifiers.length < 2) return blocked;
  for (const { id } of entry.identifiers) {
    const identifier = memory.identifier(id);
    if (identifier === undefined || identifier.blocked !== null || identifier.birth.isUser) continue;
    if (identifier.userIds.length < limits.autoBlockUsers || identifier.userIds.includes(user.id)) continue;
    const known = memory.identifier(user.id) ?? unborn.constraintsOf(user.id, configuration);
    if (known.isPattern) continue;
    const userIds = [...identifier.userIds, user.id];
    if (blockReason({ ...identifier, userIds }, limits.autoBlockUsers) !== null)
      blocked.set(identifier, userIds);
  }
  return blocked;
}

/** Folds one event into memory: the state goes one step on, constraints stay as they are. */
export function resolveEvent(context: BatchContext, entry: LogEntry): Step {
  const { memory, limits } = context;
  const listKey = observe(context, entry);
  const changes = noChanges((union, former) => memory.rename(union, former));
  const identifiers = entry.identifiers.map(({ id }, rank) => {
    const known = memory.identifier(id);
    return known ?? bearInto(context, entry, rank, changes);
  });
  countUsers(context, identifiers);
  if (!isSettled(identifiers)) {
    foldEvent({ rules: { limits, keepApart: memory.keepApart }, point: entry, changes }, identifiers);
  }
  const changed = applyChanges(context, entry, changes);
  return quietStep(entry, { listKey, ...changed, ...attribute(context, entry, identifiers) });
}

/** Keeps the event as an observation and answers the key of its list. */
export function observe(context: BatchContext, entry: LogEntry): string {
  const { memory, pending } = context;
  const text = listText(entry);
  const listKey = listKeyOf(context, entry);
  if (!memory.storedLists.has(text)) {
    pending.addList(text, { key: listKey, identifierIds: entry.identifiers.map(({ id }) => id) });
  }
  const { position, time, eventId } = entry;
  pending.observations.push({ listKey, position, time, eventId });
  return listKey;
}

/** The key of the event's ordered identifier list. */
export function listKeyOf({ memory, ids }: BatchContext, entry: LogEntry): string {
  return memory.storedLists.get(listText(entry)) ?? ids.of('list', ...entry.identifiers.map(({ id }) => id));
}

function listText({ identifiers }: LogEntry): string {
  return identifiers.length === 1 ? (identifiers[0]?.id ?? '') : identifiers.map(({ id }) => id).join(' ');
}

/** Counts the event's user id for the auto-block of its other identifiers. */
export function countUsers({ pending, limits }: BatchContext, identifiers: readonly KnownIdentifier[]): void {
  const user = identifiers.find(({ birth }) => birth.isUser);
  if (user === undefined || user.isPattern) return;
  for (const identifier of identifiers) {
    const { userIds } = identifier;
    if (identifier.birth.isUser || userIds.length > limits.autoBlockUsers) continue;
    if (userIds.includes(user.birth.id)) continue;
    identifier.userIds = [...userIds, user.birth.id];
    pending.identifierIds.add(identifier.birth.id);
  }
}

/** True when the fold of this event would change nothing: what every event of a known visitor finds. */
function isSettled(identifiers: readonly KnownIdentifier[]): boolean {
  const user = identifiers.find(({ birth, blocked }) => birth.isUser && blocked === null);
  let anchor: KnownIdentifier | null = null;
  for (const identifier of identifiers) {
    if (identifier.blocked !== null || identifier.closedFrom !== null) continue;
    if (user !== undefined && identifier !== user) {
      if (identifier.seenWith === null || identifier.set.user !== user.birth.id) return false;
    }
    anchor ??= identifier;
    if (identifier.set !== anchor.set) return false;
  }
  return true;
}

function bearInto(
  { memory, pending, ids, unborn, configuration, limits }: BatchContext,
  entry: LogEntry,
  rank: number,
  changes: FoldChanges,
): KnownIdentifier {
  const constraints = unborn.constraintsOf(entry.identifiers[rank]?.id ?? '', configuration);
  const blocked = blockReason(constraints, limits.autoBlockUsers);
  const identifier = bear(unborn.birthBy(entry, rank, ids), { ...constraints, blocked });
  memory.add(identifier);
  pending.identifierIds.add(identifier.birth.id);
  changes.moved.set(identifier, null);
  return identifier;
}

/** Whose the event is; widens the seen times of that profile. */
function attribute(
  { pending }: BatchContext,
  entry: LogEntry,
  identifiers: readonly KnownIdentifier[],
): Pick<Step, 'identifierId' | 'profileId'> {
  const identifier = attributedIdentifier(identifiers);
  if (identifier === null) return { identifierId: null, profileId: null };
  const isRemainder = isOnRemainder(identifier, entry.position);
  const former = isRemainder ? identifier.remainderSeen : identifier.set.seen;
  const seen = widen(former, { from: entry.time, to: entry.time });
  const profileId = isRemainder ? identifier.birth.remainderProfileId : profileIdOf(identifier.set);
  if (seen !== former) {
    if (isRemainder) identifier.remainderSeen = seen;
    else identifier.set.seen = seen;
    pending.profileIds.add(profileId);
  }
  return { identifierId: attributionId(identifier, entry.position), profileId };
}
