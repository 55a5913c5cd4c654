import type { RuleWindow } from '../rule/window.ts';
import { calendarExpiry, startOfPeriod } from './zones.ts';

/** Times that a window holds: from `from`, before `before`, milliseconds; null where it is open. */
export interface WindowBounds {
  readonly from: number | null;
  readonly before: number | null;
}

/** What a window holds at a moment, which itself belongs to it. Times are whole milliseconds. */
export function windowBounds(window: RuleWindow, at: number): WindowBounds {
  const before = at + 1;
  switch (window.kind) {
    case 'always':
      return { from: null, before };
    case 'within':
      return { from: at - window.ms + 1, before };
    case 'range':
      return { from: window.from?.at ?? null, before: Math.min(before, window.to?.at ?? before) };
    case 'calendar':
      return { from: startOfPeriod(window.unit, window.back, window.zone, at), before };
    default:
      return window satisfies never;
  }
}

/** When a time that a window holds falls out of it, milliseconds; null when never. */
export function expiryOf(window: RuleWindow, time: number): number | null {
  switch (window.kind) {
    case 'always':
    case 'range':
      return null;
    case 'within':
      return time + window.ms;
    case 'calendar':
      return calendarExpiry(window.unit, window.back, window.zone, time);
    default:
      return window satisfies never;
  }
}

/** True when a time may be in the window at its own moment or later. */
export function canHold(window: RuleWindow, time: number): boolean {
  if (window.kind !== 'range') return true;
  return (window.from === null || time >= window.from.at) && (window.to === null || time < window.to.at);
}
