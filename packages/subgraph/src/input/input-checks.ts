import { invalidInput, type InvalidInput } from './invalid-input.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Message ids that subgraphs give commands themselves begin so, by what they are for. Commands of all subgraphs share one
 * source: no client's key may begin so, or it could take one of them.
 */
export const OWN_MESSAGE_IDS = { source: 'createSource/', segment: 'segment/' } as const;

/** Upper or lower case. */
export function isUuid(text: string): boolean {
  return UUID.test(text.toLowerCase());
}

/** Ids of everything that a mutation can name are UUIDs. */
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
  const own = Object.values(OWN_MESSAGE_IDS).find((beginning) => key.startsWith(beginning));
  if (own !== undefined) return invalidInput(field, `must not begin with ${own}.`);
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
