import { Buffer } from 'node:buffer';
import {
  type AnswerCounts,
  type EventAnswer,
  describeAnswer,
  isStored,
  noAnswers,
  parseAnswers,
} from '../loaders/answers.ts';
import type { OnProgress } from '../loaders/progress.ts';
import { type DemoEvent, type DemoSource, demoSources } from './demo-event.ts';
import { createSdkClient, dispatch } from './sdk-client.ts';

export interface SendDemoOptions {
  readonly ingestionUrl: string;
  readonly writeKeys: Readonly<Record<DemoSource, string>>;
  readonly events: readonly DemoEvent[];
  readonly onProgress?: OnProgress;
  /** Tries after a failed request; a 429 with Retry-After is waited out besides. */
  readonly maxRetries?: number;
}

export interface SentDemo {
  readonly events: number;
  readonly answers: AnswerCounts;
}

/** One request holds a chunk's events of one source. The library measures its requests wrongly, so this does. */
const chunkLimits = { bytes: 350_000, events: 400 } as const;
const shownProblems = 5;

/**
 * Sends the demo through the ingestion API with Segment's library, chunk after chunk, so that the log follows the
 * order of time. May be repeated: what is stored already is a duplicate. Throws when an event was not answered, or
 * not as expected.
 */
export async function sendDemo(options: SendDemoOptions): Promise<SentDemo> {
  const { events, onProgress } = options;
  const answers = new Map<string, EventAnswer>();
  const failures: unknown[] = [];
  const clients = connect(options, answers, failures);
  const counts = noAnswers();
  const problems: string[] = [];
  let done = 0;
  onProgress?.({ done, total: events.length });
  for (const chunk of chunks(events)) {
    for (const source of demoSources) {
      const ofSource = chunk.filter((event) => event.source === source);
      for (const event of ofSource) dispatch(clients[source], event);
      await clients[source].flush();
    }
    for (const { message, expected } of chunk) {
      const answer = answers.get(message.messageId);
      if (answer === undefined) throw unanswered(done, events.length, failures);
      counts[answer.status] += 1;
      if (!isStored(answer) && expected === 'accepted')
        problems.push(describeAnswer(message.messageId, answer));
    }
    answers.clear();
    done += chunk.length;
    onProgress?.({ done, total: events.length });
  }
  if (problems.length > 0) {
    throw new Error(
      `${problems.length} of ${events.length} demo events were not taken: ${problems.slice(0, shownProblems).join('; ')}`,
    );
  }
  return { events: events.length, answers: counts };
}

function connect(
  { ingestionUrl, writeKeys, maxRetries }: SendDemoOptions,
  answers: Map<string, EventAnswer>,
  failures: unknown[],
): Record<DemoSource, ReturnType<typeof createSdkClient>> {
  const onAnswer = (requestBody: string, text: string): void => {
    const { batch } = JSON.parse(requestBody) as { batch: readonly { messageId: string }[] }; // the library's own format
    try {
      const results = parseAnswers(JSON.parse(text), batch.length);
      for (const [place, { messageId }] of batch.entries()) {
        const result = results[place];
        if (result !== undefined) answers.set(messageId, result);
      }
    } catch (fault) {
      // Thrown into the library it would count as a broken connection and be tried again.
      failures.push(fault);
    }
  };
  const onFailure = (reason: unknown): number => failures.push(reason);
  const client = (source: DemoSource): ReturnType<typeof createSdkClient> =>
    createSdkClient({
      ingestionUrl,
      writeKey: writeKeys[source],
      onAnswer,
      onFailure,
      ...(maxRetries === undefined ? {} : { maxRetries }),
    });
  return { web: client('web'), app: client('app'), pos: client('pos'), crm: client('crm') };
}

function* chunks(events: readonly DemoEvent[]): Generator<readonly DemoEvent[]> {
  let chunk: DemoEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(JSON.stringify(event.message));
    if (chunk.length > 0 && (bytes + size > chunkLimits.bytes || chunk.length === chunkLimits.events)) {
      yield chunk;
      [chunk, bytes] = [[], 0];
    }
    chunk.push(event);
    bytes += size;
  }
  if (chunk.length > 0) yield chunk;
}

function unanswered(done: number, total: number, failures: readonly unknown[]): Error {
  return new Error(`ingestion stopped answering after ${done} of ${total} demo events`, {
    cause: failures[0],
  });
}
