import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { createWriteKeySecret } from './write-key-secret.ts';

it('makes 43 letters and digits of 32 random bytes, whatever they are', () => {
  const extremes = [0, 255].map(
    (byte) => createWriteKeySecret((bytes) => new Uint8Array(bytes).fill(byte)).secret,
  );
  for (const secret of extremes) expect(secret).toMatch(/^c360_wk_[0-9A-Za-z]{43}$/);
  expect(extremes[0]).not.toBe(extremes[1]);
});

it('keeps the hash and the last four characters', () => {
  const { secret, keyHash, hint } = createWriteKeySecret();
  expect(keyHash).toBe(createHash('sha256').update(secret).digest('hex'));
  expect(secret.endsWith(hint)).toBe(true);
  expect(hint).toHaveLength(4);
});

it('never makes the same key twice', () => {
  expect(createWriteKeySecret().secret).not.toBe(createWriteKeySecret().secret);
});
