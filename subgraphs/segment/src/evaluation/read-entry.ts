import type { ResolvedEvent } from '@customer360/event-log';
import {
  segmentEntry,
  type IdentifierChange,
  type RuleEvent,
  type SegmentEntry,
} from '@customer360/segment-rules';

/** What an entry of the resolved stream means to rules. Commands are not looked at here. */
export function readEntry(resolved: ResolvedEvent): SegmentEntry {
  const { loggedAt, eventId, reattributed, consentChanges, quarantineChanges } = resolved;
  return segmentEntry({
    loggedAt,
    eventId,
    event: readEvent(resolved),
    identifierChanges: resolved.setChanges.map((change): IdentifierChange => {
      const { identifierId, from, to } = change;
      const carried = resolved.event.identifiers.find(({ id }) => id === identifierId);
      return { identifierId, type: carried?.type ?? null, firstSeenAt: resolved.event.time, from, to };
    }),
    reattributed,
    traitChanges: resolved.traitChanges.map((change) => ({ ...change, source: 'trait' as const })),
    consentChanges,
    quarantineChanges,
  });
}

/** What is left of a value ceased with the entry: its events went elsewhere, and nothing of it stays. */
export function ceasedEntry({ loggedAt, eventId, ceased }: ResolvedEvent): SegmentEntry {
  return segmentEntry({ loggedAt, eventId, erased: ceased });
}

/** Null for entries about nobody, for those without a payload, and for what the system itself says. */
function readEvent({ eventId, identifierId, event }: ResolvedEvent): RuleEvent | null {
  if (identifierId === null || event.payload === null) return null;
  if (event.kind === 'command' || event.kind === 'configuration' || event.kind === 'retry') return null;
  // The log keeps canonical JSON of messages that ingestion accepted.
  const payload = JSON.parse(event.payload) as { readonly properties?: unknown; readonly traits?: unknown };
  return {
    eventId,
    identifierId,
    name: event.eventName,
    source: event.sourceId,
    time: event.time,
    properties: objectOf(payload.properties),
    traits: objectOf(payload.traits),
  };
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  // An object of JSON has text keys.
  return isObject ? (value as Readonly<Record<string, unknown>>) : {};
}
