/** Input that cannot be acted on: the argument at fault and what is wrong with it, naming the limit. */
export interface InvalidInput {
  readonly kind: 'InvalidInput';
  readonly field: string;
  readonly message: string;
}

/** The idempotency key was used before with other input. */
export interface IdempotencyConflict {
  readonly kind: 'IdempotencyConflict';
  readonly message: string;
}

export function invalidInput(field: string, message: string): InvalidInput {
  return { kind: 'InvalidInput', field, message };
}

export function idempotencyConflict(message: string): IdempotencyConflict {
  return { kind: 'IdempotencyConflict', message };
}

/** The first of these that is not null. */
export function firstInvalid(...checks: readonly (InvalidInput | null)[]): InvalidInput | null {
  return checks.find((check) => check !== null) ?? null;
}
