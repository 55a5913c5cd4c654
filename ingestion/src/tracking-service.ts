import type { Logger } from '@customer360/service';
import type { NormaliseOptions } from '@customer360/tracking';
import { answerBatch, answerFailure, answerRefusedRequest, answerSingle } from './answers.ts';
import type { TrackingAnswer } from './answers.ts';
import type { AppendQueue } from './append-queue.ts';
import type { DeadLetters } from './dead-letters/dead-letters.ts';
import type { IngestionMetrics } from './ingestion-metrics.ts';
import { createMessageKeeper } from './message-keeper.ts';
import { parseBody, readRequest } from './messages/read-request.ts';
import { readOrRefuse, Refusal } from './messages/refusal.ts';
import type { ReceivedBody } from './read-body.ts';
import { orUnavailable, RequestFailure } from './request-failure.ts';
import { basicUser } from './sources/basic-user.ts';
import type { KeyedSource, WriteKeys } from './sources/write-keys.ts';
import type { TrackingCall } from './tracking-call.ts';

export interface ReceivedRequest {
  readonly call: TrackingCall;
  readonly authorization: string | undefined;
  readonly body: ReceivedBody;
}

export interface TrackingService {
  /** Answers once everything that the answer speaks of is durable. */
  receive(request: ReceivedRequest): Promise<TrackingAnswer>;
}

export interface TrackingServiceOptions {
  readonly queue: AppendQueue;
  readonly writeKeys: WriteKeys;
  readonly deadLetters: DeadLetters;
  readonly metrics: IngestionMetrics;
  readonly identifiers: NormaliseOptions;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly newId: () => string;
  readonly logger: Logger;
}

/** A source with the key that it was found by. */
type AdmittedSource = KeyedSource & { readonly writeKey: string };

/** The tracking API behind HTTP: whose request it is, what it says, what is kept. */
export function createTrackingService(options: TrackingServiceOptions): TrackingService {
  const { queue, writeKeys, deadLetters, metrics, identifiers, clock, newId, logger } = options;
  const keepMessages = createMessageKeeper({ queue, deadLetters, metrics });

  async function receive({ call, authorization, body }: ReceivedRequest): Promise<TrackingAnswer> {
    const receivedAt = clock();
    const headerKey = basicUser(authorization);
    const ofHeader = headerKey === null ? null : await admit(headerKey);
    const parsed = readOrRefuse(() => parseBody(body));
    if (parsed instanceof Refusal) {
      if (ofHeader === null) return refuse(parsed);
      return refuse(parsed, { source: ofHeader, receivedAt, content: body.text });
    }
    const { writeKey: ofBody, ...fields } = parsed;
    const source = ofHeader ?? (await admit(ofBody));
    const request = readOrRefuse(() => readRequest(fields, call));
    if (request instanceof Refusal) return refuse(request, { source, receivedAt, content: fields });
    const { tenantId, sourceId, writeKey } = source;
    const frame = { ...request.frame, sourceId, writeKey, receivedAt, identifiers, newId };
    const answers = await keepMessages(tenantId, request.messages, frame);
    const [single] = answers;
    return call.kind === 'single' && single ? answerSingle(single) : answerBatch(answers);
  }

  /** The source of a key, while there is room for its events. */
  async function admit(writeKey: unknown): Promise<AdmittedSource> {
    if (typeof writeKey !== 'string' || writeKey === '') throw new RequestFailure('MISSING_WRITE_KEY');
    const found = await orUnavailable(writeKeys.find(writeKey));
    if (found === 'unknown') throw new RequestFailure('UNKNOWN_WRITE_KEY');
    if (found === 'revoked') throw new RequestFailure('REVOKED_WRITE_KEY');
    const retryAfterSeconds = queue.retryAfterSeconds(found.tenantId);
    if (retryAfterSeconds !== null) throw new RequestFailure('OVERLOADED', { retryAfterSeconds });
    return { ...found, writeKey };
  }

  /** Without a known key there is nobody for whom to keep it. */
  async function refuse(
    { reason }: Refusal,
    kept?: { readonly source: AdmittedSource; readonly receivedAt: number; readonly content: unknown },
  ): Promise<TrackingAnswer> {
    if (kept) {
      const { source, receivedAt, content } = kept;
      const { sourceId, writeKey } = source;
      const letter = { sourceId, writeKey, messageId: null, reason, receivedAt, content };
      await orUnavailable(deadLetters.keep(source.tenantId, [letter]));
    }
    metrics.refused(reason.code);
    return answerRefusedRequest(reason);
  }

  return {
    async receive(request) {
      try {
        return await receive(request);
      } catch (error) {
        if (!(error instanceof RequestFailure)) throw error;
        metrics.refused(error.code);
        if (error.cause !== undefined) logger.error({ error: error.cause }, 'events could not be kept');
        return answerFailure(error);
      }
    },
  };
}
