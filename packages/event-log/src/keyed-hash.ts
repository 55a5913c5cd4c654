import { hash } from 'node:crypto';

/** HMAC-SHA256 (RFC 2104) of a text under one key, in hex. */
export type KeyedHash = (text: string) => string;

const BLOCK = 64;
const DIGEST = 32;

/**
 * By two one-shot hashes: an append makes five such hashes an event, and an object each (`createHmac`) costs more in
 * garbage collection than the hash itself.
 */
export function createKeyedHash(secret: Uint8Array): KeyedHash {
  const key = Buffer.alloc(BLOCK);
  key.set(secret.byteLength > BLOCK ? hash('sha256', secret, 'buffer') : secret);
  const outer = Buffer.alloc(BLOCK + DIGEST);
  outer.set(key.map((byte) => byte ^ 0x5c));
  const inner = key.map((byte) => byte ^ 0x36);
  let scratch = Buffer.alloc(4_096);
  scratch.set(inner);
  return (text) => {
    // A UTF-16 unit takes at most three bytes.
    const longest = BLOCK + text.length * 3;
    if (scratch.length < longest) {
      scratch = Buffer.alloc(longest);
      scratch.set(inner);
    }
    const end = BLOCK + scratch.write(text, BLOCK);
    outer.set(hash('sha256', scratch.subarray(0, end), 'buffer'), BLOCK);
    return hash('sha256', outer, 'hex');
  };
}
