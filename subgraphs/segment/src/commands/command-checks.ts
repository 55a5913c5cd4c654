import {
  referenceFaults,
  referencedSegments,
  requireRule,
  type SegmentRule,
} from '@customer360/segment-rules';
import type { Definition } from '../segments/definition-writes.ts';
import { refused, type CommandAnswer } from './answer.ts';

type Definitions = ReadonlyMap<string, Definition>;

/** Null when the name is free. */
export function checkName(
  definitions: Definitions,
  name: string,
  owner: string | null,
): CommandAnswer | null {
  const holder = [...definitions.values()].find((one) => !one.isArchived && one.name === name);
  return holder === undefined || holder.segmentId === owner ? null : refused('NAME_TAKEN');
}

/** The rule of each segment as it is to be, null for those that are counted. */
export function latestRules(definitions: Definitions): ReadonlyMap<string, SegmentRule | null> {
  const present = [...definitions.values()].filter(({ isArchived }) => !isArchived);
  return new Map(
    present.map(({ segmentId, kind, latestRule }) => [
      segmentId,
      kind === 'BATCH' ? null : requireRule(latestRule),
    ]),
  );
}

/** Null when every segment that the rule asks for is there, and none leads back. */
export function checkReferences(
  definitions: Definitions,
  segmentId: string,
  rule: unknown,
): CommandAnswer | null {
  const [fault] = referenceFaults(segmentId, requireRule(rule), latestRules(definitions));
  if (fault === undefined) return null;
  if (fault.code === 'CYCLE') return refused('CYCLE');
  return fault.code === 'UNKNOWN_SEGMENT'
    ? refused('UNKNOWN_SEGMENT', `${fault.message}.`)
    : refused('REFERENCED', `${fault.message}.`);
}

/** Names of the segments whose latest rules ask for this one. */
export function dependentsOf(definitions: Definitions, segmentId: string): readonly string[] {
  return [...definitions.values()]
    .filter((one) => !one.isArchived && one.segmentId !== segmentId)
    .filter(({ latestRule }) => referencedSegments(requireRule(latestRule)).includes(segmentId))
    .map(({ name }) => name)
    .toSorted();
}
