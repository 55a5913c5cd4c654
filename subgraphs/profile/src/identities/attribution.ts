import type { KnownIdentifier } from './known-identifier.ts';

/** The identifier that an event is about: its first one that is not blocked, else its first; null without any. */
export function attributedIdentifier(identifiers: readonly KnownIdentifier[]): KnownIdentifier | null {
  for (const identifier of identifiers) if (identifier.blocked === null) return identifier;
  return identifiers[0] ?? null;
}

/** True when an event at this position that rests on the identifier belongs to what is left of a shared value. */
export function isOnRemainder(identifier: KnownIdentifier, position: number): boolean {
  return identifier.closedFrom !== null && position > identifier.closedFrom;
}

/** Attribution id of an event at this position that rests on the identifier. */
export function attributionId(identifier: KnownIdentifier, position: number): string {
  const { birth } = identifier;
  return isOnRemainder(identifier, position) ? birth.remainderId : birth.id;
}
