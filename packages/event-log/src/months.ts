/** A calendar month in UTC, as `2026-01`. */
export type Month = string;

const pattern = /^(\d{4})-(0[1-9]|1[0-2])$/;

export function monthOf(time: number): Month {
  return new Date(time).toISOString().slice(0, 7);
}

/** First millisecond of the month, and of the one `ahead` months later. */
export function startOf(month: Month, ahead = 0): number {
  const [, year, number] = pattern.exec(month) ?? [];
  if (year === undefined || number === undefined)
    throw new Error(`"${month}" is not a month such as 2026-01`);
  return Date.UTC(Number(year), Number(number) - 1 + ahead);
}

export function monthsBetween(first: number, last: number): Month[] {
  const months: Month[] = [];
  for (let at = startOf(monthOf(first)); at <= last; at = startOf(monthOf(at), 1)) months.push(monthOf(at));
  return months;
}
