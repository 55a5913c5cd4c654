import type { IndexChoice } from '../run/index-choice.ts';
import type { ExplainedNode } from '../run/step.ts';

/** The use of an index in a plan, with the conditions that it serves. */
export function explainIndex(choice: IndexChoice, collection: string): ExplainedNode {
  const { id, name, type, fields, unique, sparse } = choice.index;
  const condition = [...choice.equalities, choice.lower, choice.upper].flatMap((each) =>
    each === null ? [] : [{ field: each.field, operator: each.operator }],
  );
  return { type: 'IndexNode', collection, indexes: [{ id, name, type, fields, unique, sparse }], condition };
}
