import type { Database } from 'arangojs';
import type { AqlFile } from '../src/store/aql-file.ts';

/** How a query would read the store. */
export interface Reads {
  /** Collections that it reads whole. */
  readonly scans: readonly string[];
  /** `collection/index` for each index that it reads. */
  readonly indexes: readonly string[];
  /** True when rows are sorted after they were read, not served in order by an index. */
  readonly sorts: boolean;
}

/** The plan of a query of tenant `acme`, subqueries included; it is not run. */
export async function readsOf(
  db: Database,
  query: AqlFile,
  parameters: Readonly<Record<string, unknown>>,
): Promise<Reads> {
  const explained = await db.explain(query.text(), { ...parameters, tenantId: 'acme' });
  if (!('plan' in explained)) throw new Error('only one plan was asked for');
  const nodes = explained.plan.nodes as readonly PlanNode[];
  return {
    scans: nodes.flatMap(({ type, collection }) =>
      type === 'EnumerateCollectionNode' ? [collection ?? ''] : [],
    ),
    indexes: nodes.flatMap(({ type, collection, indexes = [] }) =>
      type === 'IndexNode' ? indexes.map(({ name }) => `${collection ?? ''}/${name}`) : [],
    ),
    sorts: nodes.some(({ type }) => type === 'SortNode'),
  };
}

/** What is read here of a plan's node. */
interface PlanNode {
  readonly type: string;
  readonly collection?: string;
  readonly indexes?: readonly { readonly name: string }[];
}
