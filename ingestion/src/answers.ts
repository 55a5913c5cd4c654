import type { AppendResult } from '@customer360/event-log';
import type { DroppedIdentifier } from '@customer360/tracking';
import type { RefusalCode, RefusalReason } from './messages/refusal.ts';
import type { FailureCode, RequestFailure } from './request-failure.ts';

/** What became of one event. */
export type EventAnswer =
  | {
      readonly status: 'accepted' | 'duplicate';
      readonly messageId: string;
      readonly eventId: string;
      /** Null when an erasure has cleared it. */
      readonly position: number | null;
      /** What looked like an identifier and was not used; left out when there is nothing to say. */
      readonly warnings?: readonly Warning[];
    }
  | {
      readonly status: 'conflict';
      readonly messageId: string;
      readonly eventId: string;
      readonly error: RefusalReason;
    }
  | { readonly status: 'refused'; readonly messageId: string | null; readonly error: RefusalReason };

interface Warning {
  readonly identifierType: string;
  readonly reason: DroppedIdentifier['reason'];
}

/** An HTTP answer of the tracking API. */
export interface TrackingAnswer {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

export const conflictReason: RefusalReason = {
  code: 'MESSAGE_ID_CONFLICT',
  field: 'messageId',
  message: 'An event with this messageId and other content was accepted before.',
  limit: null,
};

export function answerAppended(
  result: AppendResult,
  messageId: string,
  dropped: readonly DroppedIdentifier[],
): EventAnswer {
  if (result.status === 'conflict') return { ...result, messageId, error: conflictReason };
  if (dropped.length === 0) return { ...result, messageId };
  const warnings = dropped.map(({ type, reason }) => ({ identifierType: type, reason }));
  return { ...result, messageId, warnings };
}

export function answerSingle(answer: EventAnswer): TrackingAnswer {
  switch (answer.status) {
    case 'accepted':
    case 'duplicate':
      return { status: 200, body: { success: true, ...answer } };
    case 'conflict':
      return { status: 409, body: { success: false, ...answer } };
    case 'refused':
      return { status: 400, body: { success: false, ...answer } };
    default:
      return answer satisfies never;
  }
}

export function answerBatch(results: readonly EventAnswer[]): TrackingAnswer {
  return { status: 200, body: { success: true, results } };
}

const failures: Readonly<Record<FailureCode, readonly [status: number, message: string]>> = {
  MISSING_WRITE_KEY: [401, 'A write key is needed: as user name of HTTP Basic, or as writeKey in the body.'],
  UNKNOWN_WRITE_KEY: [401, 'The write key is not known.'],
  REVOKED_WRITE_KEY: [401, 'The write key was revoked.'],
  OVERLOADED: [429, 'Too many events are waiting; send it again later.'],
  UNAVAILABLE: [503, 'The events could not be kept; send them again.'],
};

/** Nothing of the request was kept. */
export function answerFailure({ code, retryAfterSeconds }: RequestFailure): TrackingAnswer {
  const [status, message] = failures[code];
  const headers = {
    ...(status === 401 && { 'www-authenticate': 'Basic realm="write key"' }),
    ...(retryAfterSeconds !== null && { 'retry-after': String(retryAfterSeconds) }),
  };
  return { status, body: { success: false, error: { code, field: null, message, limit: null } }, headers };
}

const statusOfRefusal: Readonly<Partial<Record<RefusalCode, number>>> = {
  REQUEST_TOO_LARGE: 413,
  TOO_MANY_EVENTS: 413,
  UNSUPPORTED_ENCODING: 415,
};

/** The request as a whole was refused and kept as a dead letter. */
export function answerRefusedRequest(error: RefusalReason): TrackingAnswer {
  const answer = { status: statusOfRefusal[error.code] ?? 400, body: { success: false, error } };
  // What the client goes on sending is not read as a request.
  return error.code === 'REQUEST_TOO_LARGE' ? { ...answer, headers: { connection: 'close' } } : answer;
}
