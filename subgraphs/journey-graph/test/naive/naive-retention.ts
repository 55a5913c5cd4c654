import { byCodePoints, byProfile, type RawEvent } from './history.ts';

const DAY = 86_400_000;

/** Day number of the Monday of an instant's week on the clocks of a zone. */
function mondayOf(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  }).formatToParts(at);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value);
  const day = Date.UTC(part('year'), part('month') - 1, part('day')) / DAY;
  // Day 0 of 1970 was a Thursday.
  return day - ((day + 3) % 7);
}

export function naiveCohorts(
  history: readonly RawEvent[],
  question: {
    readonly from: number;
    readonly to: number;
    readonly period: 'ISO_WEEK' | 'SEVEN_DAYS';
    readonly timeZone: string;
    readonly cohortStep: string | null;
    readonly returnStep: string | null;
  },
): unknown {
  const { from, to, period, timeZone, cohortStep, returnStep } = question;
  const members = [...byProfile(history).values()].flatMap((own) => {
    const place = own.findIndex(({ step }) => cohortStep === null || step === cohortStep);
    const first = own[place];
    if (first === undefined || first.at < from || first.at >= to) return [];
    const returns = own
      .slice(place)
      .filter(({ at, step }) => at < to && (returnStep === null || step === returnStep));
    const offsets = returns.map(({ at }) =>
      period === 'ISO_WEEK'
        ? (mondayOf(at, timeZone) - mondayOf(first.at, timeZone)) / 7
        : Math.floor((at - first.at) / (7 * DAY)),
    );
    return [{ at: first.at, monday: mondayOf(first.at, timeZone), offsets: new Set(offsets) }];
  });
  const cohorts = [...Map.groupBy(members, ({ monday }) => monday)]
    .toSorted(([a], [b]) => a - b)
    .map(([monday, own]) => {
      const latest = Math.max(...own.map(({ at }) => at));
      const ended =
        period === 'ISO_WEEK' ? (mondayOf(to, timeZone) - monday) / 7 : Math.floor((to - latest) / (7 * DAY));
      return {
        week: new Date(monday * DAY).toISOString().slice(0, 10),
        size: own.length,
        active: Array.from(
          { length: ended },
          (_cell, offset) => own.filter(({ offsets }) => offsets.has(offset)).length,
        ),
      };
    });
  return { profiles: members.length, cohorts };
}

export function naiveChurn(
  history: readonly RawEvent[],
  question: {
    readonly from: number;
    readonly asOf: number;
    readonly inactive: number;
    readonly first: number;
  },
): unknown {
  const { from, asOf, inactive, first } = question;
  const seen = [...byProfile(history).values()].flatMap((own) => {
    const before = own.filter(({ at }) => at < asOf);
    const last = before.at(-1);
    return last === undefined || last.at < from ? [] : [{ last, count: before.length }];
  });
  const silent = seen.filter(({ last }) => last.at < asOf - inactive);
  const groups = [...Map.groupBy(silent, ({ last }) => JSON.stringify([last.step, last.channel])).values()]
    .map((same) => ({
      step: same[0]?.last.step ?? '',
      channel: same[0]?.last.channel ?? null,
      churned: same.length,
      meanTouchpoints: same.reduce((sum, { count }) => sum + count, 0) / same.length,
    }))
    .toSorted(
      (a, b) =>
        b.churned - a.churned ||
        byCodePoints(a.step, b.step) ||
        byCodePoints(a.channel ?? '', b.channel ?? ''),
    );
  return {
    profiles: seen.length,
    churned: silent.length,
    groups: groups.length,
    rows: groups.slice(0, first),
  };
}
