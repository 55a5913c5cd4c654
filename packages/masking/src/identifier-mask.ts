import { MASK, maskEmail, maskPhone } from './mask.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * An identifier's value for a caller without `profile:pii`. Only the random id that a browser gives itself is shown:
 * every other value can be looked up somewhere, user ids and declared external ids included.
 */
export function maskIdentifier(type: string, value: string): string {
  switch (type) {
    case 'email':
      return maskEmail(value);
    case 'phone':
      return maskPhone(value);
    case 'anonymous_id':
      return UUID.test(value) ? value : MASK;
    default:
      return MASK;
  }
}
