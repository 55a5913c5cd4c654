import type { Database } from 'arangojs';
import { toJourneyDocument } from '../src/journeys/journey-document.ts';
import type { ProfileJourney } from '../src/profiles/profile-journey.ts';
import { projectProfile } from '../src/projection/project-profile.ts';
import { noNames } from '../src/projection/profile-summary.ts';
import { nextEvents } from '../src/sessions/next-events.ts';
import { toSessionDocument } from '../src/sessions/session-document.ts';
import type { EventDocument, ProfileDocument } from '../src/store/documents.ts';
import { keyOf } from '../src/store/keys.ts';
import { inJourneyOrder, type Touchpoint } from '../src/touchpoints/touchpoint.ts';
import { addUp, type Move, type MoveCount } from '../src/transitions/moves.ts';
import { statesOf, toTransitionEdge } from '../src/transitions/transition-document.ts';

/** A touchpoint of a test; what is left out is null, 0, or made from its place in the list. */
export type SeedEvent = Pick<Touchpoint, 'at' | 'step'> &
  Partial<Omit<Touchpoint, 'at' | 'step'>> & {
    readonly profileId: string;
    /** True when the profile is quarantined. */
    readonly isQuarantined?: boolean;
  };

/** Writes the events of whole histories and everything derived from them, in their log order. */
export async function seedJourneys(
  db: Database,
  tenantId: string,
  events: readonly SeedEvent[],
  conversionSteps: readonly string[],
): Promise<void> {
  const touchpoints = events.map((event, place) => ({
    ...toTouchpoint(event, place),
    profileId: event.profileId,
  }));
  const steps = new Set(conversionSteps);
  const quarantined = new Set(events.flatMap((one) => (one.isQuarantined === true ? [one.profileId] : [])));
  const histories = [...Map.groupBy(touchpoints, ({ profileId }) => profileId)].map(([profileId, own]) => {
    const ordered = own.toSorted(inJourneyOrder);
    return { owner: { tenantId, profileId }, ordered, ...projectProfile(ordered, steps) };
  });
  const documents = {
    events: touchpoints.map((one) => toEventDocument(one, tenantId)),
    sessions: histories.flatMap(({ sessions, owner }) =>
      sessions.map((one) => toSessionDocument(one, owner)),
    ),
    next_event: histories.flatMap(({ ordered, owner }) => nextEvents(ordered, owner)),
    journeys: histories.flatMap(({ journeys, owner }) =>
      journeys.map((one) => toJourneyDocument(one, owner)),
    ),
    profiles: histories.map(({ summary, owner }) => toProfileDocument(summary, owner)),
    quarantines: [...quarantined].map((profileId) => ({
      _key: keyOf(tenantId, profileId),
      tenantId,
      profileId,
    })),
    ...toTransitions(
      tenantId,
      histories.filter(({ owner }) => !quarantined.has(owner.profileId)).map(({ moves }) => moves),
    ),
  };
  for (const [collection, some] of Object.entries(documents)) await insert(db, collection, some);
}

function toProfileDocument(
  summary: ProfileJourney,
  { tenantId, profileId }: { readonly tenantId: string; readonly profileId: string },
): ProfileDocument {
  return {
    _key: keyOf(tenantId, profileId),
    tenantId,
    profileId,
    name: null,
    nameTraits: noNames,
    touchpointCount: summary.touchpointCount,
    conversionCount: summary.conversionCount,
    value: summary.value,
    firstAt: summary.first?.at ?? null,
    lastAt: summary.last?.at ?? null,
    lastPosition: summary.last?.position ?? null,
    lastStep: summary.last?.step ?? null,
    lastChannel: summary.last?.channel ?? null,
    moves: summary.moves,
    moveCount: summary.moves.length,
  };
}

/** Moves of all profiles added up by month, and the states that they join. */
function toTransitions(tenantId: string, made: readonly ReadonlyMap<string, readonly MoveCount[]>[]) {
  const byPeriod = Map.groupBy(
    made.flatMap((moves) => [...moves]),
    ([period]) => period,
  );
  const totals = [...byPeriod].flatMap(([period, some]) => {
    const moves = some.flatMap(([, counts]) =>
      counts.flatMap(({ from, to, count }) => Array.from({ length: count }, (): Move => ({ from, to }))),
    );
    return addUp(moves).map((count) => ({ period, count }));
  });
  return {
    transitions: totals.map(({ period, count }) => toTransitionEdge(count, { tenantId, period })),
    states: totals.flatMap(({ count }) => statesOf(count, tenantId)),
  };
}

function toTouchpoint(event: SeedEvent, place: number): Touchpoint {
  const { at, step, channel = null, campaign = null, value = 0 } = event;
  const position = event.position ?? place + 1;
  const eventId = event.eventId ?? `00000000-0000-8000-8000-${String(position).padStart(12, '0')}`;
  return { eventId, position, at, step, channel, campaign, value };
}

function toEventDocument(
  touchpoint: Touchpoint & { readonly profileId: string },
  tenantId: string,
): EventDocument {
  const { eventId, position, at, step, channel, campaign, value, profileId } = touchpoint;
  return {
    _key: keyOf(tenantId, eventId),
    tenantId,
    eventId,
    position,
    profileId,
    identifierId: profileId,
    type: 'track',
    event: step,
    step,
    channel,
    campaign,
    ts: at,
    receivedAt: at,
    sourceId: 'test',
    value,
    properties: {},
  };
}

/** Documents in one request: few enough for its size, many enough for its cost. */
const BATCH = 5_000;

async function insert(db: Database, collection: string, all: readonly object[]): Promise<void> {
  for (let start = 0; start < all.length; start += BATCH) {
    await db.query('FOR d IN @documents INSERT d INTO @@collection OPTIONS { overwriteMode: "replace" }', {
      documents: all.slice(start, start + BATCH),
      '@collection': collection,
    });
  }
}
