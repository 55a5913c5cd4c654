import { ArangoError } from '../errors.ts';
import type { Value } from '../values/value.ts';
import { bindValues, type BindVariables, type Plan, PlanCache } from './plan.ts';
import type { QueryStore } from './ports.ts';
import { Frame, type QueryStats, Runtime, type Warning } from './run/runtime.ts';
import { paused, valuesOf } from './run/step.ts';

export interface QueryOptions {
  /** Count what LIMIT at the end of the query leaves out. */
  readonly fullCount?: boolean;
  readonly failOnWarning?: boolean;
  /** Seconds; 0 or absent is no limit. */
  readonly maxRuntime?: number;
  /** Bytes; 0 or absent is no limit. */
  readonly memoryLimit?: number;
  readonly maxWarningCount?: number;
}

export interface QueryRequest {
  readonly text: string;
  readonly bindVars?: BindVariables;
  readonly store: QueryStore;
  readonly options?: QueryOptions;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
  readonly random?: () => number;
  readonly isKilled?: () => boolean;
  /** Refuse traversals into collections that neither WITH nor the graph names, as a cluster would. */
  readonly requireWith?: boolean;
  readonly plans?: PlanCache;
}

/** A running query: iterate once for its results; `stats` and `warnings` are complete at the end. */
export interface QueryCursor extends Iterable<Value> {
  /** The results with `paused` between them where the query has worked for 20 ms: others may have their turn then. */
  readonly turns: () => Iterator<Value | typeof paused>;
  readonly stats: () => QueryStats & { readonly executionTime: number };
  readonly warnings: () => readonly Warning[];
  readonly plan: Plan;
}

const sharedPlans = new PlanCache();

/** Plans a query and starts it; one that modifies data has done so when this returns. Throws ArangoError. */
export function executeQuery(request: QueryRequest): QueryCursor {
  const { text, bindVars = {}, store, options = {}, clock = Date.now, random = Math.random } = request;
  const started = performance.now();
  const plan = (request.plans ?? sharedPlans).plan(text, bindVars, store);
  const binds = bindValues(plan, bindVars);
  const runtime = new Runtime({
    store,
    binds,
    clock,
    random,
    isKilled: request.isKilled ?? (() => false),
    failOnWarning: options.failOnWarning ?? false,
    maxWarnings: options.maxWarningCount ?? 10,
    maxRuntimeMs: (options.maxRuntime ?? 0) * 1000,
    memoryLimit: options.memoryLimit ?? 0,
    knownCollections:
      request.requireWith === true ? new Set([...plan.declared, ...plan.sources.keys()]) : null,
  });
  const endsWithLimit = plan.query.statements.some(({ kind }) => kind === 'limit');
  if (options.fullCount === true && endsWithLimit) runtime.stats.fullCount = 0;
  const values = guarded(valuesOf(plan.pipeline, new Frame(plan.registers, runtime)), runtime);
  const results = plan.pipeline.modifies ? [...withoutPauses(values)] : values;
  return {
    [Symbol.iterator]: () => withoutPauses(results),
    turns: () => results[Symbol.iterator](),
    stats: () => ({ ...runtime.stats, executionTime: (performance.now() - started) / 1000 }),
    warnings: () => runtime.warnings,
    plan,
  };
}

/** Words errors as 3.11 does for what happens while a query runs, and accounts for the results. */
function* guarded(
  values: Iterable<Value | typeof paused>,
  runtime: Runtime,
): Generator<Value | typeof paused, undefined, undefined> {
  try {
    for (const value of values) {
      if (value !== paused) runtime.hold(value);
      yield value;
      if (value === paused) runtime.resume();
    }
  } catch (error) {
    throw whileExecuting(error);
  }
  return undefined;
}

function* withoutPauses(values: Iterable<Value | typeof paused>): Generator<Value, undefined, undefined> {
  for (const value of values) {
    if (value !== paused) yield value;
  }
  return undefined;
}

function whileExecuting(error: unknown): unknown {
  if (error instanceof RangeError && error.message.includes('call stack')) {
    return new ArangoError(1524, 'AQL: too much nesting or too many objects (while executing)', {
      cause: error,
    });
  }
  if (!(error instanceof ArangoError) || error.message.startsWith('AQL: ')) return error;
  return new ArangoError(error.errorNum, `AQL: ${error.message} (while executing)`, { cause: error });
}
