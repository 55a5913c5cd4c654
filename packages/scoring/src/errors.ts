/** An input that a score cannot be made of: names the field and the limit it broke. */
export class ScoringInputError extends RangeError {
  readonly field: string;
  readonly limit: string;

  constructor(field: string, limit: string, received: unknown) {
    super(`${field} must be ${limit}, got ${String(received)}`);
    this.name = 'ScoringInputError';
    this.field = field;
    this.limit = limit;
  }
}

/** A maximum likelihood fit that found no maximum: its estimates would mean nothing, so there are none. */
export class NotConvergedError extends Error {
  readonly model: string;
  readonly reason: string;

  constructor(model: string, reason: string) {
    super(`${model} did not converge: ${reason}`);
    this.name = 'NotConvergedError';
    this.model = model;
    this.reason = reason;
  }
}
