import { canonicalJson } from '@customer360/tracking';
import { canHold, expiryOf } from '../../calendar/window-bounds.ts';
import { isCounted } from '../../facts/entry.ts';
import type { ChangeCondition, ObservedValue } from '../../rule/rule.ts';
import { inWindow, mergeLists, withEvent, withoutExpired, type Kept, type KeptList } from '../kept.ts';
import { newestIds, type Fold } from './fold.ts';

/** Keeps the observations of the window and one before; `value` is their canonical JSON, null for a deletion. */
export function changeFold({ trait, window, was, became }: ChangeCondition): Fold<KeptList> {
  /** At or after the end of a fixed range: neither a change nor what stood before one. */
  const isPast = (time: number) => window.kind === 'range' && !canHold({ ...window, from: null }, time);
  const changesOf = (list: KeptList): KeptList =>
    list.filter((one, index) => {
      const former = list[index - 1]?.value ?? null;
      return one.value !== former && fits(was, former) && fits(became, one.value);
    });
  return {
    empty: [],
    add(state, event, at) {
      const { time, eventId } = event.event;
      const value = event.observed(trait);
      if (value === undefined || !isCounted(event.event) || isPast(time)) return state;
      return withoutExpired(withEvent(state, { time, eventId, value }), window, at, 1);
    },
    combine: mergeLists,
    read: (state) => {
      const changes = changesOf(state);
      return {
        holdsAt: (at) => inWindow(changes, window, at).length > 0,
        turns: changes.map(({ time }) => expiryOf(window, time)).filter((turn) => turn !== null),
        eventIdsAt: (at) => newestIds(inWindow(changes, window, at)),
      };
    },
  };
}

function fits(wanted: ObservedValue | undefined, value: Kept['value']): boolean {
  return wanted === undefined || (wanted === null ? value === null : value === canonicalJson(wanted));
}
