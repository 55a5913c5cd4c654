import type { SeedEvent } from '../../seed-journeys.ts';
import { readCsv } from './csv.ts';

type Column = 'user_id' | 'event' | 'timestamp' | 'acquisition_channel' | 'platform';

/** The clickstream in log order; a purchase is worth 100 minor units. */
export function clickstream(channel: 'acquisition_channel' | 'platform'): readonly SeedEvent[] {
  return readCsv<Column>('clickstream/ecom.csv.gz').map((row) => ({
    profileId: row.user_id,
    at: Date.parse(`${row.timestamp.replace(' ', 'T')}Z`),
    step: row.event,
    channel: row[channel],
    value: row.event === 'purchase' ? 100 : 0,
  }));
}
