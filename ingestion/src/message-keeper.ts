import { answerAppended } from './answers.ts';
import type { EventAnswer } from './answers.ts';
import type { AppendQueue } from './append-queue.ts';
import type { DeadLetter } from './dead-letters/dead-letter.ts';
import type { DeadLetters } from './dead-letters/dead-letters.ts';
import type { IngestionMetrics } from './ingestion-metrics.ts';
import { isObject } from './messages/fields.ts';
import { readMessage } from './messages/read-message.ts';
import type { MessageFrame } from './messages/message-frame.ts';
import type { ReadMessage } from './messages/read-message.ts';
import { orUnavailable } from './request-failure.ts';

/** Keeps each message of a request in the log or as a dead letter. Resolves, in order, when all is durable. */
export type KeepMessages = (
  tenantId: string,
  messages: readonly unknown[],
  frame: MessageFrame,
) => Promise<readonly EventAnswer[]>;

export function createMessageKeeper(options: {
  readonly queue: AppendQueue;
  readonly deadLetters: DeadLetters;
  readonly metrics: IngestionMetrics;
}): KeepMessages {
  const { queue, deadLetters, metrics } = options;
  return async (tenantId, messages, frame) => {
    const read = messages.map((message) => readMessage(message, frame));
    const entries = read.flatMap((one) => ('entry' in one ? [one.entry] : []));
    const results = entries.length === 0 ? [] : await orUnavailable(queue.append(tenantId, entries));
    let place = 0;
    const answers = read.map((one): EventAnswer => {
      if ('refused' in one) return { status: 'refused', messageId: one.messageId, error: one.refused };
      const result = results[place];
      place += 1;
      if (result === undefined) throw new Error('The log answered fewer entries than it was given');
      return answerAppended(result, one.messageId, one.dropped);
    });
    const letters = answers.flatMap((answer, index) => letterOf(answer, messages[index], frame));
    if (letters.length > 0) await orUnavailable(deadLetters.keep(tenantId, letters));
    metrics.answered(answers, read.map(typeOf));
    return answers;
  };
}

function letterOf(answer: EventAnswer, message: unknown, frame: MessageFrame): readonly DeadLetter[] {
  if (!('error' in answer)) return [];
  const { sourceId, writeKey, receivedAt } = frame;
  const content = isObject(message) ? withoutDelivery(message) : message;
  return [{ sourceId, writeKey, receivedAt, messageId: answer.messageId, reason: answer.error, content }];
}

/** The field of the secret goes, and what differs when the same message is sent again. */
function withoutDelivery({ writeKey: _key, sentAt: _sentAt, ...message }: Readonly<Record<string, unknown>>) {
  return message;
}

function typeOf(read: ReadMessage): string {
  return 'entry' in read ? read.entry.kind : 'unknown';
}
