import type { AnswerCounts } from '../answers.ts';
import { importMessages } from '../import-messages.ts';
import type { OnProgress } from '../progress.ts';
import { type CompleteJourneyCounts, StoredCounts, countFiles, verifyCounts } from './counts.ts';
import { readCompleteJourney } from './files.ts';
import { toMessages } from './messages.ts';

export interface LoadCompleteJourneyOptions {
  /** Where the data set's `*.csv.gz` files are. */
  readonly directory: string;
  readonly ingestionUrl: string;
  readonly writeKey: string;
  /** Moves the year by whole days, so that it ends within the last 24 hours. */
  readonly shiftToToday: boolean;
  readonly onProgress?: OnProgress;
  readonly clock?: () => number;
}

export interface LoadedCompleteJourney {
  readonly events: number;
  readonly answers: AnswerCounts;
  readonly counts: CompleteJourneyCounts;
  readonly shiftedByDays: number;
}

/** Loads the data set; throws when what the log acknowledged is not exactly what the files hold. May be repeated. */
export async function loadCompleteJourney(
  options: LoadCompleteJourneyOptions,
): Promise<LoadedCompleteJourney> {
  const { directory, ingestionUrl, writeKey, shiftToToday, onProgress, clock = Date.now } = options;
  const files = await readCompleteJourney(directory);
  const { messages, shiftedByDays } = toMessages(files, shiftToToday ? clock() : null);
  const stored = new StoredCounts();
  const answers = await importMessages({
    ingestionUrl,
    writeKey,
    messages,
    onStored: (message) => stored.add(message),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  const counts = stored.total();
  verifyCounts(counts, countFiles(files));
  return { events: messages.length, answers, counts, shiftedByDays };
}
