import type { Expression, Query, Statement } from '../ast.ts';
import { parsingError } from '../parse/syntax-error.ts';
import type { Evaluate } from '../run/runtime.ts';
import type { Pipeline, Step } from '../run/step.ts';
import { collectStep } from '../steps/collect.ts';
import { distinctStep } from '../steps/distinct.ts';
import { filterStep } from '../steps/filter.ts';
import { forArrayStep } from '../steps/for-array.ts';
import { type CollectionLoop, forCollectionStep } from '../steps/for-collection.ts';
import { forViewStep } from '../steps/for-view.ts';
import { letStep } from '../steps/let.ts';
import { limitStep } from '../steps/limit.ts';
import { modifyStep } from '../steps/modify.ts';
import { pathStep } from '../steps/path.ts';
import { sortStep } from '../steps/sort.ts';
import { subqueriesStep } from '../steps/subqueries.ts';
import { traversalStep } from '../steps/traversal.ts';
import { upsertStep } from '../steps/upsert.ts';
import { windowStep } from '../steps/window.ts';
import type { CompileContext } from './context.ts';
import { hasSubquery } from './free-names.ts';
import { moveFilters } from './move-filters.ts';

/** Compiles a query or subquery to its steps. */
export function compileQuery(query: Query, context: CompileContext): Pipeline {
  const statements = moveFilters(query.statements);
  const isTopLevel = context.scopes.size === 0;
  context.scopes.open('query');
  const modifiedBefore = context.modifiesData;
  context.modifiesData = false;
  const steps: Step[] = [];
  const subqueries: (readonly Pipeline[])[] = [];
  const outside = context.subqueries.length;
  const outsideAhead = context.ahead.length;
  const runAhead = () => {
    const ahead = context.ahead.splice(outsideAhead);
    if (ahead.length === 0) return;
    steps.push(subqueriesStep(ahead));
    subqueries.push(context.subqueries.splice(outside));
  };
  const add = (step: Step) => {
    runAhead();
    steps.push(step);
    subqueries.push(context.subqueries.splice(outside));
  };
  let result: Evaluate | null = null;
  let lastLoop: CollectionLoop | null = null;
  const lastLimit = isTopLevel ? statements.findLastIndex(({ kind }) => kind === 'limit') : -1;
  for (const [i, statement] of statements.entries()) {
    if (statement.kind === 'filter') {
      if (startsFilter(statements, i)) add(filterStep(filtersFrom(statements, i), context));
      continue;
    }
    if (statement.kind === 'return') {
      const evaluate = context.rowExpression(statement.value);
      if (statement.distinct) {
        const { step, read } = distinctStep(evaluate, context);
        add(step);
        result = read;
      } else {
        result = evaluate;
      }
      continue;
    }
    const step: Step = compileStatement(statement, {
      context,
      following: statements.slice(i + 1),
      countsAll: i === lastLimit,
      loop: lastLoop,
    });
    if ('isSorted' in step) lastLoop = step as CollectionLoop;
    else if (statement.kind !== 'let') lastLoop = null;
    add(step);
  }
  runAhead();
  subqueries.push(context.subqueries.splice(outside));
  context.scopes.closeQuery();
  const modifies = context.modifiesData;
  context.modifiesData ||= modifiedBefore;
  return { steps, subqueries, result, modifies };
}

/** Filters that follow each other are one step; one with a subquery, which runs ahead of its step, begins another. */
function startsFilter(statements: readonly Statement[], i: number): boolean {
  const [before, statement] = [statements[i - 1], statements[i]];
  return before?.kind !== 'filter' || (statement?.kind === 'filter' && hasSubquery(statement.condition));
}

/** The conditions of the filter step that starts at a place. */
function filtersFrom(statements: readonly Statement[], start: number): readonly Expression[] {
  const conditions: Expression[] = [];
  for (const [i, statement] of statements.entries()) {
    if (i < start) continue;
    if (statement.kind !== 'filter' || (i > start && startsFilter(statements, i))) break;
    conditions.push(statement.condition);
  }
  return conditions;
}

interface Place {
  readonly context: CompileContext;
  readonly following: readonly Statement[];
  readonly countsAll: boolean;
  readonly loop: CollectionLoop | null;
}

function compileStatement(statement: Exclude<Statement, { kind: 'return' | 'filter' }>, place: Place): Step {
  const { context, following, loop } = place;
  switch (statement.kind) {
    case 'for':
      return compileFor(statement, place);
    case 'traversal':
      return traversalStep(statement, following, context);
    case 'path':
      return pathStep(statement, context);
    case 'let':
      return letStep(statement.variable, statement.value, context);
    case 'sort':
      return sortStep(statement.keys, context, loop);
    case 'limit':
      return limitStep(statement, context, place.countsAll);
    case 'collect':
      return collectStep(statement, context);
    case 'window':
      return windowStep(statement, context);
    case 'insert':
    case 'update':
    case 'replace':
    case 'remove':
      return modifyStep(statement, context);
    case 'upsert':
      return upsertStep(statement, context);
    default:
      return statement satisfies never;
  }
}

function compileFor(statement: Statement & { kind: 'for' }, { context, following }: Place): Step {
  const { source } = statement;
  const isData =
    source.kind === 'dataBind' || (source.kind === 'name' && context.scopes.find(source.name) === null);
  if (!isData) {
    if (statement.search !== null) {
      throw parsingError(10, 'SEARCH condition used on non-view');
    }
    return forArrayStep(statement, context);
  }
  const name = context.sourceName(source);
  const wanted = statement.search === null ? 'collection' : 'view';
  if (context.kindOfSource(name, wanted) === 'view') return forViewStep(statement, name, context);
  if (statement.search !== null) {
    throw parsingError(10, `SEARCH condition used on non-view: ${name}`);
  }
  context.checkUnwritten(name);
  return forCollectionStep(statement, name, { following, context });
}
