import { windowBounds } from '../calendar/window-bounds.ts';
import type { RuleWindow } from '../rule/window.ts';

/** What a condition remembers of one event; `value` is what the condition needs of it. */
export interface Kept {
  readonly time: number;
  readonly eventId: string;
  readonly value: string | number | boolean | null;
}

/** Oldest first; equal times by event id. */
export type KeptList = readonly Kept[];

export function isOlder(one: Kept, other: Kept): boolean {
  return one.time !== other.time ? one.time < other.time : one.eventId < other.eventId;
}

/** The list with one more event in its place. */
export function withEvent(list: KeptList, event: Kept): KeptList {
  const index = list.findLastIndex((one) => isOlder(one, event));
  return list.toSpliced(index + 1, 0, event);
}

/** Two lists as one. */
export function mergeLists(a: KeptList, b: KeptList): KeptList {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  return [...a, ...b].toSorted((one, other) => (isOlder(one, other) ? -1 : 1));
}

/** Those that the window holds at a moment. */
export function inWindow(list: KeptList, window: RuleWindow, at: number): KeptList {
  const { from, before } = windowBounds(window, at);
  return list.filter(({ time }) => (from === null || time >= from) && (before === null || time < before));
}

/** Drops what has fallen out of the window for good, but for the `spare` newest of these. */
export function withoutExpired(list: KeptList, window: RuleWindow, at: number, spare = 0): KeptList {
  const { from } = windowBounds(window, at);
  if (from === null) return list;
  const first = list.findIndex(({ time }) => time >= from);
  const start = (first < 0 ? list.length : first) - spare;
  return start > 0 ? list.slice(start) : list;
}
