import { AppError } from '@customer360/service';
import type { Cursors, ListPlace } from './cursor.ts';

/** The arguments of a list field as a client gives them. */
export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** One kind of list: its name with everything that shapes it, and its sizes. */
export interface ListKind {
  readonly list: string;
  readonly defaultSize: number;
  readonly maxSize: number;
}

/** What to read: one item more than `first` shows whether there is another page. */
export interface PageRequest {
  readonly first: number;
  /** Null at the beginning of the list. */
  readonly after: ListPlace | null;
}

export interface Edge<Node> {
  readonly cursor: string;
  readonly node: Node;
}

export interface Connection<Node> {
  readonly edges: readonly Edge<Node>[];
  readonly nodes: readonly Node[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** Throws BAD_USER_INPUT for a size outside the limits, naming them, and for a cursor of another list. */
export function readPageRequest(cursors: Cursors, kind: ListKind, page: PageArguments): PageRequest {
  const first = page.first ?? kind.defaultSize;
  if (first < 1 || first > kind.maxSize) {
    throw new AppError('BAD_USER_INPUT', `first must be 1 to ${kind.maxSize}.`);
  }
  return { first, after: page.after == null ? null : cursors.decode(kind.list, page.after) };
}

export interface PageOf<Item, Node> {
  readonly kind: ListKind;
  readonly request: PageRequest;
  /** At most `request.first + 1` items, in order. */
  readonly items: readonly Item[];
  place(item: Item): ListPlace;
  node(item: Item): Node;
}

/** Cursors are made when somebody reads them: most callers ask for the nodes alone. */
export function toConnection<Item, Node>(cursors: Cursors, page: PageOf<Item, Node>): Connection<Node> {
  const edges = page.items.slice(0, page.request.first).map((item): Edge<Node> => ({
    get cursor() {
      return cursors.encode(page.kind.list, page.place(item));
    },
    node: page.node(item),
  }));
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: {
      hasNextPage: page.items.length > page.request.first,
      hasPreviousPage: page.request.after !== null,
      get startCursor() {
        return edges[0]?.cursor ?? null;
      },
      get endCursor() {
        return edges.at(-1)?.cursor ?? null;
      },
    },
  };
}
