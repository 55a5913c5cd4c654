import { hasValue, valueKey, type Moment, type Observation, type Scalar } from './observation.ts';
import { isInWindow, type TraitWindow } from './trait-window.ts';
import type { Trait } from './trait.ts';
import { mergeOrdered } from './windowed-trait.ts';

export interface Change extends Moment {
  /** The value before; null for the first one ever. */
  readonly from: Scalar | null;
  readonly to: Scalar;
}

export interface Changes {
  readonly count: number;
  /** The latest change; null without any. */
  readonly last: Change | null;
}

/**
 * How often the value became another one within the window, in order of moments; the first value is a change from nothing.
 * Keeps every observation of the window and the one before it, as what comes between two equal ones may still arrive.
 */
export function changes(window: TraitWindow): Trait<readonly Observation[], Changes> {
  const isInside = (t: number, asOf: number): boolean => isInWindow(window, t, asOf);
  return {
    empty: [],
    observe: (observation) => (hasValue(observation) && !isPast(window, observation.t) ? [observation] : []),
    merge: (one, other) => {
      const merged = mergeOrdered(one, other);
      return window.kind === 'range' ? fromOneBefore(merged, (t) => isInside(t, t)) : merged;
    },
    value: (state, asOf) => {
      const inside = changesOf(state).filter(({ t }) => t <= asOf && isInside(t, asOf));
      return { count: inside.length, last: inside.at(-1) ?? null };
    },
    prune: (state, asOf) =>
      window.kind === 'sliding' ? fromOneBefore(state, (t) => isInside(t, asOf)) : state,
    nextChange: (state, asOf) => {
      if (window.kind !== 'sliding') return null;
      const oldest = changesOf(state).find(({ t }) => t <= asOf && isInside(t, asOf));
      return oldest === undefined ? null : oldest.t + window.length;
    },
  };
}

/** Whether an observation comes too late for a fixed range, in which nothing after the end matters. */
function isPast(window: TraitWindow, t: number): boolean {
  return window.kind === 'range' && t >= window.to;
}

function fromOneBefore(
  state: readonly Observation[],
  isInside: (t: number) => boolean,
): readonly Observation[] {
  const inside = state.findIndex(({ t }) => isInside(t));
  return state.slice(Math.max(0, (inside === -1 ? state.length : inside) - 1));
}

function changesOf(state: readonly Observation[]): readonly Change[] {
  const found: Change[] = [];
  let from: Scalar | null = null;
  for (const { value, t, eventId } of state) {
    if (value === null) continue;
    if (from === null || valueKey(from) !== valueKey(value)) found.push({ from, to: value, t, eventId });
    from = value;
  }
  return found;
}
