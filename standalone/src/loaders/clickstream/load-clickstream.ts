import type { AnswerCounts } from '../answers.ts';
import { importMessages } from '../import-messages.ts';
import type { OnProgress } from '../progress.ts';
import { readClickstream, toMessages } from './messages.ts';

export interface LoadClickstreamOptions {
  /** Where `ecom.csv.gz` is. */
  readonly directory: string;
  readonly ingestionUrl: string;
  readonly writeKey: string;
  /** Moves the half year by whole days, so that it ends within the last 24 hours. */
  readonly shiftToToday: boolean;
  readonly onProgress?: OnProgress;
  readonly clock?: () => number;
}

export interface LoadedClickstream {
  readonly events: number;
  readonly users: number;
  readonly purchases: number;
  readonly answers: AnswerCounts;
  readonly shiftedByDays: number;
}

/** Loads the data set; throws when the log did not acknowledge every row. May be repeated. */
export async function loadClickstream(options: LoadClickstreamOptions): Promise<LoadedClickstream> {
  const { directory, ingestionUrl, writeKey, shiftToToday, onProgress, clock = Date.now } = options;
  const rows = await readClickstream(directory);
  const { messages, shiftedByDays } = toMessages(rows, shiftToToday ? clock() : null);
  const users = new Set<string>();
  let [events, purchases] = [0, 0];
  const answers = await importMessages({
    ingestionUrl,
    writeKey,
    messages,
    onStored: ({ userId, event }) => {
      events += 1;
      users.add(String(userId));
      if (event === 'purchase') purchases += 1;
    },
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  if (events !== rows.length) throw new Error(`${events} events are stored, the file holds ${rows.length}`);
  return { events, users: users.size, purchases, answers, shiftedByDays };
}
