import { expect, it } from 'vitest';
import { maskIdentifier } from './identifier-mask.ts';

it.each([
  ['email', 'jane@example.com', 'j***@example.com'],
  ['phone', '+491701234567', '***67'],
  ['anonymous_id', '0191d2f4-5e3a-7c1e-9f59-08c0d1a2b3c4', '0191d2f4-5e3a-7c1e-9f59-08c0d1a2b3c4'],
  ['anonymous_id', 'jane@example.com', '***'],
  ['user_id', 'u-1', '***'],
  ['loyalty_card', '4711', '***'],
])('shows a value of %s as it may be seen', (type, value, masked) => {
  expect(maskIdentifier(type, value)).toBe(masked);
});
