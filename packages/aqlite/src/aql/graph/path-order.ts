import type { GraphAccess } from './graph-access.ts';
import type { Path, Paths } from './paths.ts';

const mostCompared = 64;

/**
 * Paths of rising weight, those of equal weight in the order in which a search from both ends meets them: by the edges
 * of the first half from the start, then by the edges of the second half from the target. The language leaves this
 * order open; groups of more than 64 stay as they come.
 */
export function* orderedAsMet(paths: Paths, access: GraphAccess): Paths {
  const ranks = new EdgeRanks(access);
  let group: Path[] = [];
  let isLarge = false;
  for (const path of paths) {
    if (path === 'pause') {
      yield path;
      continue;
    }
    if (group[0] !== undefined && group[0].weight !== path.weight) {
      yield* ranks.sorted(group);
      group = [];
      isLarge = false;
    }
    if (isLarge) {
      yield path;
      continue;
    }
    group.push(path);
    if (group.length <= mostCompared) continue;
    isLarge = true;
    yield* group;
    group = [path];
  }
  if (!isLarge) yield* ranks.sorted(group);
  return undefined;
}

class EdgeRanks {
  readonly #access: GraphAccess;
  readonly #known = new Map<string, ReadonlyMap<unknown, number>>();

  constructor(access: GraphAccess) {
    this.#access = access;
  }

  sorted(paths: readonly Path[]): readonly Path[] {
    return paths.length < 2 ? paths : paths.toSorted((left, right) => this.#compare(left, right));
  }

  #compare(left: Path, right: Path): number {
    const { length } = left.edges;
    const middle = Math.ceil(length / 2);
    for (let i = 0; i < middle; i++) {
      const order = this.#rank(left, i, false) - this.#rank(right, i, false);
      if (order !== 0) return order;
    }
    for (let i = length - 1; i >= middle; i--) {
      const order = this.#rank(left, i, true) - this.#rank(right, i, true);
      if (order !== 0) return order;
    }
    return 0;
  }

  /** The place of edge i among the edges at its start, or at its end when the search comes from the target. */
  #rank(path: Path, i: number, backwards: boolean): number {
    const vertex = path.ids[backwards ? i + 1 : i] ?? '';
    const key = `${backwards ? '<' : '>'}${vertex}`;
    let ranks = this.#known.get(key);
    if (ranks === undefined) {
      const edges = [...this.#access.neighbours(vertex, { isBackwards: backwards })].filter(
        (neighbour) => neighbour !== 'pause',
      );
      ranks = new Map(edges.map(({ edge }, place) => [edge['_id'], place]));
      this.#known.set(key, ranks);
    }
    return ranks.get(path.edges[i]?.['_id']) ?? 0;
  }
}
