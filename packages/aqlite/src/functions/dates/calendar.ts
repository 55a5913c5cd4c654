/** Parts of a UTC time that Date does not give. */

export function isLeapYear(time: number): boolean {
  const year = new Date(time).getUTCFullYear();
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

export function dayOfYear(time: number): number {
  const date = new Date(time);
  return Math.floor((time - startOfYear(date.getUTCFullYear())) / 86_400_000) + 1;
}

function startOfYear(year: number): number {
  return new Date(0).setUTCFullYear(year, 0, 1);
}

export function quarter(time: number): number {
  return Math.floor(new Date(time).getUTCMonth() / 3) + 1;
}

export function daysInMonth(time: number): number {
  const date = new Date(time);
  const last = new Date(0);
  last.setUTCFullYear(date.getUTCFullYear(), date.getUTCMonth() + 1, 0);
  return last.getUTCDate();
}

/** ISO 8601 week, Monday first, and the year to which that week belongs. */
export function isoWeek(time: number): { week: number; year: number } {
  const day = Math.floor(time / 86_400_000);
  const weekday = (new Date(time).getUTCDay() + 6) % 7;
  const thursday = (day - weekday + 3) * 86_400_000;
  const year = new Date(thursday).getUTCFullYear();
  return { week: Math.floor((thursday - startOfYear(year)) / 604_800_000) + 1, year };
}
