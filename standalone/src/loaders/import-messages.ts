import { type AnswerCounts, describeAnswer, isStored, noAnswers, parseAnswers } from './answers.ts';
import { toBatches } from './batches.ts';
import { createImportClient, type ImportClientOptions } from './import-client.ts';
import type { OnProgress } from './progress.ts';
import type { TrackingMessage } from './tracking-message.ts';

export interface ImportOptions extends ImportClientOptions {
  readonly messages: readonly TrackingMessage[];
  readonly onProgress?: OnProgress;
  /** Called for each event that the log holds, in order. */
  readonly onStored?: (message: TrackingMessage) => void;
}

const shownProblems = 5;

/**
 * Sends messages in their order and counts the answers. May be repeated: what is stored already is a duplicate.
 * Throws at the end when the log does not hold every event, with counts and the first problems.
 */
export async function importMessages(options: ImportOptions): Promise<AnswerCounts> {
  const { messages, onProgress, onStored } = options;
  const client = createImportClient(options);
  const counts = noAnswers();
  const problems: string[] = [];
  let done = 0;
  onProgress?.({ done, total: messages.length });
  for (const batch of toBatches(messages)) {
    const answers = parseAnswers(await client.post(batch.body), batch.messages.length);
    for (const [index, message] of batch.messages.entries()) {
      const answer = answers[index];
      if (answer === undefined) continue;
      counts[answer.status] += 1;
      if (isStored(answer)) onStored?.(message);
      else if (problems.length < shownProblems) problems.push(describeAnswer(message.messageId, answer));
    }
    done += batch.messages.length;
    onProgress?.({ done, total: messages.length });
  }
  if (problems.length > 0) {
    throw new Error(
      `of ${messages.length} events ${counts.conflict} are in conflict with what the log holds and ` +
        `${counts.refused} were refused: ${problems.join('; ')}`,
    );
  }
  return counts;
}
