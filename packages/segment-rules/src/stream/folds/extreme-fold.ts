import { expiryOf } from '../../calendar/window-bounds.ts';
import type { AggregateCondition } from '../../rule/rule.ts';
import { inWindow, mergeLists, withEvent, withoutExpired, type KeptList } from '../kept.ts';
import { newestIds, type Fold } from './fold.ts';
import { numberTest } from '../../facts/number-test.ts';
import { numberOf } from './sum-fold.ts';

/** Smallest or greatest number: keeps only those that no later event outdoes. */
export function extremeFold(condition: AggregateCondition): Fold<KeptList> {
  const { window, test } = condition;
  const sign = condition.fn === 'max' ? 1 : -1;
  const isMoving = window.kind === 'within' || window.kind === 'calendar';
  const reduce = (list: KeptList) => undominated(list, sign).slice(0, isMoving ? undefined : 1);
  return {
    empty: [],
    add(state, event, at) {
      const value = numberOf(condition, event);
      if (value === null) return state;
      const { time, eventId } = event.event;
      return reduce(withoutExpired(withEvent(state, { time, eventId, value }), window, at));
    },
    combine: (a, b) => reduce(mergeLists(a, b)),
    read: (state) => ({
      holdsAt: (at) => {
        // The list falls from its oldest: the first one in the window is the extreme. `add` keeps numbers only.
        const extreme = inWindow(state, window, at)[0]?.value as number | undefined;
        return extreme !== undefined && numberTest(test, (x) => extreme - x);
      },
      turns: state.map(({ time }) => expiryOf(window, time)).filter((turn) => turn !== null),
      eventIdsAt: (at) => newestIds(inWindow(state, window, at).slice(0, 1)),
    }),
  };
}

/** Drops every event for which a later one counts at least as much: it falls out first. */
function undominated(list: KeptList, sign: 1 | -1): KeptList {
  let best = Number.NEGATIVE_INFINITY;
  return list
    .toReversed()
    .filter(({ value }) => {
      // Lists of this fold hold numbers only.
      const size = sign * (value as number);
      if (size <= best) return false;
      best = size;
      return true;
    })
    .toReversed();
}
