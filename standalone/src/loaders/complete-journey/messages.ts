import { assumedConsent } from '../assumed-consent.ts';
import { daysToToday, shiftByDays } from '../shift.ts';
import type { TrackingMessage } from '../tracking-message.ts';
import { couponMessages, promotionMessages } from './campaigns.ts';
import { demographicMessages } from './demographics.ts';
import type { CompleteJourneyFiles } from './files.ts';
import { orderMessages } from './orders.ts';
import { inLogOrder, type TimedMessage } from './timed-message.ts';

export interface CompleteJourneyMessages {
  /** In log order. */
  readonly messages: readonly TrackingMessage[];
  readonly shiftedByDays: number;
}

/** The data set as events; moved by whole days so that it ends today when `today` is not null. */
export function toMessages(files: CompleteJourneyFiles, today: number | null): CompleteJourneyMessages {
  const dated = [...promotionMessages(files), ...couponMessages(files), ...orderMessages(files)];
  let [first, last] = [Infinity, -Infinity];
  for (const { time } of dated) [first, last] = [Math.min(first, time), Math.max(last, time)];
  if (dated.length === 0) throw new Error('the files hold no events');
  const shiftedByDays = today === null ? 0 : daysToToday(last, today);
  const ordered = inLogOrder([...demographicMessages(files, first), ...dated]);
  return { messages: withConsent(ordered, shiftedByDays), shiftedByDays };
}

/** The first event of a household states its assumed consent. */
function withConsent(ordered: readonly TimedMessage[], shiftedByDays: number): readonly TrackingMessage[] {
  const seen = new Set<string>();
  return ordered.map(({ household, time, message }) => {
    const timestamp = new Date(shiftByDays(time, shiftedByDays)).toISOString();
    if (seen.has(household)) return { ...message, timestamp };
    seen.add(household);
    return {
      ...message,
      timestamp,
      context: { ...message.context, consent: assumedConsent(Number(household)) },
    };
  });
}
