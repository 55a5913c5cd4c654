import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { createKeyedHash } from './keyed-hash.ts';

test.each([
  ['a short key', Buffer.from('key')],
  ['a key of 32 bytes', Buffer.alloc(32, 0xa5)],
  ['a key longer than a block', Buffer.alloc(100, 0x17)],
])('%s gives the standard HMAC-SHA256, whatever was hashed before', (_, secret) => {
  const keyed = createKeyedHash(secret);
  for (const text of ['', 'short', 'ünï 💶'.repeat(3_000), 'x'.repeat(200), 'short']) {
    expect(keyed(text)).toBe(createHmac('sha256', secret).update(text).digest('hex'));
  }
});
