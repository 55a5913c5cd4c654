import type { AttributionModel } from './attribution.ts';
import type { KeyedTouch } from './paths.ts';

/** Shares of a conversion for the touches of its path, in their order; they add up to 1. The path is never empty. */
export type Weigh = (touches: readonly KeyedTouch[]) => readonly number[];

/** The models that look at one path at a time (JOURNEYS rules 23 and 26). `halfLifeMs` is for TIME_DECAY. */
export function weighBy(model: Exclude<AttributionModel, 'MARKOV'>, halfLifeMs: number): Weigh {
  if (model === 'TIME_DECAY') return (touches) => decaying(touches, halfLifeMs);
  return weights[model];
}

const weights: Readonly<Record<Exclude<AttributionModel, 'MARKOV' | 'TIME_DECAY'>, Weigh>> = {
  FIRST_TOUCH: (touches) => allTo(0, touches),
  LAST_TOUCH: (touches) => allTo(touches.length - 1, touches),
  LAST_NON_DIRECT(touches) {
    const place = touches.findLastIndex(({ isDirect }) => !isDirect);
    return allTo(place === -1 ? touches.length - 1 : place, touches);
  },
  LINEAR: (touches) => touches.map(() => 1 / touches.length),
  POSITION_BASED: positionBased,
  SHAPLEY: shapley,
};

function allTo(place: number, touches: readonly KeyedTouch[]): readonly number[] {
  return touches.map((_touch, index) => (index === place ? 1 : 0));
}

function positionBased(touches: readonly KeyedTouch[]): readonly number[] {
  const count = touches.length;
  if (count <= 2) return touches.map(() => 1 / count);
  return touches.map((_touch, place) => (place === 0 || place === count - 1 ? 0.4 : 0.2 / (count - 2)));
}

/** Measured from the last touch, so that the weights never all vanish. */
function decaying(touches: readonly KeyedTouch[], halfLifeMs: number): readonly number[] {
  const last = touches.at(-1)?.at ?? 0;
  const raw = touches.map(({ at }) => 2 ** (-(last - at) / halfLifeMs));
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return raw.map((weight) => weight / sum);
}

/**
 * With v(S) = value of the conversions whose keys all lie in S, the exact Shapley value gives each conversion in equal
 * shares to its distinct keys: v is a sum of unanimity games (Shapley 1953).
 */
function shapley(touches: readonly KeyedTouch[]): readonly number[] {
  const keys = touches.map(({ key }) => key);
  const distinct = new Set(keys).size;
  return keys.map((key, place) => (keys.indexOf(key) === place ? 1 / distinct : 0));
}
