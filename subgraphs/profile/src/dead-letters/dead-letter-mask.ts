import { maskIdentifying, maskPayload } from '@customer360/masking';
import type { DeadLetter } from './dead-letter.ts';

/** A dead letter for a caller without `profile:pii`: ids, paths and texts stay unless they look like an address. */
export function maskDeadLetter(letter: DeadLetter): DeadLetter {
  return {
    ...letter,
    messageId: letter.messageId === null ? null : maskAddress(letter.messageId),
    field: letter.field === null ? null : maskIdentifying(letter.field),
    message: maskIdentifying(letter.message),
    payload: letter.payload === null ? null : maskPayload(letter.payload),
  };
}

/** A messageId is full of digits, but only an address has an at sign. */
function maskAddress(messageId: string): string {
  return messageId.includes('@') ? maskIdentifying(messageId) : messageId;
}
