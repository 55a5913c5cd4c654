import { assumedConsent } from '../assumed-consent.ts';
import { readCsvFile } from '../csv-file.ts';
import { daysToToday, shiftByDays } from '../shift.ts';
import type { TrackingMessage } from '../tracking-message.ts';

const columns = [
  'user_id',
  'session_id',
  'event',
  'timestamp',
  'platform',
  'acquisition_channel',
  'user_cohort',
  'user_lifecycle',
] as const;
export type ClickstreamRow = Readonly<Record<(typeof columns)[number], string>>;

export const readClickstream = async (directory: string): Promise<readonly ClickstreamRow[]> =>
  readCsvFile(directory, 'ecom', columns);

/** Every row as a `track` in file order; moved by whole days so that it ends today when `today` is not null. */
export function toMessages(
  rows: readonly ClickstreamRow[],
  today: number | null,
): { readonly messages: readonly TrackingMessage[]; readonly shiftedByDays: number } {
  const times = rows.map(({ timestamp }) => Date.parse(`${timestamp.replace(' ', 'T')}Z`));
  const last = times.reduce((a, b) => Math.max(a, b), -Infinity);
  const shiftedByDays = today === null || rows.length === 0 ? 0 : daysToToday(last, today);
  const seen = new Set<string>();
  const messages = rows.map((row, index) => {
    const isFirst = !seen.has(row.user_id);
    seen.add(row.user_id);
    const time = times[index];
    if (time === undefined || Number.isNaN(time))
      throw new Error(`row ${index + 1} has no time: ${row.timestamp}`);
    return toMessage(row, index, shiftByDays(time, shiftedByDays), isFirst ? seen.size : null);
  });
  return { messages, shiftedByDays };
}

function toMessage(
  row: ClickstreamRow,
  index: number,
  time: number,
  consentOf: number | null,
): TrackingMessage {
  return {
    type: 'track',
    messageId: `clickstream-${index + 1}`,
    timestamp: new Date(time).toISOString(),
    userId: row.user_id,
    event: row.event,
    properties: {
      session_id: row.session_id,
      platform: row.platform,
      user_cohort: row.user_cohort,
      user_lifecycle: row.user_lifecycle,
      // A purchase carries no amount: each one counts as 1.00.
      ...(row.event === 'purchase' ? { revenue: 1, currency: 'USD' } : {}),
    },
    context: {
      // The channel is the medium; there are no campaigns.
      campaign: { medium: row.acquisition_channel },
      ...(consentOf === null ? {} : { consent: assumedConsent(consentOf) }),
    },
  };
}
