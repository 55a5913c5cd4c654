import type { JourneyMapping, LogEntry } from '@customer360/event-log';
import { toMinorUnits } from './minor-units.ts';
import { readPath } from './read-path.ts';

/**
 * Value of an order in minor units of currency. Orders are the conversions that have a value, by the tenant's
 * configuration of journeys; null for every other event. `payload` is the entry's, parsed.
 */
export function readOrder(
  mapping: JourneyMapping,
  entry: Pick<LogEntry, 'kind' | 'eventName'>,
  payload: unknown,
): number | null {
  const step = stepOf(mapping, entry);
  if (step === null || !Object.hasOwn(mapping.conversions, step)) return null;
  const path = mapping.conversions[step]?.value ?? null;
  return path === null ? null : toMinorUnits(readPath(payload, path));
}

function stepOf(
  { steps, onlyMapped, pageStep, screenStep }: JourneyMapping,
  { kind, eventName }: Pick<LogEntry, 'kind' | 'eventName'>,
): string | null {
  if (kind === 'page') return pageStep;
  if (kind === 'screen') return screenStep;
  if (kind !== 'track' || eventName === null || eventName === '') return null;
  if (Object.hasOwn(steps, eventName)) return steps[eventName] ?? null;
  return onlyMapped ? null : eventName;
}
