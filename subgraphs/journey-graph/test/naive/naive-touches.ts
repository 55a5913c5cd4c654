import { byProfile, sessionsOf, type RawEvent } from './history.ts';

export interface NaiveTouches {
  readonly from: number;
  readonly to: number;
  readonly goal: string;
  readonly by: 'CHANNEL' | 'CAMPAIGN';
  readonly path: 'LOOKBACK' | 'SINCE_LAST_CONVERSION';
  readonly lookback: number;
}

interface NaiveTouch extends RawEvent {
  readonly channel: string;
  readonly key: string;
}

interface NaivePath {
  readonly value: number;
  readonly touches: readonly NaiveTouch[];
}

/** Conversions with their touches, and the runs of touches that led to none (JOURNEYS rules 19 to 24). */
export function naiveConversions(
  history: readonly RawEvent[],
  question: NaiveTouches,
): { readonly paths: readonly NaivePath[]; readonly nulls: readonly NaivePath[] } {
  const { from, to, goal, path, lookback } = question;
  const paths: NaivePath[] = [];
  const nulls: NaivePath[] = [];
  for (const own of byProfile(history).values()) {
    const touches = sessionsOf(own).flatMap((session) => touchesIn(session, question));
    const goals = own.filter(({ step }) => step === goal);
    const claimed = new Set<NaiveTouch>();
    for (const [place, conversion] of goals.entries()) {
      if (conversion.at < from || conversion.at >= to) continue;
      const former = path === 'LOOKBACK' ? undefined : goals[place - 1];
      const mine = touches.filter(
        (touch) =>
          !isLater(touch, conversion) &&
          touch.at >= conversion.at - lookback &&
          (former === undefined || isLater(touch, former)),
      );
      for (const touch of mine) claimed.add(touch);
      paths.push({ value: conversion.value, touches: mine });
    }
    nulls.push(
      ...unclaimed(
        touches.filter(({ at }) => at >= from && at < to),
        claimed,
        lookback,
      ),
    );
  }
  return { paths, nulls };
}

function touchesIn(session: readonly RawEvent[], { by }: NaiveTouches): readonly NaiveTouch[] {
  return session.flatMap((event, place) => {
    const { channel, campaign } = event;
    const isKnown = session
      .slice(0, place)
      .some((earlier) => earlier.channel === channel && earlier.campaign === campaign);
    const key = by === 'CHANNEL' ? channel : campaign;
    return channel === null || key === null || isKnown ? [] : [{ ...event, channel, key }];
  });
}

function unclaimed(
  touches: readonly NaiveTouch[],
  claimed: ReadonlySet<NaiveTouch>,
  lookback: number,
): readonly NaivePath[] {
  const runs: NaiveTouch[][] = [];
  for (const [place, touch] of touches.entries()) {
    if (claimed.has(touch)) continue;
    const earlier = touches[place - 1];
    const joins = earlier !== undefined && !claimed.has(earlier) && touch.at - earlier.at <= lookback;
    if (!joins) runs.push([]);
    runs.at(-1)?.push(touch);
  }
  return runs.map((run) => ({ value: 0, touches: run }));
}

const isLater = (a: RawEvent, b: RawEvent): boolean =>
  a.at > b.at || (a.at === b.at && a.position > b.position);
