import type { SegmentChange } from '../facts/entry.ts';
import { readRule } from '../rule/read/read-rule.ts';
import type { RuleContext } from '../rule/read/reading.ts';
import { referenceFaults } from '../rule/references.ts';
import type { RuleFault } from '../rule/rule-fault.ts';
import { compileSegment } from './compiled-segment.ts';
import type { SegmentMemory } from './memory.ts';
import type { Segments } from './segments.ts';
import type { Touched } from './touched.ts';
import type { NewChange } from './working.ts';

/** A change of segments that was not made, with the reasons. */
export interface SegmentRefusal {
  readonly segmentId: string;
  readonly faults: readonly RuleFault[];
}

export interface SegmentWorking {
  readonly memory: SegmentMemory;
  readonly segments: Segments;
  readonly touched: Touched;
  readonly context: RuleContext;
  readonly emit: (change: NewChange) => void;
}

/** Null when the change was made, else why not. In the order of the log, so that every replay refuses the same. */
export function applySegmentChange(working: SegmentWorking, change: SegmentChange): SegmentRefusal | null {
  const faults = apply(working, change);
  return faults.length === 0 ? null : { segmentId: change.segmentId, faults };
}

function apply(working: SegmentWorking, change: SegmentChange): readonly RuleFault[] {
  switch (change.kind) {
    case 'ACTIVATED':
      return activate(working, change);
    case 'ARCHIVED':
      return archive(working, change.segmentId);
    case 'RECOMPUTED':
      return recompute(working, change.segmentId, new Set(change.profileIds));
    default:
      return change satisfies never;
  }
}

function activate(
  { memory, segments, touched, context }: SegmentWorking,
  change: Extract<SegmentChange, { kind: 'ACTIVATED' }>,
): readonly RuleFault[] {
  const { segmentId, version } = change;
  const { rule, faults } = readRule(change.rule, context);
  if (faults !== null) return faults;
  if (segments.batchMembers(segmentId) !== null) return refuse(`${segmentId} is a batch segment`);
  const wrong = referenceFaults(segmentId, rule, segments.rules());
  if (wrong.length > 0) return wrong;
  segments.set(compileSegment(segmentId, version, rule));
  for (const profileId of memory.profiles.keys()) touched.add(profileId, [segmentId]);
  return [];
}

function archive({ memory, segments, emit }: SegmentWorking, segmentId: string): readonly RuleFault[] {
  const dependents = segments.dependentsOf(segmentId);
  if (dependents.length > 0) return refuse(`in_segment of ${dependents.join(', ')} asks for ${segmentId}`);
  const archived = segments.get(segmentId);
  segments.delete(segmentId);
  if (archived === undefined) return [];
  for (const profile of [...memory.profiles.values()].toSorted((a, b) =>
    a.profileId < b.profileId ? -1 : 1,
  )) {
    profile.dues.delete(segmentId);
    if (!profile.memberships.delete(segmentId)) continue;
    const { version } = archived;
    emit({ kind: 'EXITED', reason: 'ARCHIVED', segmentId, version, profileId: profile.profileId });
  }
  return [];
}

function recompute(
  { segments, touched }: SegmentWorking,
  segmentId: string,
  members: ReadonlySet<string>,
): readonly RuleFault[] {
  if (segments.get(segmentId) !== undefined) return refuse(`${segmentId} is evaluated in real time`);
  const before = segments.batchMembers(segmentId) ?? new Set<string>();
  segments.setBatch(segmentId, members);
  for (const profileId of new Set([...before, ...members])) {
    if (before.has(profileId) === members.has(profileId)) continue;
    touched.add(profileId, segments.dependentsOf(segmentId));
  }
  return [];
}

function refuse(message: string): readonly RuleFault[] {
  return [{ path: [], code: 'REFUSED', message }];
}
