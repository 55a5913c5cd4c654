import type { RefusalReason } from '../messages/refusal.ts';

/** Something that was refused, as it is kept. */
export interface DeadLetter {
  readonly sourceId: string;
  readonly messageId: string | null;
  readonly reason: RefusalReason;
  readonly receivedAt: number;
  /** What came in: a parsed message, or the text of a request that could not be read. */
  readonly content: unknown;
  /** The secret that it was sent with, which must not be kept. */
  readonly writeKey: string;
}
