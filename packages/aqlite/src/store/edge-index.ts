import { toStringValue } from '../values/casts.ts';
import type { StoredDocument } from './stored-document.ts';

const mostInArray = 32;

/** The edges of many, kept by key; the array for readers is made anew after a change. */
class Hub {
  readonly #edges: Map<string, StoredDocument>;
  #read: readonly StoredDocument[] | null = null;

  constructor(edges: readonly StoredDocument[]) {
    this.#edges = new Map(edges.map((edge) => [edge.key, edge]));
  }

  get size(): number {
    return this.#edges.size;
  }

  add(edge: StoredDocument): void {
    this.#edges.set(edge.key, edge);
    this.#read = null;
  }

  remove(edge: StoredDocument): void {
    this.#edges.delete(edge.key);
    this.#read = null;
  }

  read(): readonly StoredDocument[] {
    this.#read ??= [...this.#edges.values()].toSorted((left, right) => left.sequence - right.sequence);
    return this.#read;
  }
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

  read(vertex: string): readonly StoredDocument[] {
    const bucket = this.#buckets.get(vertex) ?? [];
    return bucket instanceof Hub ? bucket.read() : bucket;
  }

  add(edge: StoredDocument): void {
    const vertex = this.#vertexOf(edge);
    const bucket = this.#buckets.get(vertex) ?? [];
    if (bucket instanceof Hub) bucket.add(edge);
    else if (bucket.length >= mostInArray) this.#buckets.set(vertex, new Hub([...bucket, edge]));
    else this.#buckets.set(vertex, inserted(bucket, edge));
  }

  remove(edge: StoredDocument): void {
    const vertex = this.#vertexOf(edge);
    const bucket = this.#buckets.get(vertex);
    if (bucket === undefined) return;
    if (bucket instanceof Hub) {
      bucket.remove(edge);
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

/** Mostly at the end; an edge that a rollback brings back goes to its old place. */
function inserted(bucket: readonly StoredDocument[], edge: StoredDocument): readonly StoredDocument[] {
  const at = bucket.findLastIndex(({ sequence }) => sequence < edge.sequence);
  return bucket.toSpliced(at + 1, 0, edge);
}
