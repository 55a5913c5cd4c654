import { expect, test } from 'vitest';
import type { Value } from '../values/value.ts';
import { functions } from './registry.ts';
import { call } from '../../test/function-table.ts';

const odd: readonly Value[] = [null, true, -1, 1e300, '', 'ab', [], [null, 'x'], {}, { a: [1] }];

/** These end a query by design. */
const ending = new Set([
  'FAIL',
  'ASSERT',
  'CALL',
  'APPLY',
  'SLEEP',
  'RANDOM_TOKEN',
  'DATE_UTCTOLOCAL',
  'DATE_LOCALTOUTC',
  'TOKENS',
  'RANGE',
  'REPLACE_NTH',
  'COLLECTION_COUNT',
]);

test('no function throws or gives undefined or NaN for arguments of any type', () => {
  for (const { name, minArgs, maxArgs } of functions.values()) {
    if (ending.has(name)) continue;
    for (let count = minArgs; count <= Math.min(maxArgs, minArgs + 1, 4); count++) {
      for (let seed = 0; seed < 40; seed++) {
        const args = Array.from(
          { length: count },
          (_, index) => odd[(seed * (index + 1) + index * 3) % odd.length] ?? null,
        );
        const { value } = call(name, ...args);
        expect(value, `${name}(${JSON.stringify(args)})`).not.toBeUndefined();
        expect(value, `${name}(${JSON.stringify(args)})`).not.toBeNaN();
      }
    }
  }
});
