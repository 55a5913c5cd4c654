import { compile } from './plan.ts';
import { parse } from './parse/parse.ts';
import { queryTree } from './print/query-tree.ts';
import type { TreeNode } from './print/tree-nodes.ts';

export interface ParsedQuery {
  /** Names of the collections and views in the text, those bound by `@@name` left out. */
  readonly collections: readonly string[];
  /** Names of the bind parameters; those of data sources begin with `@`. */
  readonly bindVars: readonly string[];
  readonly ast: readonly TreeNode[];
}

/** Checks a text as `POST /_api/query` does, knowing neither the values of its parameters nor the collections. */
export function parseQuery(text: string): ParsedQuery {
  const query = parse(text);
  const plan = compile(text, query, {
    kindOf: (_, wanted) => wanted,
    dataBind: (name) => `\u0000${name}`,
  });
  return {
    collections: [...plan.sources.keys()].filter((name) => !name.startsWith('\u0000')),
    bindVars: [...plan.binds, ...[...plan.dataBinds].map((name) => `@${name}`)],
    ast: [queryTree(query)],
  };
}
