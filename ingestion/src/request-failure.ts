import { OverloadedError } from './append-queue.ts';

export type FailureCode =
  'MISSING_WRITE_KEY' | 'UNKNOWN_WRITE_KEY' | 'REVOKED_WRITE_KEY' | 'OVERLOADED' | 'UNAVAILABLE';

/** Nothing of a request can be kept, and nothing is wrong with its events. */
export class RequestFailure extends Error {
  override readonly name = 'RequestFailure';
  readonly code: FailureCode;
  readonly retryAfterSeconds: number | null;

  constructor(code: FailureCode, options: { retryAfterSeconds?: number; cause?: unknown } = {}) {
    super(code, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }
}

/** What a store answers; when it fails, the client is asked to send again. */
export async function orUnavailable<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    if (cause instanceof OverloadedError) {
      throw new RequestFailure('OVERLOADED', { retryAfterSeconds: cause.retryAfterSeconds });
    }
    throw new RequestFailure('UNAVAILABLE', { retryAfterSeconds: 1, cause });
  }
}
