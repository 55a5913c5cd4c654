import type { KeptList } from '../kept.ts';
import type { TypedEvent } from '../typed-event.ts';

/** A sum without a window that moves: an exact decimal and how many numbers are in it. */
export interface Total {
  readonly sum: string;
  readonly count: number;
}

export type FoldState = KeptList | Total;

/** What a condition says of one profile, as long as nothing new comes in. */
export interface Verdict {
  holdsAt(at: number): boolean;
  /** Every moment from which on the answer may be another; in no order. */
  readonly turns: readonly number[];
  /** Newest first, at most twenty. */
  eventIdsAt(at: number): readonly string[];
}

/**
 * How a condition over events remembers them, per identifier. `combine` is commutative and associative with `empty` as
 * its neutral element, so that a profile's state is that of its identifiers together, whatever the order.
 */
export interface Fold<S> {
  readonly empty: S;
  /** The state after one more event, which may be older than those before; `at` is the moment of the log. */
  add(state: S, event: TypedEvent, at: number): S;
  combine(a: S, b: S): S;
  read(state: S): Verdict;
}

const evidenceSize = 20;

export function newestIds(list: KeptList): readonly string[] {
  return list
    .slice(-evidenceSize)
    .toReversed()
    .map(({ eventId }) => eventId);
}
