import type { AnswerCounts } from '../answers.ts';
import { importMessages } from '../import-messages.ts';
import type { OnProgress } from '../progress.ts';
import { type CompleteJourneyCounts, StoredCounts, countFiles, verifyCounts } from './counts.ts';
import { readCompleteJourney } from './files.ts';
import { type CompleteJourneyMessages, toMessages } from './messages.ts';

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
  const { messages, shiftedByDays, inFiles } = await prepare(directory, shiftToToday ? clock() : null);
  const stored = new StoredCounts();
  const answers = await importMessages({
    ingestionUrl,
    writeKey,
    messages,
    onStored: (message) => stored.add(message),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  const counts = stored.total();
  verifyCounts(counts, inFiles);
  return { events: messages.length, answers, counts, shiftedByDays };
}

/** The rows are let go before the sending begins: they take more memory than the events. */
async function prepare(
  directory: string,
  today: number | null,
): Promise<CompleteJourneyMessages & { readonly inFiles: CompleteJourneyCounts }> {
  const files = await readCompleteJourney(directory);
  return { ...toMessages(files, today), inFiles: countFiles(files) };
}
