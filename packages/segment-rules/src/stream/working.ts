import type { Departure, MembershipChange } from './membership-change.ts';
import type { SegmentMemory } from './memory.ts';
import type { RuleIndex } from './rule-index.ts';
import type { Segments } from './segments.ts';
import type { Touched } from './touched.ts';

/** What applying one entry works on. */
export interface Working {
  readonly memory: SegmentMemory;
  readonly segments: Segments;
  readonly index: RuleIndex;
  readonly touched: Touched;
  /** Moment of the entry, milliseconds. */
  readonly at: number;
  readonly emit: (change: NewChange) => void;
  /** Told who left batch segments. */
  readonly depart: (departure: Pick<Departure, 'profileId' | 'reason'>) => void;
}

export type NewChange = Omit<MembershipChange, 'id' | 'at' | 'cause'>;
