/** How one node of a plan reads a collection. */
export interface PlannedRead {
  /** `IndexNode`, `EnumerateCollectionNode`, `TraversalNode` ... */
  readonly node: string;
  readonly collection: string;
  /** null when all documents are read. */
  readonly index: string | null;
  /** The index gives the order of the sort that follows, which is left out of the plan. */
  readonly servesSort: boolean;
}

interface NamedIndex {
  readonly name: string;
  readonly collection?: string;
}

/** What each node of an explained plan reads, in the order of the plan; `plan` is what `POST /_api/explain` answers. */
export function indexesOfPlan(plan: {
  readonly nodes: readonly Readonly<Record<string, unknown>>[];
}): readonly PlannedRead[] {
  return plan.nodes.flatMap((node): readonly PlannedRead[] => {
    const type = String(node['type']);
    const collection = typeof node['collection'] === 'string' ? node['collection'] : '';
    const servesSort = node['isSorted'] === true;
    if (type === 'EnumerateCollectionNode') return [{ node: type, collection, index: null, servesSort }];
    return namedIn(node['indexes']).map((index) => ({
      node: type,
      collection: index.collection ?? collection,
      index: index.name,
      servesSort,
    }));
  });
}

/** Those of a graph search come by depth: `base`, then `levels`. */
function namedIn(indexes: unknown): readonly NamedIndex[] {
  if (Array.isArray(indexes)) return indexes as readonly NamedIndex[]; // as steps explain themselves
  if (typeof indexes !== 'object' || indexes === null) return [];
  return Object.values(indexes as Record<string, unknown>).flatMap(namedIn);
}
