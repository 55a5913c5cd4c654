/** Cents of a decimal amount such as `3.86`; an amount finer than a cent (by more than float noise) throws. */
export function toCents(text: string): number {
  const exact = text === '' ? NaN : Number(text) * 100;
  const cents = Math.round(exact);
  if (!Number.isSafeInteger(cents) || Math.abs(exact - cents) > 1e-6)
    throw new Error(`not an amount in cents: ${text}`);
  return cents;
}

/** The decimal amount; exact when printed, as 2 decimals survive a double. */
export const fromCents = (cents: number): number => cents / 100;

/** `233935.24` as `233,935.24`. */
export const formatCents = (cents: number): string =>
  (cents / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
