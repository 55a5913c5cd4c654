import type { SegmentRule } from '../rule.ts';
import { readAggregate } from './read-aggregate.ts';
import { readChange } from './read-change.ts';
import { readCount, readSequence } from './read-events.ts';
import { readClock, readConsent, readIdentifiers, readList, readSegment } from './read-facts.ts';
import { readOperator, type Path, type Reading } from './reading.ts';
import { refusedOperators } from './refused-operators.ts';
import { isValueOperator, readValueCondition } from './read-value.ts';

/** What reads the argument of an operator; `depth` is that of the operator. */
type OperatorReader = (reading: Reading, path: Path, depth: number, argument: unknown) => SegmentRule | null;

const operators: Readonly<Record<string, OperatorReader>> = {
  and: (reading, path, depth, argument) => {
    const rules = readBranches(reading, path, depth, argument);
    return rules && { kind: 'and', rules };
  },
  or: (reading, path, depth, argument) => {
    const rules = readBranches(reading, path, depth, argument);
    return rules && { kind: 'or', rules };
  },
  not: (reading, path, depth, argument) => {
    const rule = readTree(reading, path, depth + 1, argument);
    return rule && { kind: 'not', rule };
  },
  has_identifier: (reading, path, _depth, argument) => readIdentifiers(reading, path, [argument, '>=', 1]),
  identifier_count: (reading, path, _depth, argument) => readIdentifiers(reading, path, argument),
  consent: (reading, path, _depth, argument) => readConsent(reading, path, argument),
  in_segment: (reading, path, _depth, argument) => readSegment(reading, path, argument),
  in_list: (reading, path, _depth, argument) => readList(reading, path, argument),
  now: (reading, path, _depth, argument) => readClock(reading, path, argument),
  event_count: readCount,
  event_sequence: readSequence,
  event_sum: readAggregate('sum'),
  event_min: readAggregate('min'),
  event_max: readAggregate('max'),
  event_average: readAggregate('average'),
  event_last: readAggregate('last'),
  trait_changed: (reading, path, _depth, argument) => readChange(reading, path, argument),
};

/** Reads one operator and everything below it. */
export function readTree(reading: Reading, path: Path, depth: number, json: unknown): SegmentRule | null {
  if (!reading.enter(path, depth)) return null;
  const entry = readOperator(reading, path, json);
  if (entry === null) return null;
  const [operator, argument] = entry;
  const below = [...path, operator];
  if (isValueOperator(operator)) return readValueCondition(reading, below, operator, argument);
  const read = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
  if (read !== undefined) return read(reading, below, depth, argument);
  const reason = refusedOperators.get(operator);
  return reason === undefined
    ? reading.refuse(below, 'UNKNOWN_OPERATOR', `unknown operator ${operator}`)
    : reading.refuse(below, 'REFUSED', reason);
}

function readBranches(
  reading: Reading,
  path: Path,
  depth: number,
  argument: unknown,
): readonly SegmentRule[] | null {
  if (!Array.isArray(argument) || argument.length === 0) {
    return reading.refuse(path, 'WRONG_TYPE', 'must be a list of at least one rule');
  }
  const rules = argument.map((item, index) => readTree(reading, [...path, index], depth + 1, item));
  return rules.every((rule) => rule !== null) ? rules : null;
}
