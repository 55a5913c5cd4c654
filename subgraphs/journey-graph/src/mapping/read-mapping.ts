import { configurationSchemas, readPath, type JourneyMapping, type LogEntry } from '@customer360/event-log';

/** The mapping that a configuration entry brings; null for every other entry. Throws for one that does not fit its schema. */
export function readMapping({ kind, payload }: LogEntry): JourneyMapping | null {
  if (kind !== 'configuration' || payload === null) return null;
  const entry: unknown = JSON.parse(payload);
  if (readPath(entry, 'configuration') !== 'journeys') return null;
  return configurationSchemas.journeys.parse(readPath(entry, 'value'));
}
