import { invalidInput, type InvalidInput } from './invalid-input.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Message ids that this subgraph gives itself begin so; a client's key must not, or it could take one of them. */
export const OWN_MESSAGE_ID_PREFIX = 'segment/';

export function isUuid(text: string): boolean {
  return UUID.test(text.toLowerCase());
}

/** Ids of segments and profiles are UUIDs. */
export function checkId(field: string, id: string): InvalidInput | null {
  return isUuid(id) ? null : invalidInput(field, 'must be a UUID.');
}

/** Text of 1 to `max` characters that every store can keep. */
export function checkText(field: string, text: string, max: number): InvalidInput | null {
  if (text.trim() === '' || text.length > max) {
    return invalidInput(field, `must have 1 to ${max} characters.`);
  }
  return isPlainText(text)
    ? null
    : invalidInput(field, 'must not contain control characters or lone surrogates.');
}

export function checkIdempotencyKey(key: string | null | undefined): InvalidInput | null {
  if (key == null) return null;
  const field = 'input.idempotencyKey';
  if (key.startsWith(OWN_MESSAGE_ID_PREFIX)) {
    return invalidInput(field, `must not begin with ${OWN_MESSAGE_ID_PREFIX}.`);
  }
  return checkText(field, key, 100);
}

/** The first of these that is not null. */
export function firstInvalid(...checks: readonly (InvalidInput | null)[]): InvalidInput | null {
  return checks.find((check) => check !== null) ?? null;
}

function isPlainText(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.isWellFormed() && !/[\u0000-\u001f\u007f]/.test(text);
}
