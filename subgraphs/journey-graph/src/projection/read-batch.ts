import {
  readPath,
  type IdentifierValue,
  type JourneyMapping,
  type ResolvedEvent,
} from '@customer360/event-log';
import { normaliseIdentifier, type NormaliseOptions } from '@customer360/tracking';
import { readText } from '../mapping/read-text.ts';
import { readTouchpoint } from '../mapping/read-touchpoint.ts';
import type { EventDocument } from '../store/documents.ts';
import { keyOf } from '../store/keys.ts';
import { isObservation } from './identity-fold.ts';

/** An event that names whom somebody brought. */
export interface NamedReferral {
  readonly eventId: string;
  readonly named: IdentifierValue;
  readonly ts: number;
}

/** What the events of a batch say, before it is known whose they are in the end. */
export interface BatchContent {
  /** Events to write; the profile is the one that they were resolved to. */
  readonly events: readonly EventDocument[];
  readonly referrals: readonly NamedReferral[];
  /** Attribution ids that events have now, by event id: of this batch and of earlier ones. */
  readonly reattributed: ReadonlyMap<string, string>;
}

/** Events of the system, tombstones and entries about nobody are not kept. */
export function readBatch(
  tenantId: string,
  events: readonly ResolvedEvent[],
  options: { readonly mapping: JourneyMapping; readonly identifiers: NormaliseOptions },
): BatchContent {
  const documents: EventDocument[] = [];
  const referrals: NamedReferral[] = [];
  for (const event of events) {
    const { identifierId, profileId, event: entry } = event;
    if (identifierId === null || profileId === null || entry.payload === null || !isObservation(event))
      continue;
    // The log keeps canonical JSON.
    const payload: unknown = JSON.parse(entry.payload);
    documents.push(
      toEventDocument(tenantId, event, { identifierId, profileId, payload, mapping: options.mapping }),
    );
    const named = readReferral(options, event, payload);
    if (named !== null) referrals.push({ eventId: event.eventId, named, ts: entry.time });
  }
  const moves = events.flatMap(({ reattributed }) => reattributed);
  return {
    events: documents,
    referrals,
    reattributed: new Map(moves.map(({ eventId, to }) => [eventId, to])),
  };
}

function toEventDocument(
  tenantId: string,
  { eventId, position, event }: ResolvedEvent,
  read: {
    readonly identifierId: string;
    readonly profileId: string;
    readonly payload: unknown;
    readonly mapping: JourneyMapping;
  },
): EventDocument {
  const { identifierId, profileId, payload, mapping } = read;
  return {
    _key: keyOf(tenantId, eventId),
    tenantId,
    eventId,
    position,
    profileId,
    identifierId,
    type: event.kind,
    event: event.eventName,
    ...readTouchpoint(mapping, event, payload),
    ts: event.time,
    receivedAt: event.receivedAt,
    sourceId: event.sourceId,
    properties: readPath(payload, 'properties') ?? readPath(payload, 'traits') ?? null,
  };
}

function readReferral(
  options: { readonly mapping: JourneyMapping; readonly identifiers: NormaliseOptions },
  { event }: ResolvedEvent,
  payload: unknown,
): IdentifierValue | null {
  const { referral } = options.mapping;
  if (referral === null || event.kind !== 'track' || event.eventName !== referral.event) return null;
  const text = readText(payload, [referral.property]);
  const value = text === null ? null : normaliseIdentifier(referral.type, text, options.identifiers);
  return value === null ? null : { type: referral.type, value };
}
