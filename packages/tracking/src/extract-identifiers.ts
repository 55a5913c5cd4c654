import type { DroppedIdentifier } from './dropped-identifier.ts';
import { findMentions } from './find-mentions.ts';
import { isUniqueType, typePriority } from './identifier-types.ts';
import type { IdentifierValue } from './identifier-types.ts';
import { identifierCandidates } from './identifier-candidates.ts';
import type { TrackingMessage } from './message.ts';
import { normaliseIdentifier } from './normalise-identifier.ts';
import type { NormaliseOptions } from './normalise-identifier.ts';

export interface ExtractedIdentifiers {
  /** Identifiers of the person, by (priority of the type, value), at most one of a unique type. */
  readonly identifiers: readonly IdentifierValue[];
  /** What looked like an identifier and is none. */
  readonly dropped: readonly DroppedIdentifier[];
  /** E-mail addresses, phone numbers and dropped second values that the payload names besides. */
  readonly mentions: readonly IdentifierValue[];
}

/** Who a message of the Segment Spec is about, and whom it mentions. */
export function extractIdentifiers(
  message: TrackingMessage,
  options: NormaliseOptions = {},
): ExtractedIdentifiers {
  const dropped: DroppedIdentifier[] = [];
  const found: IdentifierValue[] = [];
  for (const candidate of identifierCandidates(message, dropped)) {
    const value = normaliseIdentifier(candidate.type, candidate.value, options);
    if (value === null) dropped.push({ ...candidate, reason: 'INVALID_VALUE' });
    else if (!includes(found, candidate.type, value)) insert(found, { type: candidate.type, value });
  }
  const identifiers = found.filter((one, index) => isFirstOfUniqueType(found, one, index));
  const second = found.filter((one) => !identifiers.includes(one));
  for (const one of second) dropped.push({ ...one, reason: 'SECOND_VALUE' });
  const mentions = findMentions(message).filter((one) => !includes(identifiers, one.type, one.value));
  return { identifiers, dropped, mentions: [...second, ...mentions] };
}

function includes(list: readonly IdentifierValue[], type: string, value: string): boolean {
  return list.some((one) => one.value === value && one.type === type);
}

/** Keeps the list in order; lists are short. */
function insert(list: IdentifierValue[], identifier: IdentifierValue): void {
  let place = list.length;
  while (place > 0 && comesBefore(identifier, list[place - 1] as IdentifierValue)) place -= 1; // within bounds
  list.splice(place, 0, identifier);
}

function comesBefore(a: IdentifierValue, b: IdentifierValue): boolean {
  const difference = typePriority(a.type) - typePriority(b.type);
  if (difference !== 0) return difference < 0;
  return a.value === b.value ? a.type < b.type : a.value < b.value;
}

function isFirstOfUniqueType(list: readonly IdentifierValue[], one: IdentifierValue, index: number): boolean {
  return !isUniqueType(one.type) || list[index - 1]?.type !== one.type;
}
