const dayMs = 86_400_000;

/** Whole days that bring the last time into the 24 hours before `now`: the time of day stays as it is. */
export function daysToToday(lastTime: number, now: number): number {
  return Math.floor((now - lastTime) / dayMs);
}

export const shiftByDays = (time: number, days: number): number => time + days * dayMs;
