import type { Document } from '../../values/value.ts';
import type { Pausing } from '../run/step.ts';
import { createFrontier } from './frontier.ts';
import type { GraphAccess } from './graph-access.ts';
import type { EdgeCost } from './search-options.ts';

/** A path as a list: `ids` has one more member than `edges`. */
export interface Path {
  readonly ids: readonly string[];
  readonly edges: readonly Document[];
  readonly weight: number;
}

/** Paths, with pauses between. */
export type Paths = Generator<Path | 'pause', undefined, undefined>;

export interface Ends {
  readonly from: string;
  readonly to: string;
}

export interface Barred {
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
export function* shortestPath(
  access: GraphAccess,
  ends: Ends,
  cost: EdgeCost,
  barred = nothing,
): Pausing<Path | null> {
  const frontier = createFrontier<Reached>(cost === null ? 'bfs' : 'weighted', ({ weight }) => weight);
  const done = new Set<string>();
  frontier.push({ id: ends.from, weight: 0, edge: null, previous: null });
  for (let step = frontier.pop(); step !== undefined; step = frontier.pop()) {
    if (done.has(step.id)) continue;
    done.add(step.id);
    if (step.id === ends.to) return pathTo(step);
    for (const neighbour of access.neighbours(step.id)) {
      if (neighbour === 'pause') {
        yield neighbour;
        continue;
      }
      const { edge, id } = neighbour;
      if (done.has(id) || barred.vertices.has(id) || barred.edges.has(edge['_id'])) continue;
      access.keep();
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
export function* allShortestPaths(access: GraphAccess, ends: Ends): Paths {
  const distances = yield* distancesFrom(access, ends.to, (reached) => reached.has(ends.from));
  const total = distances.get(ends.from);
  if (total === undefined) return undefined;
  yield* walk(ends, access, {
    enters: (step, id) => distances.get(id) === total - lengthOf(step) - 1,
    isLongEnough: () => true,
  });
  return undefined;
}

/** All paths without a repeated vertex whose number of edges is in the range, the shorter ones first. */
export function* kPaths(
  access: GraphAccess,
  ends: Ends,
  depth: { readonly min: number; readonly max: number },
): Paths {
  // only vertices from which the target is within reach are worth entering
  const distances = yield* distancesFrom(access, ends.to, (_, distance) => distance > depth.max);
  for (let length = depth.min; length <= depth.max; length++) {
    yield* walk(ends, access, {
      enters: (step, id) => {
        const left = length - lengthOf(step) - 1;
        return (distances.get(id) ?? Number.POSITIVE_INFINITY) <= left && !isOnPath(step, id);
      },
      isLongEnough: (step) => lengthOf(step) === length,
    });
  }
  return undefined;
}

/** The paths to the target, depth first; a stack of its own keeps long ones off the call stack. */
function* walk(
  ends: Ends,
  access: GraphAccess,
  rules: {
    readonly enters: (step: Reached, id: string) => boolean;
    readonly isLongEnough: (step: Reached) => boolean;
  },
): Paths {
  const start: Reached = { id: ends.from, weight: 0, edge: null, previous: null };
  if (ends.from === ends.to) {
    if (rules.isLongEnough(start)) yield pathTo(start);
    return undefined;
  }
  const stack = [{ step: start, neighbours: access.neighbours(start.id) }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const { value: neighbour, done } = top.neighbours.next();
    if (done === true || neighbour === undefined) {
      stack.pop();
      continue;
    }
    if (neighbour === 'pause') {
      yield neighbour;
      continue;
    }
    const { id, edge } = neighbour;
    if (!rules.enters(top.step, id)) continue;
    const step = { id, weight: top.step.weight + 1, edge, previous: top.step };
    if (id !== ends.to) stack.push({ step, neighbours: access.neighbours(id) });
    else if (rules.isLongEnough(step)) yield pathTo(step);
  }
  return undefined;
}

function lengthOf(step: Reached): number {
  return step.weight;
}

function isOnPath(end: Reached, id: string): boolean {
  for (let step: Reached | null = end; step !== null; step = step.previous) {
    if (step.id === id) return true;
  }
  return false;
}

/** How many edges each vertex is away from the target, until `isEnough`. */
function* distancesFrom(
  access: GraphAccess,
  target: string,
  isEnough: (reached: ReadonlyMap<string, number>, distance: number) => boolean,
): Pausing<ReadonlyMap<string, number>> {
  const distances = new Map([[target, 0]]);
  let level: readonly string[] = [target];
  for (let distance = 1; level.length > 0 && !isEnough(distances, distance); distance++) {
    const next: string[] = [];
    for (const id of level) {
      for (const neighbour of access.neighbours(id, { isBackwards: true })) {
        if (neighbour === 'pause') {
          yield neighbour;
          continue;
        }
        if (distances.has(neighbour.id)) continue;
        access.keep();
        distances.set(neighbour.id, distance);
        next.push(neighbour.id);
      }
    }
    level = next;
  }
  return distances;
}
