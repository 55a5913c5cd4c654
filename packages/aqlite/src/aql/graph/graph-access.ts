import { ArangoError } from '../../errors.ts';
import type { Document, Value } from '../../values/value.ts';
import { attributeOf } from '../compile/access.ts';
import { isObject } from '../compile/literals.ts';
import type { CollectionView } from '../ports.ts';
import type { Runtime } from '../run/runtime.ts';
import type { ResolvedGraph } from './edge-sources.ts';
import type { VertexCentricReader } from './vertex-centric.ts';

/** An edge with the vertex at its other end. */
export interface Neighbour {
  readonly edge: Document;
  readonly id: string;
}

/** How the edges of a vertex are read. */
export interface Reading {
  /** Against the way the search goes. */
  readonly isBackwards?: boolean;
  /** The edge inserted last comes first. */
  readonly isLastFirst?: boolean;
  /** Edges of the path so far. */
  readonly depth?: number;
}

/** Bytes that a search is taken to keep for each vertex it has reached. */
const reachedBytes = 64;

interface Part {
  readonly view: CollectionView;
  readonly out: boolean;
  /** An edge from a vertex to itself is one edge, whichever way it is followed. */
  readonly skipsLoops: boolean;
}

/** Reads the vertices and edges of one search. */
export class GraphAccess {
  readonly #runtime: Runtime;
  readonly #parts: readonly Part[];
  readonly #vertices = new Map<string, Document | null>();
  readonly #reader: VertexCentricReader | null;
  readonly #allowed: ReadonlySet<string> | null;
  readonly #declared: ReadonlySet<string>;

  constructor(
    runtime: Runtime,
    graph: ResolvedGraph,
    restriction: {
      readonly edges: readonly string[] | null;
      readonly vertices: readonly string[] | null;
      /** Reads less than all edges where conditions allow it. */
      readonly reader?: VertexCentricReader;
    },
  ) {
    this.#runtime = runtime;
    const { edges, vertices, reader = null } = restriction;
    this.#reader = reader;
    this.#parts = graph.edges
      .filter(({ collection }) => edges === null || edges.includes(collection))
      .flatMap(({ collection, direction }): readonly Part[] => {
        const view = runtime.collection(collection);
        if (direction !== 'ANY') return [{ view, out: direction === 'OUTBOUND', skipsLoops: false }];
        return [
          { view, out: true, skipsLoops: false },
          { view, out: false, skipsLoops: true },
        ];
      });
    this.#allowed = vertices === null ? null : new Set(vertices);
    this.#declared = new Set(graph.vertexCollections);
  }

  /** The edges at a vertex, read as they are asked for. */
  *neighbours(id: string, reading: Reading = {}): Generator<Neighbour | 'pause', undefined, undefined> {
    const { stats } = this.#runtime;
    const { isBackwards = false, isLastFirst = false, depth = 0 } = reading;
    for (const part of isLastFirst ? this.#parts.toReversed() : this.#parts) {
      const { view, out, skipsLoops } = part;
      const forward = out !== isBackwards;
      const end = forward ? '_from' : '_to';
      const narrowed = this.#reader?.edges(view, id, { end, depth, isLastFirst }) ?? null;
      const edges = forward ? view.edgesFrom(id, isLastFirst) : view.edgesTo(id, isLastFirst);
      for (const edge of narrowed ?? edges) {
        this.#runtime.tick();
        if (this.#runtime.isPauseDue) yield 'pause';
        stats.scannedIndex++;
        const other = edge[forward ? '_to' : '_from'];
        if (typeof other !== 'string' || !this.#allows(other)) continue;
        if (skipsLoops && other === id) continue;
        yield { edge, id: other };
      }
    }
    return undefined;
  }

  /** Accounts for a vertex that the search keeps until the query ends. */
  keep(): void {
    this.#runtime.holdBytes(reachedBytes);
  }

  /** The document of a vertex; null, with a warning, when an edge points to nothing. */
  vertex(id: string): Document | null {
    const known = this.#vertices.get(id);
    if (known !== undefined) return known;
    const slash = id.indexOf('/');
    const collection = id.slice(0, slash);
    this.#requireKnown(collection);
    this.#runtime.stats.scannedIndex++;
    const document = this.#runtime.store.collection(collection)?.get(id.slice(slash + 1)) ?? null;
    if (document === null) this.#runtime.warn(1202, `vertex '${id}' not found`);
    this.#vertices.set(id, document);
    return document;
  }

  #allows(id: string): boolean {
    return this.#allowed === null || this.#allowed.has(id.slice(0, id.indexOf('/')));
  }

  #requireKnown(collection: string): void {
    const known = this.#runtime.knownCollections;
    if (known === null || known.has(collection) || this.#declared.has(collection)) return;
    throw new ArangoError(
      1521,
      `collection not known to traversal: '${collection}'. please add 'WITH ${collection}' as the first line in your AQL`,
    );
  }
}

/** The id of a start or target: an id or a document; null, with a warning, for anything else. */
export function vertexIdOf(value: Value, runtime: Runtime, what: string): string | null {
  const id = isObject(value) ? attributeOf(value, '_id') : value;
  if (typeof id === 'string' && /^[^/]+\/[^/]+$/.test(id)) return id;
  runtime.warn(10, `Invalid input for ${what}: Only id strings or objects with _id are allowed`);
  return null;
}
