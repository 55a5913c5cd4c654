import { AppError } from '@customer360/service';
import { readNames } from '../input/checks.ts';
import type { EventType } from './event.ts';

/** Conditions as a client gives them; all must hold, null and left out are no condition. */
export interface EventFilterInput {
  readonly types?: readonly EventType[] | null | undefined;
  readonly events?: readonly string[] | null | undefined;
  readonly steps?: readonly string[] | null | undefined;
  readonly channels?: readonly string[] | null | undefined;
  /** Milliseconds, included. */
  readonly from?: number | null | undefined;
  /** Milliseconds, not included. */
  readonly to?: number | null | undefined;
}

/** Checked conditions; null is none. */
export interface EventFilter {
  readonly types: readonly string[] | null;
  readonly events: readonly string[] | null;
  readonly steps: readonly string[] | null;
  readonly channels: readonly string[] | null;
  readonly from: number | null;
  readonly to: number | null;
}

const MAX_NAMES = 50;

/** Throws BAD_USER_INPUT for lists that are empty or too long and for a range without an instant. */
export function readEventFilter(filter: EventFilterInput | null | undefined): EventFilter {
  const { types, events, steps, channels, from = null, to = null } = filter ?? {};
  if (from !== null && to !== null && from >= to) {
    throw new AppError('BAD_USER_INPUT', 'filter.to must be after filter.from.');
  }
  return {
    types: types == null ? null : namesOf('filter.types', types).map((type) => type.toLowerCase()),
    events: events == null ? null : namesOf('filter.events', events),
    steps: steps == null ? null : namesOf('filter.steps', steps),
    channels: channels == null ? null : namesOf('filter.channels', channels),
    from,
    to,
  };
}

/** In one order, so that the same conditions have the same cursors. */
function namesOf(field: string, names: readonly string[]): readonly string[] {
  return readNames(field, names, { min: 1, max: MAX_NAMES }).toSorted();
}
