import type { QueryStore } from './ports.ts';
import type { ExplainedNode } from './run/step.ts';

export interface Estimate {
  /** Rows that the node gives. */
  readonly estimatedNrItems: number;
  /** Units of work up to and with the node. */
  readonly estimatedCost: number;
}

const perList = 100;
const perVertex = 10;

/** Estimates of the nodes of a plan, in its order; of a subquery they begin again, once for each row around it. */
export function estimatesOf(nodes: readonly ExplainedNode[], store: QueryStore): readonly Estimate[] {
  const around: { readonly items: number; readonly before: number }[] = [];
  let items = 1;
  let cost = 1;
  return nodes.map((node) => {
    if (node.type === 'SubqueryStartNode') {
      around.push({ items, before: cost });
      items = 1;
      cost = 1;
    } else if (node.type === 'SubqueryEndNode') {
      const outer = around.pop() ?? { items: 1, before: 1 };
      items = outer.items;
      cost = outer.before + outer.items * cost;
    } else {
      const before = items;
      items = before * rowsFor(node, before, store);
      cost += workOf(node, before, items);
    }
    return { estimatedNrItems: Math.ceil(items), estimatedCost: cost };
  });
}

/** Rows that a node gives for each that it takes. */
function rowsFor(node: ExplainedNode, before: number, store: QueryStore): number {
  switch (node.type) {
    case 'EnumerateCollectionNode':
      return countOf(node, store);
    case 'EnumerateViewNode':
    case 'EnumerateListNode':
      return perList;
    case 'IndexNode':
      return Math.min(countOf(node, store), rowsOfIndex(node, countOf(node, store)));
    case 'TraversalNode':
    case 'ShortestPathNode':
    case 'EnumeratePathsNode':
      return perVertex;
    case 'LimitNode':
      return typeof node['limit'] === 'number' ? Math.min(1, node['limit'] / Math.max(1, before)) : 1;
    case 'CollectNode':
      return 0.8;
    default:
      return 1;
  }
}

/** Each equality is taken to leave a tenth, each bound of a range a half; a unique key leaves one. */
function rowsOfIndex(node: ExplainedNode, count: number): number {
  const conditions = (node['condition'] ?? []) as readonly { readonly operator: string }[];
  const [index] = (node['indexes'] ?? []) as readonly {
    readonly unique: boolean;
    readonly fields: unknown[];
  }[];
  const equalities = conditions.filter(({ operator }) => operator === '==').length;
  if (index?.unique === true && equalities === index.fields.length) return 1;
  return conditions.reduce((rows, { operator }) => rows / (operator === '==' ? 10 : 2), count);
}

function workOf({ type }: ExplainedNode, before: number, after: number): number {
  switch (type) {
    case 'SortNode':
      return before * Math.log2(Math.max(2, before));
    case 'IndexNode':
      return before * Math.log2(2 + after / Math.max(1, before)) + after;
    default:
      return Math.max(before, after);
  }
}

function countOf(node: ExplainedNode, store: QueryStore): number {
  return store.collection(String(node['collection']))?.count() ?? 0;
}
