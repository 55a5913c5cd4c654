import { explainQuery } from './aql/explain.ts';
import { indexesOfPlan, type PlannedRead } from './aql/plan-indexes.ts';
import type { Database } from './store/database.ts';
import type { Value } from './values/value.ts';

/** What a query would read and by which indexes, without running it; throws ArangoError as running it would. */
export function explainIndexes(
  database: Database,
  text: string,
  bindVars: Readonly<Record<string, Value>> = {},
): readonly PlannedRead[] {
  return database.run((store) => indexesOfPlan(explainQuery({ text, bindVars, store }).plan));
}
