import {
  readPageRequest,
  toConnection,
  type Connection,
  type Cursors,
  type PageArguments,
} from '@customer360/subgraph';

/** A page of what a profile has one of per trait, by trait name in code-point order. */
export function pageByTrait<Item, Node>(
  cursors: Cursors,
  page: PageArguments,
  of: {
    readonly list: string;
    readonly items: readonly Item[];
    nameOf(item: Item): string;
    node(item: Item): Node;
  },
): Connection<Node> {
  const kind = { list: of.list, defaultSize: 100, maxSize: 300 };
  const request = readPageRequest(cursors, kind, page);
  const after = request.after === null ? null : String(request.after[0]);
  const items = of.items
    .filter((item) => after === null || of.nameOf(item) > after)
    .toSorted((a, b) => (of.nameOf(a) < of.nameOf(b) ? -1 : 1))
    .slice(0, request.first + 1);
  return toConnection(cursors, {
    kind,
    request,
    items,
    place: (item) => [of.nameOf(item)],
    node: (item) => of.node(item),
  });
}
