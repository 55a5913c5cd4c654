import type { LogEntry } from '@customer360/event-log';
import { isEvent } from './evidence.ts';
import type { Snapshot } from './snapshot.ts';

/** What must hold of every state whatever happened, in words where it does not. */
export function violations(entries: readonly LogEntry[], snapshot: Snapshot): string[] {
  const identifiers = new Map(snapshot.identifiers.map((identifier) => [identifier.id, identifier]));
  const isUser = (id: string) => identifiers.get(id)?.type === 'user_id';
  const found: string[] = [];

  for (const { id, members } of snapshot.profiles) {
    if (members.filter(isUser).length > 1) found.push(`profile ${id} holds two user ids`);
  }
  for (const [a, b] of snapshot.keepApart) {
    const [one, other] = [identifiers.get(a)?.profileId, identifiers.get(b)?.profileId];
    if (one !== undefined && one === other) found.push(`${a} and ${b} are kept apart and share ${one}`);
  }
  const events = entries.filter(isEvent);
  const membersOf = new Map(snapshot.profiles.map(({ id, members }) => [id, members]));
  const usersOf = (entry: LogEntry) =>
    entry.identifiers
      .filter(({ id }) => isUser(id) && identifiers.get(id)?.blocked === null)
      .map(({ id }) => id);
  for (const { position, identifierId, profileId } of snapshot.attributions) {
    for (const owner of (membersOf.get(profileId) ?? []).filter(isUser)) {
      const earlier = events.filter(
        (entry) => entry.position <= position && entry.identifiers.some(({ id }) => id === identifierId),
      );
      const others = earlier.flatMap(usersOf).filter((user) => user !== owner && identifierId !== user);
      if (others.length > 0)
        found.push(`${owner} sees event ${String(position)}, on what ${others.join()} used`);
    }
  }
  return found;
}
