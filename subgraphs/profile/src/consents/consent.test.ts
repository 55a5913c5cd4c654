import { expect, test } from 'vitest';
import { decide, overriddenBy, statusAt, type ConsentStatement } from './consent.ts';
import { replaces, type KeptStatement } from './statement-index.ts';

let position = 0;

function statement(status: 'GRANTED' | 'DENIED', more: Partial<ConsentStatement> = {}): ConsentStatement {
  position += 1;
  return {
    position,
    eventId: `e${position}`,
    purpose: 'MARKETING',
    status,
    attributionId: 'a',
    time: position,
    expiresAt: null,
    pins: [],
    overrides: [],
    ...more,
  };
}

test('nothing said is no decision', () => {
  expect(decide([])).toBeNull();
});

test('after a union a refusal beats a later grant of the other side', () => {
  const refusal = statement('DENIED', { attributionId: 'a' });
  const grant = statement('GRANTED', { attributionId: 'b' });
  expect(decide([refusal, grant])?.status).toBe('DENIED');
});

test('a grant that was made knowing of the refusal overrides it', () => {
  const refusal = statement('DENIED');
  const grant = statement('GRANTED', { overrides: [refusal.position] });
  expect(decide([refusal, grant])).toEqual({ status: 'GRANTED', expiresAt: null, updatedAt: grant.time });
});

test('when the overriding grant ends the refusal denies again, whatever older grants say', () => {
  const forever = statement('GRANTED');
  const refusal = statement('DENIED');
  const limited = statement('GRANTED', { overrides: [refusal.position], expiresAt: 1_000 });
  const decision = decide([forever, refusal, limited]);
  expect(decision).toEqual({ status: 'GRANTED', expiresAt: 1_000, updatedAt: limited.time });
  expect(decision && statusAt(decision, 999)).toBe('GRANTED');
  expect(decision && statusAt(decision, 1_000)).toBe('DENIED');
});

test('an old grant that arrives late does not answer a newer refusal', () => {
  const refusal = statement('DENIED', { position: 5, time: 100 });
  expect(overriddenBy({ position: 6, time: 99 }, [refusal])).toEqual([]);
  expect(overriddenBy({ position: 6, time: 100 }, [refusal])).toEqual([5]);
});

test('a repeated refusal replaces its former self only while it holds for the same identifiers', () => {
  const older: KeptStatement = { ...statement('DENIED', { pins: ['a'] }), listKey: 'l' };
  const same: KeptStatement = { ...statement('DENIED', { pins: ['a'] }), listKey: 'l' };
  const wider: KeptStatement = { ...statement('DENIED', { pins: ['a', 'b'] }), listKey: 'l' };
  expect(replaces(same, older)).toBe(true);
  expect(replaces(wider, older)).toBe(false);
});

test('a repeated grant replaces its former self only when it reaches as far', () => {
  const older: KeptStatement = { ...statement('GRANTED', { overrides: [1] }), listKey: 'l' };
  const shorter: KeptStatement = { ...statement('GRANTED', { overrides: [1], expiresAt: 9 }), listKey: 'l' };
  const other: KeptStatement = { ...statement('GRANTED', { overrides: [2] }), listKey: 'l' };
  const same: KeptStatement = { ...statement('GRANTED', { overrides: [1, 2] }), listKey: 'l' };
  expect([shorter, other, same].map((newer) => replaces(newer, older))).toEqual([false, false, true]);
});
