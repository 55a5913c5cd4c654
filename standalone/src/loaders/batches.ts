import type { TrackingMessage } from './tracking-message.ts';

/** What ingestion takes in one request. */
export const batchLimits = { bytes: 500_000, events: 2_500 } as const;

export interface Batch {
  readonly messages: readonly TrackingMessage[];
  /** The request body. */
  readonly body: string;
}

const opening = '{"batch":[';
const closing = ']}';

/** Cuts messages, in order, into request bodies that hold the limits. */
export function* toBatches(
  messages: Iterable<TrackingMessage>,
  limits: { readonly bytes: number; readonly events: number } = batchLimits,
): Generator<Batch> {
  let batch: TrackingMessage[] = [];
  let parts: string[] = [];
  const frame = opening.length + closing.length;
  let bytes = frame;
  for (const message of messages) {
    const part = JSON.stringify(message);
    const size = Buffer.byteLength(part) + 1;
    if (batch.length > 0 && (bytes + size > limits.bytes || batch.length === limits.events)) {
      yield { messages: batch, body: `${opening}${parts.join(',')}${closing}` };
      [batch, parts, bytes] = [[], [], frame];
    }
    batch.push(message);
    parts.push(part);
    bytes += size;
  }
  if (batch.length > 0) yield { messages: batch, body: `${opening}${parts.join(',')}${closing}` };
}
