import { fromJourneyDocument, toJourneyDocument } from '../journeys/journey-document.ts';
import { splitJourneys, type JourneyRange } from '../journeys/split-journeys.ts';
import { touchpointsOf } from '../sessions/session-document.ts';
import { SESSION_GAP_MS, splitSessions, type Session } from '../sessions/split-sessions.ts';
import type { ProfileDocument, SessionDocument } from '../store/documents.ts';
import { inJourneyOrder, type Touchpoint } from '../touchpoints/touchpoint.ts';
import { changeSummary, emptyProfile } from './profile-summary.ts';
import type { ProjectionWrites } from './projection-writes.ts';
import { changeStretch, writeMoves, writeSessions } from './session-changes.ts';
import type { JourneyMark, ProfileTail, ProfileWindow, TouchpointChanges } from './touched-profile.ts';

/** What a batch knows beside a profile's touchpoints. */
export interface ProfileScope {
  readonly tenantId: string;
  readonly conversionSteps: ReadonlySet<string>;
  readonly writes: ProjectionWrites;
  /** False for a profile that is quarantined after the batch: its moves are not counted. */
  readonly isCounted: boolean;
}

/** True when all that is new comes after all that is there, so that the last session and journey tell enough. */
export function isAtTail({ profile }: ProfileTail, { added, removed }: TouchpointChanges): boolean {
  if (removed.length > 0) return false;
  if (profile === null || profile.lastAt === null) return true;
  const last = { at: profile.lastAt, position: profile.lastPosition ?? 0 };
  return added.every((touchpoint) => inJourneyOrder(last, touchpoint) < 0);
}

/** Adds touchpoints after the last one. Returns the profile as it then is. */
export function extendProfile(
  { tenantId, conversionSteps, writes, isCounted }: ProfileScope,
  { profileId, profile, session, journey }: ProfileTail,
  changes: TouchpointChanges,
): ProfileDocument {
  const owner = { tenantId, profileId };
  const stored = session === null ? [] : [session];
  const stretch = changeStretch(stored, changes, { before: null, after: null });
  writeSessions(writes, owner, stored, stretch);
  writeMoves(writes, stretch, isCounted);
  const [from] = changes.added.toSorted(inJourneyOrder);
  const open = journey === null || journey.converted ? null : fromJourneyDocument(journey);
  for (const made of splitJourneys(stretch.sessions, conversionSteps, { open, from: from ?? null })) {
    writes.put('journeys', toJourneyDocument(made, owner));
  }
  return changeSummary(profile ?? emptyProfile(tenantId, profileId), stretch, conversionSteps);
}

/** Changes any part of a history. Returns the profile as it then is. */
export function rewriteProfile(
  { tenantId, conversionSteps, writes, isCounted }: ProfileScope,
  { profileId, profile }: ProfileTail,
  window: ProfileWindow,
  changes: TouchpointChanges,
): ProfileDocument {
  const owner = { tenantId, profileId };
  const { from, to } = timesOf(changes);
  const changed = window.sessions.filter(({ startedAt, endedAt }) => endedAt >= from && startedAt <= to);
  const earlier = window.sessions.filter(({ endedAt }) => endedAt < from);
  const later = window.sessions.filter(({ startedAt }) => startedAt > to);
  const stretch = changeStretch(changed, changes, {
    before: touchpointsIn(earlier.slice(-1)).at(-1) ?? null,
    after: touchpointsIn(later.slice(0, 1))[0] ?? null,
  });
  writeSessions(writes, owner, changed, stretch);
  writeMoves(writes, stretch, isCounted);
  const sessions = [
    ...splitSessions(touchpointsIn(earlier)),
    ...stretch.sessions,
    ...splitSessions(touchpointsIn(later)),
  ];
  writeJourneys({ tenantId, conversionSteps, writes }, profileId, window, sessions);
  return changeSummary(profile ?? emptyProfile(tenantId, profileId), stretch, conversionSteps);
}

/** Sessions within these times, both included, may be joined, cut or changed. Milliseconds. */
export function timesOf({ added, removed }: TouchpointChanges): {
  readonly from: number;
  readonly to: number;
} {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { at } of [...added, ...removed]) {
    from = Math.min(from, at);
    to = Math.max(to, at);
  }
  return { from: from - SESSION_GAP_MS, to: to + SESSION_GAP_MS };
}

function writeJourneys(
  { tenantId, conversionSteps, writes }: Omit<ProfileScope, 'isCounted'>,
  profileId: string,
  { start, end, journeys }: ProfileWindow,
  sessions: readonly Session[],
): void {
  const range: JourneyRange = {
    from: start === null ? null : placeOf(start),
    until: end === null ? null : end.conversionId,
  };
  for (const mark of journeys) {
    const isInside =
      (start === null || inJourneyOrder(placeOf(mark), placeOf(start)) >= 0) &&
      (end === null || inJourneyOrder(placeOf(mark), placeOf(end)) <= 0);
    if (isInside) writes.remove('journeys', mark._key);
  }
  for (const journey of splitJourneys(sessions, conversionSteps, range)) {
    writes.put('journeys', toJourneyDocument(journey, { tenantId, profileId }));
  }
}

const placeOf = ({ startedAt, startPosition }: JourneyMark) => ({ at: startedAt, position: startPosition });

function touchpointsIn(sessions: readonly SessionDocument[]): readonly Touchpoint[] {
  return sessions.flatMap(touchpointsOf);
}
