export type RefusalCode =
  | 'NOT_AN_OBJECT'
  | 'REQUIRED'
  | 'WRONG_TYPE'
  | 'TOO_LONG'
  | 'UNKNOWN_TYPE'
  | 'INVALID_TIMESTAMP'
  | 'TOO_MANY_TRAITS'
  | 'TOO_DEEP'
  | 'FORBIDDEN_KEY'
  | 'NUL_CHARACTER'
  | 'LONE_SURROGATE'
  | 'UNSAFE_INTEGER'
  | 'NOT_A_FINITE_NUMBER'
  | 'NOT_JSON'
  | 'EVENT_TOO_LARGE'
  | 'MESSAGE_ID_CONFLICT'
  | 'MALFORMED_JSON'
  | 'UNSUPPORTED_ENCODING'
  | 'REQUEST_TOO_LARGE'
  | 'TOO_MANY_EVENTS';

/** Why something is refused, as the client reads it. */
export interface RefusalReason {
  readonly code: RefusalCode;
  /** Path of the field at fault; null when it is the whole. */
  readonly field: string | null;
  /** For people; names the limit, never the value. */
  readonly message: string;
  readonly limit: number | null;
}

/** Thrown while a message is read, caught where messages are read. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly reason: RefusalReason;

  constructor(code: RefusalCode, field: string | null, message: string, limit: number | null = null) {
    super(message);
    this.reason = { code, field, message, limit };
  }
}

/** What `read` gives, or the refusal that it throws. */
export function readOrRefuse<T>(read: () => T): T | Refusal {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
