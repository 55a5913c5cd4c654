import { z } from 'zod';

const statuses = ['accepted', 'duplicate', 'conflict', 'refused'] as const;
export type AnswerStatus = (typeof statuses)[number];
export type AnswerCounts = Record<AnswerStatus, number>;

const eventAnswer = z.looseObject({
  status: z.enum(statuses),
  error: z.looseObject({ field: z.string().nullish(), message: z.string().nullish() }).nullish(),
});
export type EventAnswer = z.output<typeof eventAnswer>;

const batchAnswer = z.looseObject({ results: z.array(eventAnswer) });

export const noAnswers = (): AnswerCounts => ({ accepted: 0, duplicate: 0, conflict: 0, refused: 0 });

/** The answers of a batch in the order of its events; throws when ingestion answered for fewer or more. */
export function parseAnswers(body: unknown, events: number): readonly EventAnswer[] {
  const { results } = batchAnswer.parse(body);
  if (results.length !== events) {
    throw new Error(`ingestion answered for ${results.length} of ${events} events`);
  }
  return results;
}

/** True when the log holds the event: accepted now, or before. */
export const isStored = (answer: EventAnswer): boolean =>
  answer.status === 'accepted' || answer.status === 'duplicate';

/** One line about an answer, for an error that a person reads. */
export function describeAnswer(messageId: string, answer: EventAnswer): string {
  const detail = [answer.error?.field, answer.error?.message].filter(Boolean).join(': ');
  return `${messageId.slice(0, 60)} ${answer.status}${detail === '' ? '' : ` (${detail})`}`;
}
