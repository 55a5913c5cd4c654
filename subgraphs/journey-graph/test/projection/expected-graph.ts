import { defaultJourneyMapping, type JourneyMapping, type ResolvedEvent } from '@customer360/event-log';
import { toJourneyDocument } from '../../src/journeys/journey-document.ts';
import { readMapping } from '../../src/mapping/read-mapping.ts';
import { conversionSteps, readTouchpoint } from '../../src/mapping/read-touchpoint.ts';
import { projectProfile } from '../../src/projection/project-profile.ts';
import { nextEvents } from '../../src/sessions/next-events.ts';
import { toSessionDocument } from '../../src/sessions/session-document.ts';
import type { EventDocument, IdentifierDocument, LinkEdge } from '../../src/store/documents.ts';
import { idOf, keyOf, keyPart } from '../../src/store/keys.ts';
import { inJourneyOrder } from '../../src/touchpoints/touchpoint.ts';
import { statesOf, toTransitionEdge } from '../../src/transitions/transition-document.ts';
import { addUp, type MoveCount } from '../../src/transitions/moves.ts';
import { identifierId, typeOf } from './history.ts';

export type Graph = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The graph as it must be after these events, worked out from all of them at once. */
export function expectedGraph(
  tenantId: string,
  history: readonly ResolvedEvent[],
  people: readonly string[],
): Graph {
  const mapping =
    history.map(({ event }) => readMapping(event)).findLast((one) => one !== null) ?? defaultJourneyMapping;
  const identifiers = identifiersOf(tenantId, history);
  const links = linksOf(tenantId, history, identifiers);
  const events = eventsOf(tenantId, history, mapping, identifiers);
  const derived = derivedOf(tenantId, { history, mapping, identifiers, events });
  const same = [...links.values()].filter(({ rule }) => rule === 'MERGE_COMMAND');
  const observed = [...links.values()].filter(({ rule }) => rule !== 'MERGE_COMMAND');
  return {
    events: byKey(events),
    identifiers: byKey([...identifiers.values()].map((one) => ({ ...one, degree: degreeOf(one, links) }))),
    identifies: byKey(
      [...identifiers.values()].map(({ _key, profileId }) => ({
        _key,
        tenantId,
        _from: idOf('identifiers', _key),
        _to: idOf('profiles', keyOf(tenantId, profileId)),
      })),
    ),
    links: byKey(observed),
    same_as: byKey(same),
    ...derived,
    ...referralsOf(tenantId, history, mapping, { identifiers, events, people }),
    memberships: byKey(membershipsOf(tenantId, history)),
    quarantines: byKey(
      [...quarantinedIn(history)].map((profileId) => ({
        _key: keyOf(tenantId, profileId),
        tenantId,
        profileId,
      })),
    ),
    parked: {},
  };
}

function identifiersOf(tenantId: string, history: readonly ResolvedEvent[]): Map<string, IdentifierDocument> {
  const found = new Map<string, IdentifierDocument>();
  for (const { setChanges, ceased, event, identifierId: own } of history) {
    for (const { identifierId: id, to } of setChanges) {
      const known = found.get(id);
      found.set(id, {
        _key: keyOf(tenantId, id),
        tenantId,
        identifierId: id,
        type: known?.type ?? event.identifiers.find((one) => one.id === id)?.type ?? null,
        profileId: to,
        firstSeenAt: known?.firstSeenAt ?? null,
        lastSeenAt: known?.lastSeenAt ?? null,
        degree: 0,
      });
    }
    for (const id of ceased) found.delete(id);
    if (event.sourceId.startsWith('internal:') || event.kind === 'command') continue;
    for (const id of [own, ...event.identifiers.map((one) => one.id)]) {
      const known = id === null ? undefined : found.get(id);
      if (known === undefined) continue;
      found.set(known.identifierId, {
        ...known,
        firstSeenAt: known.firstSeenAt ?? event.time,
        lastSeenAt: Math.max(known.lastSeenAt ?? event.time, event.time),
      });
    }
  }
  return found;
}

