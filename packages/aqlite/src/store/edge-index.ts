import { toStringValue } from '../values/casts.ts';
import { type Place, SortedEntries } from './sorted-entries.ts';
import type { StoredDocument } from './stored-document.ts';

const mostInArray = 32;

type Hub = SortedEntries<StoredDocument>;
const whole = () => 0;

function placeOf({ sequence }: StoredDocument): Place<StoredDocument> {
  return (other) => other.sequence - sequence;
}

/** Edges by the vertex at one of their ends, in the order of insertion; what was read does not change. */
export class EdgeIndex {
  readonly #end: '_from' | '_to';
  readonly #buckets = new Map<string, readonly StoredDocument[] | Hub>();

  constructor(end: '_from' | '_to') {
    this.#end = end;
  }

  /** Number of different vertices. */
  get size(): number {
    return this.#buckets.size;
  }

  /** The edges of a hub are read as they are asked for. */
  read(vertex: string, reverse: boolean): Iterable<StoredDocument> {
    const bucket = this.#buckets.get(vertex) ?? [];
    if (bucket instanceof SortedEntries) return bucket.span(whole, whole, reverse);
    return reverse ? bucket.toReversed() : bucket;
  }

  add(edge: StoredDocument): void {
    const vertex = this.#vertexOf(edge);
    const bucket = this.#buckets.get(vertex) ?? [];
    if (bucket instanceof SortedEntries) bucket.insert(edge, placeOf(edge));
    else if (bucket.length >= mostInArray) this.#buckets.set(vertex, hubOf([...bucket, edge]));
    else this.#buckets.set(vertex, inserted(bucket, edge));
  }

  remove(edge: StoredDocument): void {
    const vertex = this.#vertexOf(edge);
    const bucket = this.#buckets.get(vertex);
    if (bucket === undefined) return;
    if (bucket instanceof SortedEntries) {
      bucket.remove(placeOf(edge));
      if (bucket.size === 0) this.#buckets.delete(vertex);
      return;
    }
    const rest = bucket.filter(({ key }) => key !== edge.key);
    if (rest.length === 0) this.#buckets.delete(vertex);
    else this.#buckets.set(vertex, rest);
  }

  #vertexOf(edge: StoredDocument): string {
    return toStringValue(edge.document[this.#end] ?? null);
  }
}

function hubOf(edges: readonly StoredDocument[]): Hub {
  const hub = new SortedEntries<StoredDocument>();
  hub.load(edges.toSorted((left, right) => left.sequence - right.sequence));
  return hub;
}

/** Mostly at the end; an edge that a rollback brings back goes to its old place. */
function inserted(bucket: readonly StoredDocument[], edge: StoredDocument): readonly StoredDocument[] {
  const at = bucket.findLastIndex(({ sequence }) => sequence < edge.sequence);
  return bucket.toSpliced(at + 1, 0, edge);
}
