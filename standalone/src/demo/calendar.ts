import type { Faker } from '@faker-js/faker';

export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

/** How many days the demo looks back. */
export const historyDays = 180;

/** The demo's time: whole UTC days, of which the last one is today. */
export interface Calendar {
  /** Midnight at the start of the first day. */
  readonly start: number;
  /** Midnight at the start of today. */
  readonly today: number;
}

export function createCalendar(now: Date): Calendar {
  const today = Math.floor(now.getTime() / dayMs) * dayMs;
  return { start: today - historyDays * dayMs, today };
}

/** Sunday to Saturday: people shop at the weekend. */
const weekdayWeights = [1.45, 0.85, 0.8, 0.85, 0.95, 1.0, 1.3] as const;
/** By hour of the day: quiet nights, a lunch break, busy evenings. */
const hourWeights = [
  2, 1, 1, 1, 1, 2, 4, 7, 9, 10, 11, 13, 14, 12, 11, 11, 12, 14, 17, 20, 21, 18, 11, 5,
] as const;

/** The days (midnights) in [from, to] on which something happens that happens so often a week. */
export function activeDays(faker: Faker, from: number, to: number, perWeek: number): readonly number[] {
  const days: number[] = [];
  for (let day = Math.ceil(from / dayMs) * dayMs; day <= to; day += dayMs) {
    const weight = weekdayWeights[new Date(day).getUTCDay()] ?? 1;
    if (faker.datatype.boolean(Math.min((perWeek / 7) * weight, 1))) days.push(day);
  }
  return days;
}

/** A moment of that day, to the second. */
export function momentOf(faker: Faker, day: number): number {
  const hour = faker.helpers.weightedArrayElement(hourWeights.map((weight, value) => ({ weight, value })));
  return day + hour * hourMs + faker.number.int({ max: 3_599 }) * 1_000;
}

/** A moment so many days after another one. */
export function daysLater(faker: Faker, time: number, min: number, max: number): number {
  return momentOf(faker, Math.floor(time / dayMs) * dayMs + faker.number.int({ min, max }) * dayMs);
}
