import { canHold, expiryOf } from '../../calendar/window-bounds.ts';
import { passes, turnsOf } from '../../facts/test-value.ts';
import type { TypedValue } from '../../facts/typed-value.ts';
import type { AggregateCondition } from '../../rule/rule.ts';
import { testedType } from '../../rule/value-test.ts';
import { inWindow, mergeLists, withEvent, type Kept, type KeptList } from '../kept.ts';
import { newestIds, type Fold } from './fold.ts';

/** The value of the newest event that has one of the tested type: keeps that event. */
export function lastFold({ selector, window, property, test }: AggregateCondition): Fold<KeptList> {
  const type = testedType(test);
  const typed = ({ value }: Kept): TypedValue => ({
    number: typeof value === 'number' && type === 'number' ? value : null,
    string: typeof value === 'string' ? value : null,
    boolean: typeof value === 'boolean' ? value : null,
    instant: typeof value === 'number' && type === 'instant' ? value : null,
  });
  return {
    empty: [],
    add(state, event) {
      const { time, eventId } = event.event;
      if (!canHold(window, time) || !event.isSelectedBy(selector)) return state;
      const present = event.property(property);
      if (present === undefined) return state;
      const value = type === null ? null : present[type];
      if (type !== null && value === null) return state;
      return withEvent(state, { time, eventId, value }).slice(-1);
    },
    combine: (a, b) => mergeLists(a, b).slice(-1),
    read: (state) => ({
      holdsAt: (at) => inWindow(state, window, at).some((last) => passes(test, typed(last), at)),
      turns: state.flatMap((last) => {
        const expiry = expiryOf(window, last.time);
        return [...turnsOf(test, typed(last)), ...(expiry === null ? [] : [expiry])];
      }),
      eventIdsAt: (at) => newestIds(inWindow(state, window, at)),
    }),
  };
}
