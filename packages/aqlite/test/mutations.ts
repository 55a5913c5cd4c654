import { sampleQueries } from './sample-queries.ts';

/** A generator of numbers in [0, 1) that gives the same series for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const tokens = sampleQueries.flatMap((text) => text.match(/[A-Za-z_@]\w*|"[^"]*"|\d+|\s+|[^\w\s]/g) ?? []);

/** A query made of others: some of its tokens are dropped, doubled, swapped or replaced by tokens of other queries. */
export function mutate(random: () => number): string {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T; // never empty
  const parts = [...(pick(sampleQueries).match(/[A-Za-z_@]\w*|"[^"]*"|\d+|\s+|[^\w\s]/g) ?? [])];
  const changes = 1 + Math.floor(random() * 4);
  for (let i = 0; i < changes; i++) {
    const at = Math.floor(random() * parts.length);
    const kind = random();
    if (kind < 0.25) parts.splice(at, 1);
    else if (kind < 0.5) parts.splice(at, 0, pick(tokens));
    else if (kind < 0.75) parts[at] = pick(tokens);
    else if (kind < 0.9) parts.splice(at, 0, ...(pick(sampleQueries).match(/\S+\s*/g) ?? []).slice(0, 6));
    else parts.splice(at, 0, String.fromCodePoint(Math.floor(random() * 0x3_00)));
  }
  return parts.join('');
}
