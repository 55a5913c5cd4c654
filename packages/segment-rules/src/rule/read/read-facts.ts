import { z } from 'zod';
import type {
  ClockCondition,
  ConsentCondition,
  IdentifierCondition,
  ListCondition,
  SegmentCondition,
} from '../rule.ts';
import { readDate } from './read-date.ts';
import type { Path, Reading } from './reading.ts';
import { comparison, count, name, order } from './schemas.ts';

const identifierArgument = z.tuple([name, comparison, count]);
const consentArgument = z.tuple([name, z.enum(['GRANTED', 'DENIED'])]);
const clockArgument = z.tuple([order, z.unknown()]);

/** `{"identifier_count": ["email", ">=", 2]}`. */
export function readIdentifiers(reading: Reading, path: Path, argument: unknown): IdentifierCondition | null {
  const read = reading.check(path, identifierArgument, argument);
  return read && { kind: 'identifiers', type: read[0], op: read[1], n: read[2] };
}

/** `{"consent": ["MARKETING", "GRANTED"]}`. */
export function readConsent(reading: Reading, path: Path, argument: unknown): ConsentCondition | null {
  const read = reading.check(path, consentArgument, argument);
  return read && { kind: 'consent', purpose: read[0], status: read[1] };
}

/** `{"in_segment": "id"}`. */
export function readSegment(reading: Reading, path: Path, argument: unknown): SegmentCondition | null {
  const segmentId = reading.check(path, name, argument);
  return segmentId === null ? null : { kind: 'segment', segmentId };
}

/** `{"in_list": "id"}`. */
export function readList(reading: Reading, path: Path, argument: unknown): ListCondition | null {
  const listId = reading.check(path, name, argument);
  return listId === null ? null : { kind: 'list', listId };
}

/** `{"now": [">=", {"date": "2026-12-01", "zone": "Europe/Berlin"}]}`. */
export function readClock(reading: Reading, path: Path, argument: unknown): ClockCondition | null {
  const read = reading.check(path, clockArgument, argument);
  if (read === null) return null;
  const date = readDate(reading, [...path, 1], read[1]);
  return date && { kind: 'clock', op: read[0], date };
}
