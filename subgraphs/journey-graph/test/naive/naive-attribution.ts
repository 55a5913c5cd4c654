import type { RawEvent } from './history.ts';
import { naiveConversions, type NaiveTouches } from './naive-touches.ts';
import { naiveMarkov } from './naive-markov.ts';
import { naiveShapley } from './naive-shapley.ts';
import { byCodePoints } from './history.ts';

export interface NaiveAttribution extends NaiveTouches {
  readonly model: string;
  readonly halfLife: number;
}

/** Value and conversions by key, as the rules say it (JOURNEYS rules 19 to 27). */
export function naiveAttribution(history: readonly RawEvent[], question: NaiveAttribution): unknown {
  const { paths, nulls } = naiveConversions(history, question);
  const touched = paths.filter(({ touches }) => touches.length > 0);
  const value = sum(paths.map((path) => path.value));
  const touchedValue = sum(touched.map((path) => path.value));
  const keysOf = (path: { readonly touches: readonly { readonly key: string }[] }) =>
    path.touches.map(({ key }) => key);
  const markov = question.model === 'MARKOV' ? naiveMarkov(touched.map(keysOf), nulls.map(keysOf)) : null;
  const keys = new Set([...touched, ...(markov === null ? [] : nulls)].flatMap(keysOf));
  const shares = [...keys].map((key): readonly [string, number, number] => {
    if (markov !== null) {
      const total = sum([...markov.effects.values()]);
      const part = total === 0 ? 0 : (markov.effects.get(key) ?? 0) / total;
      return [key, part * touchedValue, part * touched.length];
    }
    if (question.model === 'SHAPLEY') return [key, ...naiveShapley(key, keys, touched)];
    const weights = touched.map((path) =>
      sum(
        path.touches.map((touch, place) => (touch.key === key ? weight(question, path.touches, place) : 0)),
      ),
    );
    return [key, sum(weights.map((one, place) => one * (touched[place]?.value ?? 0))), sum(weights)];
  });
  const credits = round(shares, touchedValue).toSorted((a, b) => byCodePoints(a.key, b.key));
  const untouched = paths.length - touched.length;
  return {
    model: question.model,
    conversions: paths.length,
    value,
    touchedConversions: touched.length,
    touchedValue,
    touches: sum(paths.map(({ touches }) => touches.length)),
    nullPaths: markov === null ? null : nulls.length,
    conversionProbability: markov?.probability ?? null,
    credits:
      untouched === 0
        ? credits
        : [...credits, { key: '(none)', value: value - touchedValue, conversions: untouched }],
  };
}

function weight(
  { model, halfLife }: NaiveAttribution,
  touches: readonly { readonly at: number; readonly channel: string }[],
  place: number,
): number {
  const last = touches.length - 1;
  if (model === 'FIRST_TOUCH') return Number(place === 0);
  if (model === 'LAST_TOUCH') return Number(place === last);
  if (model === 'LINEAR') return 1 / touches.length;
  if (model === 'LAST_NON_DIRECT') {
    const others = touches.flatMap(({ channel }, index) => (channel === 'direct' ? [] : [index]));
    return Number(place === (others.at(-1) ?? last));
  }
  if (model === 'POSITION_BASED') {
    if (touches.length < 3) return 1 / touches.length;
    return place === 0 || place === last ? 0.4 : 0.2 / (touches.length - 2);
  }
  const age = (index: number): number => ((touches[last]?.at ?? 0) - (touches[index]?.at ?? 0)) / halfLife;
  return 0.5 ** age(place) / sum(touches.map((_touch, index) => 0.5 ** age(index)));
}

/** Hands out what rounding down left over, one unit at a time. */
function round(shares: readonly (readonly [string, number, number])[], total: number) {
  const rows = shares.map(([key, share, conversions]) => {
    const exact = Number(share.toFixed(6));
    return {
      key,
      value: Math.floor(exact),
      left: Number((exact - Math.floor(exact)).toFixed(6)),
      conversions,
    };
  });
  while (sum(rows.map(({ value }) => value)) < total && rows.length > 0) {
    const next = rows.reduce((best, row) =>
      row.left > best.left || (row.left === best.left && byCodePoints(row.key, best.key) < 0) ? row : best,
    );
    next.value += 1;
    next.left = -1;
  }
  return rows.map(({ key, value, conversions }) => ({ key, value, conversions }));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
