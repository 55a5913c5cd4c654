import { describe, expect, it } from 'vitest';
import { checkId, checkIdempotencyKey, checkText } from './input-checks.ts';

describe('an idempotency key', () => {
  it('may be left out', () => {
    expect(checkIdempotencyKey(null)).toBeNull();
    expect(checkIdempotencyKey(undefined)).toBeNull();
  });

  it.each(['k', 'k'.repeat(100), 'my-segment/1'])('may be %s', (key) => {
    expect(checkIdempotencyKey(key)).toBeNull();
  });

  it.each([
    ['', 'must have 1 to 100 characters.'],
    ['   ', 'must have 1 to 100 characters.'],
    ['k'.repeat(101), 'must have 1 to 100 characters.'],
    ['a\u0000b', 'must not contain control characters or lone surrogates.'],
    ['\ud800', 'must not contain control characters or lone surrogates.'],
  ])('must not be %j', (key, message) => {
    expect(checkIdempotencyKey(key)).toEqual({
      kind: 'InvalidInput',
      field: 'input.idempotencyKey',
      message,
    });
  });

  it.each(['createSource/web', 'segment/import/1/0'])(
    'cannot take the message id %s of a command that a subgraph names itself',
    (key) => {
      const [own] = /^\w+\//.exec(key) ?? [];
      expect(checkIdempotencyKey(key)?.message).toBe(`must not begin with ${own}.`);
    },
  );
});

it('an id is a UUID in any case', () => {
  expect(checkId('input.id', '00000000-0000-4000-8000-00000000000A')).toBeNull();
  expect(checkId('input.id', '00000000-0000-4000-8000-00000000000')).toEqual({
    kind: 'InvalidInput',
    field: 'input.id',
    message: 'must be a UUID.',
  });
});

it('a text is measured in UTF-16 units and named with its limit', () => {
  expect(checkText('input.name', 'é', 1)).toBeNull();
  expect(checkText('input.name', '🙂', 1)?.message).toBe('must have 1 to 1 characters.');
});
