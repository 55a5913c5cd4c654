const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

type Unit = keyof typeof units;

const sizes = (Object.entries(units) as [Unit, number][]).toReversed();
const pattern = /^(\d{1,15})(ms|s|m|h|d|w)$/;
const slidingCalendar = /^\d+(mo|month|months|y|year|years)$/i;

/** Milliseconds of `30d`, `12h`, `15m`, `10s`, `2w` or `500ms`; a day has 24 hours. Null when it is none of these. */
export function parseDuration(text: string): number | null {
  const match = pattern.exec(text);
  if (match === null) return null;
  // The pattern names the units.
  return Number(match[1]) * units[match[2] as Unit];
}

/** True for months and years, whose length depends on the date. */
export function isSlidingCalendar(text: string): boolean {
  return slidingCalendar.test(text);
}

/** The largest unit that gives a whole number. */
export function formatDuration(ms: number): string {
  const [unit, size] = sizes.find(([name, length]) => name !== 'w' && ms % length === 0) ?? ['ms', 1];
  return `${ms / size}${unit}`;
}
