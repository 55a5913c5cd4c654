import type { LogEntry } from '@customer360/event-log';

/** True for entries that say who was seen: events of outside sources that carry identifiers. */
export function isObservation(entry: LogEntry): boolean {
  if (entry.identifiers.length === 0 || entry.sourceId.startsWith('internal:')) return false;
  return entry.kind !== 'command' && entry.kind !== 'configuration';
}
