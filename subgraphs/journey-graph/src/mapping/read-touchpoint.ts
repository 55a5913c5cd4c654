import type { Touchpoint } from '../touchpoints/touchpoint.ts';
import { conversionValue, journeyStep, type JourneyMapping, type LogEntry } from '@customer360/event-log';
import { readText } from './read-text.ts';

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
  const step = journeyStep(mapping, entry);
  const channel = readText(payload, mapping.channel);
  return {
    step,
    channel: channel === null ? null : channelOf(mapping, channel),
    campaign: readText(payload, mapping.campaign),
    value: step === null ? 0 : (conversionValue(mapping, step, payload) ?? 0),
  };
}

/** The steps that count as conversions. */
export function conversionSteps({ conversions }: JourneyMapping): ReadonlySet<string> {
  return new Set(Object.keys(conversions));
}

function channelOf({ channels }: JourneyMapping, name: string): string | null {
  return Object.hasOwn(channels, name) ? (channels[name] ?? null) : name;
}
