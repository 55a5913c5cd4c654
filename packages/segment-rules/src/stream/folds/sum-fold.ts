import { Big } from 'big.js';
import { canHold, expiryOf } from '../../calendar/window-bounds.ts';
import type { AggregateCondition } from '../../rule/rule.ts';
import { inWindow, mergeLists, withEvent, withoutExpired, type KeptList } from '../kept.ts';
import type { TypedEvent } from '../typed-event.ts';
import { newestIds, type Fold, type Total } from './fold.ts';
import { numberTest } from '../../facts/number-test.ts';

/** Sum or average over a window that moves: keeps the numbers that are in it. */
export function slidingSumFold(condition: AggregateCondition): Fold<KeptList> {
  const { window } = condition;
  return {
    empty: [],
    add(state, event, at) {
      const value = numberOf(condition, event);
      if (value === null) return state;
      const { time, eventId } = event.event;
      return withoutExpired(withEvent(state, { time, eventId, value }), window, at);
    },
    combine: mergeLists,
    read: (state) => ({
      holdsAt: (at) => {
        const present = inWindow(state, window, at);
        // `add` keeps numbers only.
        const sum = present.reduce((total, { value }) => total.plus(value as number), new Big(0));
        return compareSum(condition, sum, present.length);
      },
      turns: state.map(({ time }) => expiryOf(window, time)).filter((turn) => turn !== null),
      eventIdsAt: (at) => newestIds(inWindow(state, window, at)),
    }),
  };
}

/** Sum or average over all events or a fixed range: one exact sum. */
export function totalFold(condition: AggregateCondition): Fold<Total> {
  return {
    empty: { sum: '0', count: 0 },
    add(state, event) {
      const value = numberOf(condition, event);
      return value === null ? state : plus(state, { sum: String(value), count: 1 });
    },
    combine: plus,
    read: ({ sum, count }) => ({
      holdsAt: () => compareSum(condition, new Big(sum), count),
      turns: [],
      eventIdsAt: () => [],
    }),
  };
}

/** The number that an event adds; null when it adds none. */
export function numberOf(
  { selector, window, property }: AggregateCondition,
  event: TypedEvent,
): number | null {
  if (!canHold(window, event.event.time) || !event.isSelectedBy(selector)) return null;
  return event.property(property)?.number ?? null;
}

function plus(a: Total, b: Total): Total {
  return { sum: new Big(a.sum).plus(b.sum).toString(), count: a.count + b.count };
}

/** An average is compared as sum against x times count, which needs no division. */
function compareSum({ fn, test }: AggregateCondition, sum: Big, count: number): boolean {
  if (fn === 'sum') return numberTest(test, (x) => sum.cmp(x));
  return count > 0 && numberTest(test, (x) => sum.cmp(new Big(x).times(count)));
}
