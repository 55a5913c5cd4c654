import { expect, it } from 'vitest';
import { maskPayload } from './payload-mask.ts';

it('shows how an event was sent and masks what it says', () => {
  const payload = {
    type: 'identify',
    timestamp: '2026-01-01T00:00:00.000Z',
    userId: 'jane',
    traits: { name: 'Jane' },
  };
  expect(JSON.parse(maskPayload(JSON.stringify(payload)))).toEqual({
    type: 'identify',
    timestamp: '2026-01-01T00:00:00.000Z',
    userId: '***',
    traits: { name: '***' },
  });
});

it('masks structural fields that carry something else', () => {
  expect(JSON.parse(maskPayload('{"type":"jane","timestamp":"jane","sentAt":{"a":"jane"}}'))).toEqual({
    type: '***',
    timestamp: '***',
    sentAt: { a: '***' },
  });
});

it('masks a payload that is cut or is no JSON whole', () => {
  expect(maskPayload('{"userId":"jane')).toBe('***');
});
