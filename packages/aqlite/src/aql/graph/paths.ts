import { toStringValue } from '../../values/casts.ts';
import type { Document } from '../../values/value.ts';
import { createFrontier } from './frontier.ts';
import type { GraphAccess } from './graph-access.ts';
import type { EdgeCost } from './search-options.ts';

/** A path as a list: `ids` has one more member than `edges`. */
export interface Path {
  readonly ids: readonly string[];
  readonly edges: readonly Document[];
  readonly weight: number;
}

export interface Ends {
  readonly from: string;
  readonly to: string;
}

interface Barred {
  readonly vertices: ReadonlySet<string>;
  readonly edges: ReadonlySet<unknown>;
}

const nothing: Barred = { vertices: new Set(), edges: new Set() };

interface Reached {
  readonly id: string;
  readonly weight: number;
  readonly edge: Document | null;
  readonly previous: Reached | null;
}

/** A path of the least weight, or null; `cost` null counts edges. */
export function shortestPath(access: GraphAccess, ends: Ends, cost: EdgeCost, barred = nothing): Path | null {
  const frontier = createFrontier<Reached>(cost === null ? 'bfs' : 'weighted', ({ weight }) => weight);
  const done = new Set<string>();
  frontier.push({ id: ends.from, weight: 0, edge: null, previous: null });
  for (let step = frontier.pop(); step !== undefined; step = frontier.pop()) {
    if (done.has(step.id)) continue;
    done.add(step.id);
    if (step.id === ends.to) return pathTo(step);
    for (const { edge, id } of access.neighbours(step.id)) {
      if (done.has(id) || barred.vertices.has(id) || barred.edges.has(edge['_id'])) continue;
      frontier.push({ id, weight: step.weight + (cost?.(edge) ?? 1), edge, previous: step });
    }
  }
  return null;
}

function pathTo(end: Reached): Path {
  const ids: string[] = [];
  const edges: Document[] = [];
  for (let step: Reached | null = end; step !== null; step = step.previous) {
    ids.push(step.id);
    if (step.edge !== null) edges.push(step.edge);
  }
  return { ids: ids.toReversed(), edges: edges.toReversed(), weight: end.weight };
}

/** All paths with the least number of edges. */
export function* allShortestPaths(access: GraphAccess, ends: Ends): Generator<Path, undefined, undefined> {
  if (ends.from === ends.to) {
    yield { ids: [ends.from], edges: [], weight: 0 };
    return undefined;
  }
  const distances = distancesTo(access, ends);
  const total = distances.get(ends.from);
  if (total === undefined) return undefined;
  yield* descend({ ids: [ends.from], edges: [], weight: 0 }, total);
  return undefined;

  function* descend(path: Path, left: number): Generator<Path, undefined, undefined> {
    if (left === 0) {
      yield path;
      return undefined;
    }
    const last = path.ids.at(-1) ?? ends.from;
    for (const { edge, id } of access.neighbours(last)) {
      if (distances.get(id) === left - 1) yield* descend(extend(path, edge, id), left - 1);
    }
    return undefined;
  }
}

function extend(path: Path, edge: Document, id: string): Path {
  return { ids: [...path.ids, id], edges: [...path.edges, edge], weight: path.weight + 1 };
}

/** How many edges each vertex is away from the target, as far as the start. */
function distancesTo(access: GraphAccess, { from, to }: Ends): ReadonlyMap<string, number> {
  const distances = new Map([[to, 0]]);
  let level: readonly string[] = [to];
  for (let distance = 1; level.length > 0 && !distances.has(from); distance++) {
    const next: string[] = [];
    for (const id of level) {
      for (const neighbour of access.neighbours(id, true)) {
        if (distances.has(neighbour.id)) continue;
        distances.set(neighbour.id, distance);
        next.push(neighbour.id);
      }
    }
    level = next;
  }
  return distances;
}

/** Paths without a repeated vertex by rising weight (Yen 1971). */
export function* kShortestPaths(
  access: GraphAccess,
  ends: Ends,
  cost: EdgeCost,
): Generator<Path, undefined, undefined> {
  const first = shortestPath(access, ends, cost);
  if (first === null) return undefined;
  const found: Path[] = [];
  const candidates = createFrontier<Path>('weighted', ({ weight }) => weight);
  const seen = new Set([keyOf(first)]);
  candidates.push(first);
  for (let path = candidates.pop(); path !== undefined; path = candidates.pop()) {
    yield path;
    found.push(path);
    for (let i = 0; i < path.edges.length; i++) {
      const candidate = deviation(path, i, { access, ends, cost, found });
      if (candidate === null || seen.has(keyOf(candidate))) continue;
      seen.add(keyOf(candidate));
      candidates.push(candidate);
    }
  }
  return undefined;
}

/** The best path that shares the first i edges of `path` and then differs from all found so far. */
function deviation(
  path: Path,
  i: number,
  search: {
    readonly access: GraphAccess;
    readonly ends: Ends;
    readonly cost: EdgeCost;
    readonly found: readonly Path[];
  },
): Path | null {
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
  const rest = shortestPath(access, { from: spur, to: ends.to }, cost, barred);
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

/** All paths without a repeated vertex whose number of edges is in the range. */
export function* kPaths(
  access: GraphAccess,
  ends: Ends,
  depth: { readonly min: number; readonly max: number },
): Generator<Path, undefined, undefined> {
  const { from, to } = ends;
  // only vertices from which the target is within reach are worth entering
  const distances = reachableFrom(access, to, depth.max);
  yield* descend({ ids: [from], edges: [], weight: 0 }, new Set([from]));
  return undefined;

  function* descend(path: Path, inPath: Set<string>): Generator<Path, undefined, undefined> {
    const last = path.ids.at(-1) ?? from;
    if (last === to) {
      if (path.edges.length >= depth.min) yield path;
      return undefined;
    }
    for (const { edge, id } of access.neighbours(last)) {
      const left = depth.max - path.edges.length - 1;
      if (inPath.has(id) || (distances.get(id) ?? Number.POSITIVE_INFINITY) > left) continue;
      inPath.add(id);
      yield* descend(extend(path, edge, id), inPath);
      inPath.delete(id);
    }
    return undefined;
  }
}

function reachableFrom(access: GraphAccess, to: string, max: number): ReadonlyMap<string, number> {
  const distances = new Map([[to, 0]]);
  let level: readonly string[] = [to];
  for (let distance = 1; level.length > 0 && distance <= max; distance++) {
    const next: string[] = [];
    for (const id of level) {
      for (const neighbour of access.neighbours(id, true)) {
        if (distances.has(neighbour.id)) continue;
        distances.set(neighbour.id, distance);
        next.push(neighbour.id);
      }
    }
    level = next;
  }
  return distances;
}
