import { conversionValue, journeyStep, type JourneyMapping, type LogEntry } from '@customer360/event-log';

/**
 * Value of an order in minor units of currency. Orders are the conversions that have a value, by the tenant's
 * configuration of journeys; null for every other event. `payload` is the entry's, parsed.
 */
export function readOrder(
  mapping: JourneyMapping,
  entry: Pick<LogEntry, 'kind' | 'eventName'>,
  payload: unknown,
): number | null {
  const step = journeyStep(mapping, entry);
  return step === null ? null : conversionValue(mapping, step, payload);
}
