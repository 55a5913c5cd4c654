import type { CollectionName } from '../store/collections.ts';
import type { Move, MoveCount } from '../transitions/moves.ts';

/** Any document of the store. */
export interface WrittenDocument {
  readonly _key: string;
  readonly tenantId: string;
}

/** How the count of a move in one month changes; never 0. */
export interface MoveChange extends MoveCount {
  readonly period: string;
}

/**
 * What a batch writes, by collection and key. A document that one profile gives up and another takes over, as in a merge,
 * is written, whichever comes first.
 */
export class ProjectionWrites {
  readonly #puts = new Map<CollectionName, Map<string, WrittenDocument>>();
  readonly #removed = new Map<CollectionName, Set<string>>();
  readonly #moves = new Map<string, MoveChange>();
  readonly #uncounted: Move[] = [];

  put(collection: CollectionName, document: WrittenDocument): void {
    putInto(this.#puts, collection, () => new Map<string, WrittenDocument>()).set(document._key, document);
  }

  remove(collection: CollectionName, key: string): void {
    putInto(this.#removed, collection, () => new Set<string>()).add(key);
  }

  /** Counts moves of sessions that started in a month once more, or once less. */
  countMoves(period: string, moves: readonly MoveCount[], sign: 1 | -1): void {
    for (const { from, to, count } of moves) {
      const key = JSON.stringify([period, from, to]);
      const known = this.#moves.get(key)?.count ?? 0;
      this.#moves.set(key, { period, from, to, count: known + sign * count });
    }
  }

  /** Moves that are made and not counted: their steps are known nevertheless. */
  noteMoves(moves: readonly Move[]): void {
    this.#uncounted.push(...moves);
  }

  puts(collection: CollectionName): readonly WrittenDocument[] {
    return [...(this.#puts.get(collection)?.values() ?? [])];
  }

  /** Keys to remove. */
  removed(collection: CollectionName): readonly string[] {
    const puts = this.#puts.get(collection);
    return [...(this.#removed.get(collection) ?? [])].filter((key) => puts?.has(key) !== true);
  }

  get moveChanges(): readonly MoveChange[] {
    return [...this.#moves.values()].filter(({ count }) => count !== 0);
  }

  /** Moves whose steps may be new. */
  get madeMoves(): readonly Move[] {
    return [...this.moveChanges, ...this.#uncounted];
  }
}

function putInto<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
