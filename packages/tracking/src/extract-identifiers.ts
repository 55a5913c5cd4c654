import type { DroppedIdentifier } from './dropped-identifier.ts';
import { findMentions } from './find-mentions.ts';
import { EMAIL, isUniqueType, PHONE, typePriority } from './identifier-types.ts';
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

/**
 * Who a message of the Segment Spec is about, and whom it mentions. Of two values of a unique type the first in the
 * order of `identifierCandidates` stays.
 */
export function extractIdentifiers(
  message: TrackingMessage,
  options: NormaliseOptions = {},
): ExtractedIdentifiers {
  const dropped: DroppedIdentifier[] = [];
  const identifiers: IdentifierValue[] = [];
  const second: IdentifierValue[] = [];
  const contactPoints = new Set<string>();
  for (const { type, value: text } of identifierCandidates(message, dropped)) {
    const value = normaliseIdentifier(type, text, options);
    if (value === null) {
      dropped.push({ type, value: text, reason: 'INVALID_VALUE' });
      continue;
    }
    if (type === EMAIL || type === PHONE) contactPoints.add(text);
    if (includes(identifiers, type, value)) continue;
    if (isUniqueType(type) && identifiers.some((one) => one.type === type)) second.push({ type, value });
    else insert(identifiers, { type, value });
  }
  for (const one of second) dropped.push({ ...one, reason: 'SECOND_VALUE' });
  const mentions = findMentions(message, contactPoints, options).filter(
    (one) => !includes(identifiers, one.type, one.value),
  );
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
