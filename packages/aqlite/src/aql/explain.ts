import type { Value } from '../values/value.ts';
import { bindValues, PlanCache } from './plan.ts';
import { estimatesOf } from './plan-cost.ts';
import type { QueryStore } from './ports.ts';
import type { ExplainedNode, Pipeline } from './run/step.ts';
import type { QueryRequest } from './execute.ts';

/** What `POST /_api/explain` answers of a plan: its nodes, with the indexes that it reads. */
export interface ExplainedQuery {
  readonly plan: {
    readonly nodes: readonly Readonly<Record<string, unknown>>[];
    readonly rules: readonly string[];
    readonly collections: readonly { readonly name: string; readonly type: 'read' | 'write' }[];
    readonly variables: readonly unknown[];
    readonly estimatedCost: number;
    readonly estimatedNrItems: number;
    readonly isModificationQuery: boolean;
  };
  readonly cacheable: boolean;
  readonly warnings: readonly never[];
}

/** The plan of a query, not run; throws as executing it would at this point. */
export function explainQuery(
  request: Pick<QueryRequest, 'text' | 'bindVars' | 'store' | 'plans'>,
): ExplainedQuery {
  const { text, bindVars = {}, store } = request;
  const plan = (request.plans ?? new PlanCache()).plan(text, bindVars, store);
  const binds = bindValues(plan, bindVars);
  const { pipeline } = plan;
  const steps = explainPipeline(pipeline, store, binds);
  const explained = [{ type: 'SingletonNode' }, ...steps];
  const estimates = estimatesOf(explained, store);
  const last = estimates.at(-1);
  const nodes = explained.map((node, i) => ({
    ...node,
    ...estimates[i],
    id: i + 1,
    dependencies: i === 0 ? [] : [i],
  }));
  return {
    plan: {
      nodes,
      rules: [
        ...(steps.some(({ type }) => type === 'IndexNode') ? ['use-indexes'] : []),
        ...(steps.some((step) => step['isSorted'] === true) ? ['use-index-for-sort'] : []),
      ],
      collections: [...plan.sources.keys()].map((name) => ({
        name,
        type: plan.written.has(name) ? 'write' : 'read',
      })),
      variables: [],
      estimatedCost: last?.estimatedCost ?? 0,
      estimatedNrItems: last?.estimatedNrItems ?? 0,
      isModificationQuery: pipeline.modifies,
    },
    cacheable: !pipeline.modifies,
    warnings: [],
  };
}

/** The nodes of a query in the order in which they run, those of a subquery between its start and its end. */
function explainPipeline(
  pipeline: Pipeline,
  store: QueryStore,
  binds: readonly Value[],
): readonly ExplainedNode[] {
  const inner = (i: number) =>
    (pipeline.subqueries[i] ?? []).flatMap((subquery) => [
      { type: 'SubqueryStartNode' },
      ...explainPipeline(subquery, store, binds),
      { type: 'SubqueryEndNode' },
    ]);
  const steps = pipeline.steps.flatMap((step, i) => [...inner(i), ...step.explain(store, binds)]);
  const result = pipeline.result === null ? [] : [{ type: 'ReturnNode' }];
  return [...steps, ...inner(pipeline.steps.length), ...result];
}
