import { ArangoError } from '../errors.ts';

/** What a route answers; `body` undefined for none. */
export interface ApiResponse {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer with `error: false` and its status, as most of the API gives. */
export function answer(status: number, body: object): ApiResponse {
  return { status, body: { error: false, code: status, ...body } };
}

export function errorResponse(error: unknown): ApiResponse {
  const known = error instanceof ArangoError ? error : new ArangoError(4);
  return {
    status: known.code,
    body: { error: true, code: known.code, errorMessage: known.message, errorNum: known.errorNum },
  };
}
