import type { Touchpoint } from '../touchpoints/touchpoint.ts';
import type { JourneyMapping, LogEntry } from '@customer360/event-log';
import { toMinorUnits } from './minor-units.ts';
import { readPath, readText } from './read-path.ts';

/** What the mapping makes of an event. */
export type MappedEvent = Omit<Pick<Touchpoint, 'step' | 'channel' | 'campaign' | 'value'>, 'step'> & {
  /** Null for an event that takes part in no journey. */
  readonly step: string | null;
};

/** Reads step, channel, campaign and value; `payload` is the entry's, parsed. Values stand on conversion steps only. */
export function readTouchpoint(
  mapping: JourneyMapping,
  entry: Pick<LogEntry, 'kind' | 'eventName'>,
  payload: unknown,
): MappedEvent {
  const step = stepOf(mapping, entry);
  const channel = readText(payload, mapping.channel);
  return {
    step,
    channel: channel === null ? null : rename(mapping.channels, channel, channel),
    campaign: readText(payload, mapping.campaign),
    value: step === null ? 0 : valueOf(mapping, step, payload),
  };
}

/** The steps that count as conversions. */
export function conversionSteps({ conversions }: JourneyMapping): ReadonlySet<string> {
  return new Set(Object.keys(conversions));
}

function stepOf(
  { steps, onlyMapped, pageStep, screenStep }: JourneyMapping,
  { kind, eventName }: Pick<LogEntry, 'kind' | 'eventName'>,
): string | null {
  switch (kind) {
    case 'page':
      return pageStep;
    case 'screen':
      return screenStep;
    case 'track':
      return eventName === null || eventName === ''
        ? null
        : rename(steps, eventName, onlyMapped ? null : eventName);
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

function rename<Otherwise>(
  names: Readonly<Record<string, string | null>>,
  name: string,
  otherwise: Otherwise,
): string | null | Otherwise {
  return Object.hasOwn(names, name) ? (names[name] ?? null) : otherwise;
}

function valueOf({ conversions }: JourneyMapping, step: string, payload: unknown): number {
  if (!Object.hasOwn(conversions, step)) return 0;
  const path = conversions[step]?.value ?? null;
  return path === null ? 0 : toMinorUnits(readPath(payload, path));
}
