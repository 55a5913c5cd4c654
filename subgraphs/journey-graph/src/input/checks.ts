import { AppError } from '@customer360/service';

const DAY_MS = 86_400_000;

/** Longest range of a question, in days. */
export const MAX_RANGE_DAYS = 3_660;
/** Longest name of an event, channel or campaign that can be asked for. */
const MAX_NAME_LENGTH = 500;

/** From here on, included, up to `to`, not included; milliseconds. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

const refuse = (message: string): never => {
  throw new AppError('BAD_USER_INPUT', message);
};

/** Throws BAD_USER_INPUT for a range that is empty, reversed or too long; `end` is what the client calls its end. */
export function readRange({ from, to }: TimeRange, end = 'to'): TimeRange {
  if (from >= to) return refuse(`${end} must be after from.`);
  if (to - from > MAX_RANGE_DAYS * DAY_MS) {
    return refuse(`${end} may lie ${MAX_RANGE_DAYS.toLocaleString('en')} days after from at most.`);
  }
  return { from, to };
}

/** A whole number within limits; the default when the client gave none. */
export function readCount(
  field: string,
  value: number | null | undefined,
  limits: { readonly default: number; readonly min: number; readonly max: number },
): number {
  const count = value ?? limits.default;
  if (!Number.isInteger(count) || count < limits.min || count > limits.max) {
    return refuse(`${field} must be ${limits.min} to ${limits.max}.`);
  }
  return count;
}

/** A length of time in milliseconds within limits; `says` is the limits for people. */
export function readDuration(
  field: string,
  value: number | null | undefined,
  limits: { readonly default: number; readonly min: number; readonly max: number; readonly says: string },
): number {
  const duration = value ?? limits.default;
  if (duration < limits.min || duration > limits.max) return refuse(`${field} must be ${limits.says}.`);
  return duration;
}

/** A name of a step, event, channel or campaign: any text that is not empty. */
export function readName(field: string, value: string): string {
  if (value === '') return refuse(`${field} must not be empty.`);
  if (value.length > MAX_NAME_LENGTH) {
    return refuse(`${field} must have ${MAX_NAME_LENGTH} characters at most.`);
  }
  return value;
}

/** A list of names within limits. */
export function readNames(
  field: string,
  values: readonly string[],
  limits: { readonly min: number; readonly max: number },
): readonly string[] {
  if (values.length < limits.min || values.length > limits.max) {
    return refuse(`${field} must hold ${limits.min} to ${limits.max} names.`);
  }
  return values.map((value, place) => readName(`${field}[${place}]`, value));
}
