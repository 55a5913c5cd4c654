import type { LogEntry } from '@customer360/event-log';
import { canonicalJson } from '@customer360/tracking';
import type { SourceRecord } from './golden-record.ts';

/** The record of an `identify` entry, or null when the entry says nothing of traits. */
export function toSourceRecord(entry: LogEntry): SourceRecord | null {
  if (entry.kind !== 'identify' || entry.payload === null || entry.messageId === null) return null;
  const { traits } = JSON.parse(entry.payload) as { traits?: unknown };
  if (typeof traits !== 'object' || traits === null || Array.isArray(traits)) return null;
  const named = Object.entries(traits);
  if (named.length === 0) return null;
  const { position, eventId, messageId, sourceId, time, receivedAt } = entry;
  return {
    position,
    eventId,
    messageId,
    sourceId,
    time,
    receivedAt,
    traits: new Map(named.map(([name, value]) => [name, canonicalJson(value)])),
  };
}