function linksOf(
  tenantId: string,
  history: readonly ResolvedEvent[],
  identifiers: ReadonlyMap<string, IdentifierDocument>,
): Map<string, LinkEdge> {
  const links = new Map<string, LinkEdge>();
  for (const link of history.flatMap(({ linkChanges }) => linkChanges)) {
    const { change, a, b, rule, evidenceEventId } = link;
    if (!identifiers.has(a) || !identifiers.has(b)) continue;
    const _key = keyOf(tenantId, a, b, evidenceEventId, keyPart(rule));
    if (change === 'RETRACT') links.delete(_key);
    else if (!links.has(_key)) {
      links.set(_key, {
        _key,
        tenantId,
        _from: idOf('identifiers', keyOf(tenantId, a)),
        _to: idOf('identifiers', keyOf(tenantId, b)),
        rule,
        evidenceId: evidenceEventId,
        evidencePosition: link.evidencePosition,
        at: link.evidenceAt,
      });
    }
  }
  return links;
}

function degreeOf({ _key }: IdentifierDocument, links: ReadonlyMap<string, LinkEdge>): number {
  const id = idOf('identifiers', _key);
  return [...links.values()].filter(({ _from, _to }) => _from === id || _to === id).length;
}

function eventsOf(
  tenantId: string,
  history: readonly ResolvedEvent[],
  mapping: JourneyMapping,
  identifiers: ReadonlyMap<string, IdentifierDocument>,
): readonly EventDocument[] {
  const attributions = new Map(
    history.flatMap(({ reattributed }) => reattributed).map(({ eventId, to }) => [eventId, to]),
  );
  return history.flatMap(({ eventId, position, identifierId: first, event }) => {
    if (first === null || event.payload === null || event.sourceId.startsWith('internal:')) return [];
    const payload = JSON.parse(event.payload) as { readonly properties: unknown };
    const own = attributions.get(eventId) ?? first;
    return [
      {
        _key: keyOf(tenantId, eventId),
        tenantId,
        eventId,
        position,
        profileId: identifiers.get(own)?.profileId ?? '',
        identifierId: own,
        type: event.kind,
        event: event.eventName,
        ...readTouchpoint(mapping, event, payload),
        ts: event.time,
        receivedAt: event.receivedAt,
        sourceId: event.sourceId,
        properties: payload.properties,
      },
    ];
  });
}

/** Those whose last entry of a segment says that they entered. */
function membershipsOf(tenantId: string, history: readonly ResolvedEvent[]): readonly object[] {
  const words = history.flatMap(({ event: { sourceId, eventName, payload } }) => {
    if (sourceId !== 'internal:segment' || payload === null) return [];
    if (eventName !== 'Segment Entered' && eventName !== 'Segment Exited') return [];
    const { properties } = JSON.parse(payload) as { readonly properties: Record<string, string> };
    const { segmentId, profileId } = properties;
    return [{ eventName, _key: `${tenantId}:${segmentId}:${profileId}`, tenantId, segmentId, profileId }];
  });
  return [...Map.groupBy(words, ({ _key }) => _key).values()].flatMap((own) => {
    const { eventName, ...membership } = own.at(-1) ?? { eventName: '' };
    return eventName === 'Segment Entered' ? [membership] : [];
  });
}

/** Profiles whose last word of quarantine says that it began. */
function quarantinedIn(history: readonly ResolvedEvent[]): ReadonlySet<string> {
  const words = history.flatMap(({ quarantineChanges }) => quarantineChanges);
  const last = new Map(words.map(({ profileId, quarantined }) => [profileId, quarantined]));
  return new Set([...last].flatMap(([profileId, quarantined]) => (quarantined ? [profileId] : [])));
}

