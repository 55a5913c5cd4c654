import type { EventSelector, PropertyRule } from '../rule.ts';
import { readOperator, type Path, type Reading } from './reading.ts';
import { isValueOperator, readPropertyCondition } from './read-value.ts';

/** The events that a condition is about; `*` is every name. */
export function readSelector(
  reading: Reading,
  path: Path,
  depth: number,
  { event, where }: { readonly event: string; readonly where?: unknown },
): EventSelector | null {
  if (reading.context.internalEvents.has(event) || event.startsWith('internal:')) {
    const reason = `${event} is an event that the system makes itself: rules on these are refused`;
    return reading.refuse([...path, 'event'], 'REFUSED', reason);
  }
  const selected = event === '*' ? null : event;
  if (where === undefined) return { event: selected, where: null };
  const rule = readWhere(reading, [...path, 'where'], depth + 1, where);
  return rule && { event: selected, where: rule };
}

function readWhere(reading: Reading, path: Path, depth: number, json: unknown): PropertyRule | null {
  if (!reading.enter(path, depth)) return null;
  const entry = readOperator(reading, path, json);
  if (entry === null) return null;
  const [operator, argument] = entry;
  const below = [...path, operator];
  if (isValueOperator(operator)) return readPropertyCondition(reading, below, operator, argument);
  if (operator === 'not') {
    const rule = readWhere(reading, below, depth + 1, argument);
    return rule && { kind: 'not', rule };
  }
  if (operator !== 'and' && operator !== 'or') {
    return reading.refuse(
      below,
      'UNKNOWN_OPERATOR',
      `where knows and, or, not and comparisons, not ${operator}`,
    );
  }
  if (!Array.isArray(argument) || argument.length === 0) {
    return reading.refuse(below, 'WRONG_TYPE', 'must be a list of at least one condition');
  }
  const rules = argument.map((item, index) => readWhere(reading, [...below, index], depth + 1, item));
  return rules.every((rule) => rule !== null) ? { kind: operator, rules } : null;
}
