import type { LogEntry } from './event-log.ts';
import type { JourneyMapping } from './journey-mapping.ts';
import { toMinorUnits } from './minor-units.ts';
import { readPath } from './payload-path.ts';

/** The step that an event is in journeys; null when it takes part in none. */
export function journeyStep(
  { steps, onlyMapped, pageStep, screenStep }: JourneyMapping,
  { kind, eventName }: Pick<LogEntry, 'kind' | 'eventName'>,
): string | null {
  switch (kind) {
    case 'page':
      return pageStep;
    case 'screen':
      return screenStep;
    case 'track':
      if (eventName === null || eventName === '') return null;
      if (Object.hasOwn(steps, eventName)) return steps[eventName] ?? null;
      return onlyMapped ? null : eventName;
    case 'identify':
    case 'group':
    case 'alias':
    case 'command':
    case 'configuration':
    case 'retry':
      return null;
    default:
      return kind satisfies never;
  }
}

/**
 * Value of a conversion in minor units of currency; null when the step is no conversion or has no value. `payload` is the
 * entry's, parsed.
 */
export function conversionValue(
  { conversions }: JourneyMapping,
  step: string,
  payload: unknown,
): number | null {
  if (!Object.hasOwn(conversions, step)) return null;
  const path = conversions[step]?.value ?? null;
  return path === null ? null : toMinorUnits(readPath(payload, path));
}
