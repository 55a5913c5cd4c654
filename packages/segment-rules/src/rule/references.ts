import { maxReferencedSegments } from './limits.ts';
import type { RuleFault } from './rule-fault.ts';
import { referencedSegments } from './walk.ts';
import type { SegmentRule } from './rule.ts';

/**
 * What is wrong with the segments that a rule asks for. `rules` has the rule in force of every real-time segment, null
 * for a batch segment; a segment that is not in it does not exist.
 */
export function referenceFaults(
  segmentId: string,
  rule: SegmentRule,
  rules: ReadonlyMap<string, SegmentRule | null>,
): readonly RuleFault[] {
  const refuse = (code: RuleFault['code'], message: string): RuleFault[] => [{ path: [], code, message }];
  const reached = new Set<string>();
  const open = [...referencedSegments(rule)];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === segmentId) return refuse('CYCLE', `in_segment leads back to ${segmentId}`);
    if (reached.has(id)) continue;
    const target = rules.get(id);
    if (target === undefined) return refuse('UNKNOWN_SEGMENT', `there is no segment ${id} in force`);
    reached.add(id);
    if (reached.size > maxReferencedSegments) {
      return refuse('OUT_OF_RANGE', `in_segment reaches at most ${maxReferencedSegments} segments`);
    }
    if (target !== null) open.push(...referencedSegments(target));
  }
  return [];
}
