import { ArangoError } from '../errors.ts';
import type { Value } from '../values/value.ts';
import type { Query } from './ast.ts';
import { type Catalogue, CompileContext, type SourceKind } from './compile/context.ts';
import { compileExpression } from './compile/expression.ts';
import { compileQuery } from './compile/query.ts';
import { parse } from './parse/parse.ts';
import type { QueryStore } from './ports.ts';
import type { Pipeline } from './run/step.ts';

export type BindVariables = Readonly<Record<string, Value>>;

/** A compiled query; good for any values of its binds, as long as its data sources stay what they were. */
export interface Plan {
  readonly query: Query;
  readonly pipeline: Pipeline;
  readonly registers: number;
  /** Names of value binds in the order of the runtime's `binds`. */
  readonly binds: readonly string[];
  readonly dataBinds: ReadonlySet<string>;
  readonly sources: ReadonlyMap<string, SourceKind>;
  /** Collections written to. */
  readonly written: ReadonlySet<string>;
  /** Collections named by WITH. */
  readonly declared: readonly string[];
}

interface CachedText {
  readonly query: Query;
  /** By the values of the data source binds. */
  readonly plans: Map<string, Plan>;
}

const mostTexts = 500;
const mostPlansOfText = 20;

/** Keeps the trees and plans of the texts used last. */
export class PlanCache {
  readonly #texts = new Map<string, CachedText>();

  plan(text: string, bindVars: BindVariables, store: QueryStore): Plan {
    const cached = this.#cached(text);
    const catalogue = catalogueOf(store, bindVars);
    const key = dataBindKey(bindVars);
    const known = cached.plans.get(key);
    if (known !== undefined && isCurrent(known, catalogue)) return known;
    const plan = compile(text, cached.query, catalogue);
    if (cached.plans.size >= mostPlansOfText) cached.plans.clear();
    cached.plans.set(key, plan);
    return plan;
  }

  #cached(text: string): CachedText {
    const known = this.#texts.get(text);
    if (known !== undefined) {
      this.#texts.delete(text);
      this.#texts.set(text, known);
      return known;
    }
    const parsed = { query: parse(text), plans: new Map<string, Plan>() };
    this.#texts.set(text, parsed);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > mostTexts && oldest !== undefined) this.#texts.delete(oldest);
    return parsed;
  }
}

function dataBindKey(bindVars: BindVariables): string {
  const bound = Object.entries(bindVars).filter(([name]) => name.startsWith('@'));
  return bound.length === 0
    ? ''
    : JSON.stringify(bound.toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

function catalogueOf(store: QueryStore, bindVars: BindVariables): Catalogue {
  return {
    kindOf: (name) => {
      if (store.collection(name) !== null) return 'collection';
      return store.view(name) === null ? null : 'view';
    },
    dataBind: (name) => (Object.hasOwn(bindVars, `@${name}`) ? bindVars[`@${name}`] : undefined),
  };
}

function isCurrent(plan: Plan, catalogue: Catalogue): boolean {
  for (const [name, kind] of plan.sources) {
    if (catalogue.kindOf(name, kind) !== kind) return false;
  }
  return true;
}

export function compile(text: string, query: Query, catalogue: Catalogue): Plan {
  const context = new CompileContext(text, catalogue, { expression: compileExpression, query: compileQuery });
  const declared = (query.with ?? []).map((source) => {
    const name = context.sourceName(source);
    context.kindOfSource(name);
    return name;
  });
  const pipeline = compileQuery(query, context);
  return {
    query,
    pipeline,
    registers: context.scopes.size,
    binds: context.binds,
    dataBinds: context.dataBinds,
    sources: context.sources,
    written: context.written,
    declared,
  };
}

/** The values of the plan's binds in order; throws 1551 for one without a value, 1552 for one that the text lacks. */
export function bindValues(plan: Plan, bindVars: BindVariables): readonly Value[] {
  for (const name of Object.keys(bindVars)) {
    const isDeclared = name.startsWith('@') ? plan.dataBinds.has(name.slice(1)) : plan.binds.includes(name);
    if (!isDeclared) {
      throw new ArangoError(
        1552,
        `AQL: bind parameter '${name}' was not declared in the query (while parsing)`,
      );
    }
  }
  return plan.binds.map((name) => {
    if (!Object.hasOwn(bindVars, name)) {
      throw new ArangoError(
        1551,
        `AQL: no value specified for declared bind parameter '${name}' (while parsing)`,
      );
    }
    return bindVars[name] ?? null;
  });
}
