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

export function idempotencyConflict(
  message = 'The idempotency key was used before with other input.',
): IdempotencyConflict {
  return { kind: 'IdempotencyConflict', message };
}
