import { toStringValue } from '../../values/casts.ts';
import { createFrontier } from './frontier.ts';
import type { GraphAccess } from './graph-access.ts';
import { type Ends, type Path, type Paths, shortestPath } from './paths.ts';
import type { Pausing } from '../run/step.ts';
import type { EdgeCost } from './search-options.ts';

/** Paths without a repeated vertex by rising weight (Yen 1971). */
export function* kShortestPaths(access: GraphAccess, ends: Ends, cost: EdgeCost): Paths {
  const first = yield* shortestPath(access, ends, cost);
  if (first === null) return undefined;
  const found: Path[] = [];
  const candidates = createFrontier<Path>('weighted', ({ weight }) => weight);
  const seen = new Set([keyOf(first)]);
  candidates.push(first);
  for (let path = candidates.pop(); path !== undefined; path = candidates.pop()) {
    yield path;
    found.push(path);
    for (let i = 0; i < path.edges.length; i++) {
      const candidate = yield* deviation(path, i, { access, ends, cost, found });
      if (candidate === null || seen.has(keyOf(candidate))) continue;
      seen.add(keyOf(candidate));
      for (const _ of candidate.edges) access.keep();
      candidates.push(candidate);
    }
  }
  return undefined;
}

/** The best path that shares the first i edges of `path` and then differs from all found so far. */
function* deviation(
  path: Path,
  i: number,
  search: {
    readonly access: GraphAccess;
    readonly ends: Ends;
    readonly cost: EdgeCost;
    readonly found: readonly Path[];
  },
): Pausing<Path | null> {
  const { access, ends, cost, found } = search;
  const root = path.edges.slice(0, i);
  const spur = path.ids[i];
  if (spur === undefined) return null;
  const edges = new Set<unknown>();
  for (const other of found) {
    const isSameRoot = root.every((edge, j) => other.edges[j]?.['_id'] === edge['_id']);
    if (isSameRoot) edges.add(other.edges[i]?.['_id']);
  }
  const barred = { vertices: new Set(path.ids.slice(0, i)), edges };
  const rest = yield* shortestPath(access, { from: spur, to: ends.to }, cost, barred);
  if (rest === null) return null;
  return {
    ids: [...path.ids.slice(0, i), ...rest.ids],
    edges: [...root, ...rest.edges],
    weight: root.reduce((sum, edge) => sum + (cost?.(edge) ?? 1), 0) + rest.weight,
  };
}

function keyOf(path: Path): string {
  return path.edges.map((edge) => toStringValue(edge['_id'] ?? null)).join('|');
}
