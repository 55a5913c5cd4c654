/** The tag of what a value answers whose identifier is known. */
export function identifierTag(identifierId: string): string {
  return `identifier:${identifierId}`;
}

/** The tag of "nobody has brought this value", by the keyed hash of the value. */
export function valueTag(valueHash: string): string {
  return `value:${valueHash}`;
}

/** The tag of all values that nobody has brought. */
export const UNKNOWN_TAG = 'unknown';
