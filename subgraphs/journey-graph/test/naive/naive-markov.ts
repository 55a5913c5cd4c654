/** Removal effects by walking the chain on until nearly nothing of it is left, once for each removed key (JOURNEYS rule 25). */
export function naiveMarkov(
  converting: readonly (readonly string[])[],
  lost: readonly (readonly string[])[],
): { readonly probability: number | null; readonly effects: ReadonlyMap<string, number> } {
  const walks = [
    ...converting.map((keys) => ['start', ...keys.map(named), 'conversion']),
    ...lost.map((keys) => ['start', ...keys.map(named), 'null']),
  ];
  if (walks.length === 0) return { probability: null, effects: new Map() };
  const moves = new Map<string, string[]>();
  for (const walk of walks) {
    for (const [place, to] of walk.slice(1).entries()) {
      const from = walk[place] ?? '';
      moves.set(from, [...(moves.get(from) ?? []), to]);
    }
  }
  const probability = chance(moves, null);
  const keys = new Set([...converting, ...lost].flat());
  const effects = [...keys].map((key): readonly [string, number] => [
    key,
    probability === 0 ? 0 : 1 - chance(moves, named(key)) / probability,
  ]);
  return { probability, effects: new Map(effects) };
}

const named = (key: string): string => `key ${key}`;

/** Chance to end in conversion when whoever would enter `removed` is lost. */
function chance(moves: ReadonlyMap<string, readonly string[]>, removed: string | null): number {
  let here = new Map([['start', 1]]);
  let converted = 0;
  let left = 1;
  while (left > 1e-15) {
    const next = new Map<string, number>();
    for (const [state, share] of here) {
      const targets = moves.get(state) ?? [];
      for (const target of targets) {
        const part = share / targets.length;
        if (target === 'conversion') converted += part;
        else if (target !== 'null' && target !== removed) next.set(target, (next.get(target) ?? 0) + part);
      }
    }
    here = next;
    left = [...here.values()].reduce((sum, share) => sum + share, 0);
  }
  return converted;
}
