import * as fc from 'fast-check';

/** A touchpoint as it was sent; the evaluators of this folder know nothing else and share no code with the product. */
export interface RawEvent {
  readonly profileId: string;
  /** Milliseconds. */
  readonly at: number;
  readonly position: number;
  readonly step: string;
  readonly channel: string | null;
  readonly campaign: string | null;
  readonly value: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Steps that sort, quote and fold differently wherever somebody is careless. */
const stepNames = ['A', 'b', 'B', 'a > b', '`x`', '(other)', '\u{ffff}', '\u{1f600}'];
const channels = [null, 'direct', 'email', 'ads'];
const campaigns = [null, 'c1', 'C2'];
const gaps = [0, 0, 1, MINUTE, 10 * MINUTE, 30 * MINUTE, 30 * MINUTE + 1, 2 * HOUR, DAY, 7 * DAY, 40 * DAY];

/** Shortly before a change of clocks in Europe and America. */
const BEGIN = Date.UTC(2024, 2, 1, 22);

/** Up to 40 touchpoints of a few profiles and of two to four steps; the log has them in an order of its own. */
export const histories: fc.Arbitrary<readonly RawEvent[]> = fc
  .uniqueArray(fc.constantFrom(...stepNames), { minLength: 2, maxLength: 4 })
  .chain((steps) =>
    fc.array(
      fc.record({
        profileId: fc.constantFrom('p', 'p', 'p', 'q', 'q', 'P'),
        gap: fc.constantFrom(...gaps),
        step: fc.constantFrom(...steps),
        channel: fc.constantFrom(...channels),
        campaign: fc.constantFrom(...campaigns),
        value: fc.constantFrom(0, 1, 100, 333),
        luck: fc.integer({ min: 0, max: 1_000_000 }),
      }),
      { minLength: 1, maxLength: 40, size: 'max' },
    ),
  )
  .map((drawn) => {
    let at = BEGIN;
    const timed = drawn.map(({ gap, ...event }) => ({ ...event, at: (at += gap) }));
    return timed
      .toSorted((a, b) => a.luck - b.luck)
      .map(({ luck: _luck, ...event }, place) => ({ ...event, position: place + 1 }));
  });

/** The whole time of a history, or between two instants at or beside events of it. */
export function rangesOf(history: readonly RawEvent[]): fc.Arbitrary<{ from: number; to: number }> {
  const times = history.map(({ at }) => at);
  const instants = [...new Set(times.flatMap((at) => [at - DAY, at, at + 1, at + 9 * DAY]))];
  const whole = { from: Math.min(...times) - DAY, to: Math.max(...times) + 30 * DAY };
  const part = fc
    .tuple(fc.constantFrom(...instants), fc.constantFrom(...instants))
    .filter(([a, b]) => a !== b)
    .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
  return fc.oneof(fc.constant(whole), part);
}

/** A step of a history, seldom one that it has not. */
export function stepsOf(history: readonly RawEvent[]): fc.Arbitrary<string> {
  const own = fc.constantFrom(...new Set(history.map(({ step }) => step)));
  return fc.oneof({ weight: 9, arbitrary: own }, { weight: 1, arbitrary: fc.constantFrom(...stepNames) });
}

/** A length of time, most often exactly the one between two events of a profile; from `min` to 400 days. */
export function durationsOf(history: readonly RawEvent[], min: number): fc.Arbitrary<number> {
  const usual = [min, HOUR, DAY, 8 * DAY, 400 * DAY];
  const between = history.flatMap((event) =>
    history
      .filter(({ profileId, at }) => profileId === event.profileId && at - event.at >= min)
      .map(({ at }) => Math.min(at - event.at, 400 * DAY)),
  );
  return between.length === 0
    ? fc.constantFrom(...usual)
    : fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...between) }, fc.constantFrom(...usual));
}

/** A history and a question about it. */
export interface Asked<Question> {
  readonly history: readonly RawEvent[];
  readonly question: Question;
  /** Profiles that the question is narrowed to, some of them perhaps without an event; null for everybody. */
  readonly members: readonly string[] | null;
  /** Profiles that are quarantined, some of them perhaps members. */
  readonly quarantined: readonly string[];
}

export function asked<Question>(
  question: (history: readonly RawEvent[]) => fc.Arbitrary<Question>,
): fc.Arbitrary<Asked<Question>> {
  const members = fc.option(fc.subarray(['p', 'q', 'P', 'nobody']), { nil: null, freq: 2 });
  const quarantined = fc.oneof(
    { arbitrary: fc.constant([]), weight: 2 },
    fc.subarray(['p', 'q', 'P', 'nobody']),
  );
  return fc
    .tuple(histories, members, quarantined)
    .chain(([history, some, hidden]) =>
      question(history).map((one) => ({ history, question: one, members: some, quarantined: hidden })),
    );
}

/** By profile, each in order of time, then log position. */
export function byProfile(history: readonly RawEvent[]): ReadonlyMap<string, readonly RawEvent[]> {
  const ordered = history.toSorted((a, b) => a.at - b.at || a.position - b.position);
  return Map.groupBy(ordered, ({ profileId }) => profileId);
}

/** Code points, one by one. */
export function byCodePoints(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => Array.from(text, (letter) => letter.codePointAt(0) ?? 0));
  if (left === undefined || right === undefined) return 0;
  for (let place = 0; place < Math.max(left.length, right.length); place += 1) {
    const difference = (left[place] ?? -1) - (right[place] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Sessions of one profile's ordered events. */
export function sessionsOf(own: readonly RawEvent[]): readonly (readonly RawEvent[])[] {
  const sessions: RawEvent[][] = [];
  for (const [place, event] of own.entries()) {
    const earlier = own[place - 1];
    if (earlier === undefined || event.at > earlier.at + 30 * MINUTE) sessions.push([]);
    sessions.at(-1)?.push(event);
  }
  return sessions;
}
