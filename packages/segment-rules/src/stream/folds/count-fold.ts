import { canHold, expiryOf } from '../../calendar/window-bounds.ts';
import { compares } from '../../facts/test-value.ts';
import type { CountCondition } from '../../rule/rule.ts';
import { inWindow, mergeLists, withEvent, withoutExpired, type KeptList } from '../kept.ts';
import { newestIds, type Fold } from './fold.ts';

/** Keeps the newest n + 1 events: older ones cannot change how the count compares with n. */
export function countFold({ selector, window, op, n }: CountCondition): Fold<KeptList> {
  const newest = (list: KeptList) => (list.length > n + 1 ? list.slice(-(n + 1)) : list);
  return {
    empty: [],
    add(state, event, at) {
      const { time, eventId } = event.event;
      if (!canHold(window, time) || !event.isSelectedBy(selector)) return state;
      return newest(withoutExpired(withEvent(state, { time, eventId, value: null }), window, at));
    },
    combine: (a, b) => newest(mergeLists(a, b)),
    read: (state) => ({
      holdsAt: (at) => compares(inWindow(state, window, at).length, op, n),
      turns: state.map(({ time }) => expiryOf(window, time)).filter((turn) => turn !== null),
      eventIdsAt: (at) => newestIds(inWindow(state, window, at)),
    }),
  };
}
