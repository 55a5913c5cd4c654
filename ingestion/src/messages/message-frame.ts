import type { NormaliseOptions } from '@customer360/tracking';
import type { Fields } from './fields.ts';

/** What holds for every message of a request. */
export interface MessageFrame {
  readonly sourceId: string;
  readonly writeKey: string;
  readonly receivedAt: number;
  /** The type that the address names; null for batches, whose messages name theirs. */
  readonly type: string | null;
  /** Context and integrations of the batch; those of the message win, key by key. */
  readonly context: Fields | null;
  readonly integrations: Fields | null;
  /** The batch's sentAt in milliseconds; undefined: each message has its own. */
  readonly sentAt: number | null | undefined;
  readonly identifiers: NormaliseOptions;
  readonly newId: () => string;
}
