import { z } from 'zod';
import type { AggregateCondition, AggregateFunction } from '../rule.ts';
import { readTest, testOperators } from './read-test.ts';
import { readSelector } from './read-where.ts';
import { readWindow } from './read-window.ts';
import type { Path, Reading } from './reading.ts';
import { comparison, name, windowFields } from './schemas.ts';

const selected = z.strictObject({
  event: name,
  property: name,
  where: z.unknown().optional(),
  ...windowFields,
});
const numberArgument = z.tuple([selected, comparison, z.number()]);
const anyTest = z.enum([...testOperators] as [string, ...string[]]); // the set is not empty
const lastArgument = z.tuple([selected, anyTest, z.unknown().optional()]);

/** `{"event_sum": [{"event": "Order Completed", "property": "total", "within": "90d"}, ">=", 500]}`. */
export function readAggregate(fn: AggregateFunction) {
  return (reading: Reading, path: Path, depth: number, argument: unknown): AggregateCondition | null => {
    const read = reading.check<readonly [z.infer<typeof selected>, string, unknown?]>(
      path,
      fn === 'last' ? lastArgument : numberArgument,
      argument,
    );
    if (read === null) return null;
    const [fields, operator, constant] = read;
    const selector = readSelector(reading, [...path, 0], depth, fields);
    const window = readWindow(reading, [...path, 0], fields);
    const test = readTest(reading, [...path, 2], operator, constant);
    if (selector === null || window === null || test === null) return null;
    return { kind: 'aggregate', fn, property: fields.property, selector, window, test };
  };
}
