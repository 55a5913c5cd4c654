import type { Profile } from '../profiles/profile.ts';

/** Whom a profile brought by referrals, and what they are worth (JOURNEYS rule 33). Money is minor units. */
export interface Influence {
  /** Each once, at its nearest level. */
  readonly profiles: number;
  readonly value: number;
  /** Sum over the levels of value × decay^(level - 1). */
  readonly influence: number;
  readonly levels: readonly InfluenceLevel[];
}

export interface InfluenceLevel {
  /** 1 for those whom the profile brought itself. */
  readonly level: number;
  readonly profiles: number;
  readonly value: number;
  readonly influence: number;
  /** Ten at most, by value, then id. */
  readonly sample: readonly Profile[];
}

/** One level as the graph answers it. */
export interface ReachedLevel {
  readonly level: number;
  readonly profiles: number;
  readonly value: number;
  readonly sample: readonly string[];
}

export function weighLevels(reached: readonly ReachedLevel[], decay: number): Influence {
  const levels = reached.map(({ sample, ...level }) => ({
    ...level,
    influence: level.value * decay ** (level.level - 1),
    sample: sample.map((id) => ({ id })),
  }));
  return {
    profiles: sumOf(levels, ({ profiles }) => profiles),
    value: sumOf(levels, ({ value }) => value),
    influence: sumOf(levels, ({ influence }) => influence),
    levels,
  };
}

function sumOf(levels: readonly InfluenceLevel[], part: (level: InfluenceLevel) => number): number {
  return levels.reduce((sum, level) => sum + part(level), 0);
}
