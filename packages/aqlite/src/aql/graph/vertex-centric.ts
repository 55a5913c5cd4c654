import type { Document } from '../../values/value.ts';
import type { IndexCondition } from '../compile/index-conditions.ts';
import type { CollectionView, IndexView } from '../ports.ts';
import { chooseIndex, type IndexChoice } from '../run/index-choice.ts';
import { readIndex } from '../run/index-read.ts';
import type { Frame } from '../run/runtime.ts';
import type { PathCondition } from './path-conditions.ts';

type End = '_from' | '_to';

/** Conditions that the edges read at a depth must meet, as an index names them. */
export function conditionsAt(conditions: readonly PathCondition[], depth: number): readonly IndexCondition[] {
  return conditions.flatMap(({ part, position, index }) =>
    part === 'edges' && index !== null && (position === null || position === depth) ? [index] : [],
  );
}

/** The index on one end of the edges and more that serves a condition too; null when the edge index does as well. */
export function chooseVertexCentric(
  indexes: readonly IndexView[],
  vertex: IndexCondition,
  conditions: readonly IndexCondition[],
): IndexChoice | null {
  const candidates = indexes.filter(
    ({ type, fields }) => type === 'persistent' && fields[0] === vertex.field,
  );
  const choice = chooseIndex(candidates, [vertex, ...conditions], null);
  if (choice === null) return null;
  return choice.equalities.length > 1 || choice.lower !== null || choice.upper !== null ? choice : null;
}

/** Reads the edges of a vertex by vertex-centric indexes where the conditions on the path allow it. */
export class VertexCentricReader {
  readonly #frame: Frame;
  readonly #conditions: readonly PathCondition[];
  readonly #choices = new Map<string, IndexChoice | null>();
  #vertex = '';

  constructor(frame: Frame, conditions: readonly PathCondition[]) {
    this.#frame = frame;
    this.#conditions = conditions.filter(({ index }) => index !== null);
  }

  /** null: no such index serves, the edge index has to. */
  edges(
    view: CollectionView,
    id: string,
    reading: { readonly end: End; readonly depth: number; readonly isLastFirst: boolean },
  ): Iterable<Document> | null {
    if (this.#conditions.length === 0) return null;
    const { end, depth, isLastFirst } = reading;
    const choice = this.#choose(view, end, depth);
    if (choice === null) return null;
    this.#vertex = id;
    return readIndex(choice, view, { frame: this.#frame, reverse: isLastFirst });
  }

  #choose(view: CollectionView, end: End, depth: number): IndexChoice | null {
    const isOwn = this.#conditions.some(({ position }) => position === depth);
    const key = `${view.name} ${end} ${isOwn ? depth : '*'}`;
    const known = this.#choices.get(key);
    if (known !== undefined) return known;
    const vertex = { field: end, operator: '==' as const, value: () => this.#vertex };
    const choice = chooseVertexCentric(view.indexes(), vertex, conditionsAt(this.#conditions, depth));
    this.#choices.set(key, choice);
    return choice;
  }
}