function derivedOf(
  tenantId: string,
  known: {
    readonly history: readonly ResolvedEvent[];
    readonly mapping: JourneyMapping;
    readonly identifiers: ReadonlyMap<string, IdentifierDocument>;
    readonly events: readonly EventDocument[];
  },
): Graph {
  const { history, mapping, identifiers, events } = known;
  const steps = conversionSteps(mapping);
  const sessions: object[] = [];
  const next: object[] = [];
  const journeys: object[] = [];
  const profiles: object[] = [];
  const moves: (MoveCount & { readonly period: string; readonly isCounted: boolean })[] = [];
  const names = namesOf(history);
  const quarantined = quarantinedIn(history);
  for (const profileId of new Set([...identifiers.values()].map((one) => one.profileId))) {
    const owner = { tenantId, profileId };
    const touchpoints = events
      .filter((event) => event.profileId === profileId)
      .flatMap(({ step, ts, ...rest }) => (step === null ? [] : [{ ...rest, step, at: ts }]))
      .toSorted(inJourneyOrder);
    const projected = projectProfile(touchpoints, steps);
    sessions.push(...projected.sessions.map((session) => toSessionDocument(session, owner)));
    next.push(...nextEvents(touchpoints, owner));
    journeys.push(...projected.journeys.map((journey) => toJourneyDocument(journey, owner)));
    const isCounted = !quarantined.has(profileId);
    for (const [period, made] of projected.moves)
      moves.push(...made.map((move) => ({ ...move, period, isCounted })));
    const { summary } = projected;
    const nameTraits = { name: null, firstName: null, lastName: null, ...names.get(profileId) };
    const whole = [nameTraits.firstName, nameTraits.lastName].filter((part) => part !== null).join(' ');
    profiles.push({
      _key: keyOf(tenantId, profileId),
      tenantId,
      profileId,
      name: nameTraits.name ?? (whole === '' ? null : whole),
      nameTraits,
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
    });
  }
  const counted = moves.filter(({ isCounted }) => isCounted);
  const transitions = [...Map.groupBy(counted, ({ period }) => period)].flatMap(([period, made]) =>
    addUp(made.flatMap((move) => Array.from({ length: move.count }, () => move))).map((move) =>
      toTransitionEdge(move, { tenantId, period }),
    ),
  );
  return {
    sessions: byKey(sessions),
    next_event: byKey(next),
    journeys: byKey(journeys),
    profiles: byKey(profiles),
    transitions: byKey(transitions),
    states: byKey(moves.flatMap((move) => statesOf(move, tenantId))),
  };
}

/** The traits of a name as they were told since the profile last had no identifier. */
function namesOf(history: readonly ResolvedEvent[]): Map<string, Record<string, string | null>> {
  const names = new Map<string, Record<string, string | null>>();
  const holders = new Map<string, string>();
  for (const { setChanges, ceased, traitChanges } of history) {
    for (const { identifierId: id, to } of setChanges) holders.set(id, to);
    for (const id of ceased) holders.delete(id);
    const present = new Set(holders.values());
    for (const profileId of names.keys()) if (!present.has(profileId)) names.delete(profileId);
    for (const { profileId, trait, value } of traitChanges) {
      if (!['name', 'firstName', 'lastName'].includes(trait)) continue;
      names.set(profileId, { ...names.get(profileId), [trait]: value as string | null });
    }
  }
  return names;
}

function referralsOf(
  tenantId: string,
  history: readonly ResolvedEvent[],
  mapping: JourneyMapping,
  known: {
    readonly identifiers: ReadonlyMap<string, IdentifierDocument>;
    readonly events: readonly EventDocument[];
    readonly people: readonly string[];
  },
): Graph {
  const referred: object[] = [];
  const pending: object[] = [];
  if (mapping.referral === null) return { referred: {}, pending_referrals: {} };
  const profileOf = (id: string) =>
    idOf('profiles', keyOf(tenantId, known.identifiers.get(id)?.profileId ?? ''));
  for (const { eventId, event } of history) {
    const document = known.events.find((one) => one.eventId === eventId);
    if (document === undefined || event.eventName !== 'Referral') continue;
    const { referred_user_id: name } = document.properties as { readonly referred_user_id?: string };
    if (name === undefined) continue;
    const common = {
      _key: document._key,
      tenantId,
      referrerIdentifierId: document.identifierId,
      ts: document.ts,
    };
    if (known.identifiers.has(identifierId(name)) && typeOf(name) === 'user_id') {
      referred.push({
        ...common,
        referredIdentifierId: identifierId(name),
        _from: profileOf(document.identifierId),
        _to: profileOf(identifierId(name)),
      });
    } else pending.push({ ...common, type: 'user_id', valueHash: `hash of ${name}` });
  }
  return { referred: byKey(referred), pending_referrals: byKey(pending) };
}

function byKey(documents: readonly object[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(documents.map((document) => [(document as { _key: string })._key, document]));
}
