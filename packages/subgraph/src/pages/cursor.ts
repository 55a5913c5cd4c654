import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';
import { AppError } from '@customer360/service';

/** The place of an item in its list: the values that the list is ordered by. */
export type ListPlace = readonly (string | number)[];

/** Cursors of one tenant. A cursor says nothing to who lacks the tenant's key, and fits only the list that made it. */
export interface Cursors {
  /** `list` names the list with everything that shapes it: its filter and its order. */
  encode(list: string, place: ListPlace): string;
  /** Throws BAD_USER_INPUT for a cursor of another list or tenant. */
  decode(list: string, cursor: string): ListPlace;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;
const MAX_LENGTH = 2_000;

/** `secret` is known to one tenant only and never leaves the process. */
export function createCursors(secret: string): Cursors {
  const encryptionKey = createHash('sha256').update(`cursor encryption ${secret}`).digest();
  const ivKey = createHash('sha256').update(`cursor iv ${secret}`).digest();

  return {
    encode(list, place) {
      const text = JSON.stringify(place);
      // The same place has the same cursor; two places never share an initialisation vector.
      const iv = createHmac('sha256', ivKey)
        .update(JSON.stringify([list, text]))
        .digest()
        .subarray(0, IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', encryptionKey, iv);
      cipher.setAAD(Buffer.from(list));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
    },

    decode(list, cursor) {
      const bytes = Buffer.from(cursor, 'base64url');
      if (cursor.length > MAX_LENGTH || bytes.length <= IV_BYTES + TAG_BYTES) throw foreignCursor();
      try {
        const decipher = createDecipheriv('aes-256-gcm', encryptionKey, bytes.subarray(0, IV_BYTES));
        decipher.setAAD(Buffer.from(list));
        decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
        const sealed = bytes.subarray(IV_BYTES + TAG_BYTES);
        const text = Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
        // Authenticated: only `encode` can have written it.
        return JSON.parse(text) as ListPlace;
      } catch (cause) {
        throw foreignCursor(cause);
      }
    },
  };
}

function foreignCursor(cause?: unknown): AppError {
  return new AppError('BAD_USER_INPUT', 'The cursor is not one of this list.', { cause });
}
