import { canHold, expiryOf } from '../../calendar/window-bounds.ts';
import type { SequenceCondition } from '../../rule/rule.ts';
import { inWindow, mergeLists, withEvent, withoutExpired, type Kept, type KeptList } from '../kept.ts';
import type { TypedEvent } from '../typed-event.ts';
import type { Fold } from './fold.ts';

/** Keeps the events of the window that can be a step; `value` has one bit for each step. */
export function sequenceFold({ steps, window }: SequenceCondition): Fold<KeptList> {
  const stepsOf = (event: TypedEvent) =>
    steps.reduce((bits, step, index) => (event.isSelectedBy(step) ? bits | (1 << index) : bits), 0);
  return {
    empty: [],
    add(state, event, at) {
      const { time, eventId } = event.event;
      if (!canHold(window, time)) return state;
      const value = stepsOf(event);
      return value === 0 ? state : withoutExpired(withEvent(state, { time, eventId, value }), window, at);
    },
    combine: mergeLists,
    read: (state) => ({
      holdsAt: (at) => latestChain(inWindow(state, window, at), steps.length) !== null,
      turns: state
        .filter((event) => isStep(event, 0))
        .map(({ time }) => expiryOf(window, time))
        .filter((turn) => turn !== null),
      eventIdsAt: (at) => latestChain(inWindow(state, window, at), steps.length) ?? [],
    }),
  };
}

/** Event ids of the chain that begins last, from its last step: each step as late as the next one allows. */
function latestChain(list: KeptList, steps: number): readonly string[] | null {
  const chain: string[] = [];
  let before = Number.POSITIVE_INFINITY;
  for (let step = steps - 1; step >= 0; step -= 1) {
    const found = list.findLast((event) => event.time < before && isStep(event, step));
    if (found === undefined) return null;
    chain.push(found.eventId);
    before = found.time;
  }
  return chain;
}

function isStep({ value }: Kept, step: number): boolean {
  return typeof value === 'number' && (value & (1 << step)) !== 0;
}
