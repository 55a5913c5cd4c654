import type { TrackingMessage } from '../tracking-message.ts';

/** The order of kinds that share an instant. */
export const kindOrder = { identify: 0, promotion: 1, coupon: 2, order: 3 } as const;

/** A message with what decides its place in the log. */
export interface TimedMessage {
  readonly time: number;
  readonly kind: keyof typeof kindOrder;
  /** Campaign or basket, as a number. */
  readonly number: number;
  readonly household: string;
  readonly message: Omit<TrackingMessage, 'timestamp'>;
}

/** Log order: time, kind, campaign or basket as a number, household as a number, then the order of the files. */
export function inLogOrder(messages: readonly TimedMessage[]): readonly TimedMessage[] {
  return messages.toSorted(
    (a, b) =>
      a.time - b.time ||
      kindOrder[a.kind] - kindOrder[b.kind] ||
      a.number - b.number ||
      Number(a.household) - Number(b.household),
  );
}
