import { bindValues, PlanCache } from './plan.ts';
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
  const steps = pipeline.steps.flatMap((step) => step.explain(store, binds));
  const last = pipeline.result === null ? [] : [{ type: 'ReturnNode' }];
  const nodes = [{ type: 'SingletonNode' }, ...steps, ...last].map((node, i) => ({
    ...node,
    id: i + 1,
    dependencies: i === 0 ? [] : [i],
  }));
  return {
    plan: {
      nodes,
      rules: steps.some(({ type }) => type === 'IndexNode') ? ['use-indexes'] : [],
      collections: [...plan.sources.keys()].map((name) => ({
        name,
        type: plan.written.has(name) ? 'write' : 'read',
      })),
      variables: [],
      estimatedCost: nodes.length,
      estimatedNrItems: 1,
      isModificationQuery: pipeline.modifies,
    },
    cacheable: !pipeline.modifies,
    warnings: [],
  };
}
