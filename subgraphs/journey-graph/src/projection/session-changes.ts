import { nextEvents } from '../sessions/next-events.ts';
import { toSessionDocument, touchpointsOf } from '../sessions/session-document.ts';
import { splitSessions, type Session } from '../sessions/split-sessions.ts';
import type { SessionDocument } from '../store/documents.ts';
import { inJourneyOrder, type Touchpoint } from '../touchpoints/touchpoint.ts';
import { countMoves } from '../transitions/moves.ts';
import type { ProjectionWrites } from './projection-writes.ts';
import type { TouchpointChanges } from './touched-profile.ts';

interface Owner {
  readonly tenantId: string;
  readonly profileId: string;
}

/** A stretch of a profile's history before and after a change. */
export interface Stretch {
  /** The touchpoint before it; null for none. */
  readonly before: Touchpoint | null;
  readonly was: readonly Touchpoint[];
  readonly is: readonly Touchpoint[];
  readonly sessions: readonly Session[];
  /** The touchpoint after it; null for none. */
  readonly after: Touchpoint | null;
}

/** Applies a change to whole sessions that nothing outside can join. */
export function changeStretch(
  stored: readonly SessionDocument[],
  { added, removed }: TouchpointChanges,
  border: Pick<Stretch, 'before' | 'after'>,
): Stretch {
  const gone = new Set(removed.map(({ eventId }) => eventId));
  const was = stored.flatMap(touchpointsOf);
  const stays = gone.size === 0 ? was : was.filter(({ eventId }) => !gone.has(eventId));
  const is = [...stays, ...added].toSorted(inJourneyOrder);
  return { ...border, was, is, sessions: splitSessions(is) };
}

/** Notes the sessions of the stretch and the edges between its touchpoints, as far as they differ. */
export function writeSessions(
  writes: ProjectionWrites,
  owner: Owner,
  stored: readonly SessionDocument[],
  stretch: Stretch,
): void {
  const documents = stretch.sessions.map((session) => toSessionDocument(session, owner));
  const known = new Map(stored.map((session) => [session._key, session]));
  for (const document of documents) {
    const before = known.get(document._key);
    known.delete(document._key);
    // The events decide everything else.
    if (before === undefined || !isEqual(before.eventIds, document.eventIds))
      writes.put('sessions', document);
  }
  for (const key of known.keys()) writes.remove('sessions', key);
  writeNextEvents(writes, owner, stretch);
}

/** Counts the moves in the sessions of the stretch in place of those that were in it, or notes that they are made. */
export function writeMoves(writes: ProjectionWrites, { was, sessions }: Stretch, isCounted: boolean): void {
  if (!isCounted) {
    for (const moves of countMoves(sessions).values()) writes.noteMoves(moves);
    return;
  }
  for (const [period, moves] of countMoves(splitSessions(was))) writes.countMoves(period, moves, -1);
  for (const [period, moves] of countMoves(sessions)) writes.countMoves(period, moves, 1);
}

function writeNextEvents(writes: ProjectionWrites, owner: Owner, { before, was, is, after }: Stretch): void {
  const edges = (middle: readonly Touchpoint[]) => nextEvents(between(before, middle, after), owner);
  const known = new Map(edges(was).map((edge) => [edge._key, edge._to]));
  for (const edge of edges(is)) {
    if (known.get(edge._key) !== edge._to) writes.put('next_event', edge);
    known.delete(edge._key);
  }
  for (const key of known.keys()) writes.remove('next_event', key);
}

/** The touchpoints with what comes before and after them. */
export function between(
  before: Touchpoint | null,
  middle: readonly Touchpoint[],
  after: Touchpoint | null,
): readonly Touchpoint[] {
  return [...(before === null ? [] : [before]), ...middle, ...(after === null ? [] : [after])];
}

function isEqual(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((item, place) => item === others[place]);
}
