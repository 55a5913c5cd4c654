import { createHash, randomBytes } from 'node:crypto';

/** A fresh secret and what is kept of it. */
export interface WriteKeySecret {
  /** Shown once and never stored. */
  readonly secret: string;
  /** SHA-256 of the secret in hexadecimal: enough for 256 random bits, which nobody can guess. */
  readonly keyHash: string;
  /** The last four characters of the secret. */
  readonly hint: string;
}

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BYTES = 32;
const CHARACTERS = 43; // the least number of base-62 digits that hold 256 bits

/** The prefix lets secret scanners find a key that was committed by mistake. */
export const WRITE_KEY_PREFIX = 'c360_wk_';

export function createWriteKeySecret(random: (bytes: number) => Uint8Array = randomBytes): WriteKeySecret {
  const secret = WRITE_KEY_PREFIX + base62(random(BYTES));
  return {
    secret,
    keyHash: createHash('sha256').update(secret).digest('hex'),
    hint: secret.slice(-4),
  };
}

function base62(bytes: Uint8Array): string {
  let number = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  let text = '';
  while (number > 0n) {
    text = (ALPHABET[Number(number % 62n)] ?? '') + text;
    number /= 62n;
  }
  return text.padStart(CHARACTERS, '0');
}
