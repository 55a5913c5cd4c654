import type {
  Assignment,
  CollectStatement,
  DataSource,
  Expression,
  GraphSource,
  Query,
  SortKey,
  Statement,
} from '../ast.ts';
import { printExpression, printName } from './print-expression.ts';

/** A text that parses to the same tree: one statement a line, every name in backticks, operands in parentheses. */
export function printQuery(query: Query): string {
  const collections = query.with === null ? [] : [`WITH ${query.with.map(printSource).join(', ')}`];
  return [...collections, ...query.statements.map(printStatement)].join('\n');
}

const print = (node: Expression): string => printExpression(node, printQuery);
/** Where a direction or a name may follow, an operator at the end of an expression would take it. */
const closed = (node: Expression): string =>
  ['unary', 'binary', 'quantified', 'ternary'].includes(node.kind) ? `(${print(node)})` : print(node);

function printStatement(statement: Statement): string {
  switch (statement.kind) {
    case 'for': {
      const search = statement.search === null ? '' : ` SEARCH ${print(statement.search)}`;
      return `FOR ${printName(statement.variable.name)} IN ${closed(statement.source)}${search}${printOptions(statement.options)}`;
    }
    case 'traversal': {
      const { prune } = statement;
      const name = prune?.variable == null ? '' : `${printName(prune.variable.name)} = `;
      const pruned = prune === null ? '' : ` PRUNE ${name}${print(prune.condition)}`;
      return `${printHead(statement)} ${closed(statement.start)} ${printGraph(statement.graph)}${pruned}${printOptions(statement.options)}`;
    }
    case 'path':
      return `${printHead(statement)} ${statement.search} ${closed(statement.from)} TO ${closed(statement.to)} ${printGraph(statement.graph)}${printOptions(statement.options)}`;
    case 'filter':
      return `FILTER ${print(statement.condition)}`;
    case 'let':
      return `LET ${printName(statement.variable.name)} = ${print(statement.value)}`;
    case 'sort':
      return `SORT ${statement.keys.map(printSortKey).join(', ')}`;
    case 'limit':
      return `LIMIT ${statement.offset === null ? '' : `${print(statement.offset)}, `}${print(statement.count)}`;
    case 'collect':
      return printCollect(statement);
    case 'window': {
      const range = statement.range === null ? '' : `${closed(statement.range)} WITH `;
      return `WINDOW ${range}${print(statement.bounds)} AGGREGATE ${printAssignments(statement.aggregates)}`;
    }
    case 'return':
      return `RETURN ${statement.distinct ? 'DISTINCT ' : ''}${print(statement.value)}`;
    case 'insert':
    case 'update':
    case 'replace':
    case 'remove': {
      const patch = statement.patch === null ? '' : ` WITH ${print(statement.patch)}`;
      return `${statement.kind.toUpperCase()} ${print(statement.document)}${patch} INTO ${printSource(statement.collection)}${printOptions(statement.options)}`;
    }
    case 'upsert':
      return `UPSERT ${print(statement.search)} INSERT ${print(statement.insert)} ${statement.operation.toUpperCase()} ${print(statement.patch)} INTO ${printSource(statement.collection)}${printOptions(statement.options)}`;
    default:
      return statement satisfies never;
  }
}

function printHead(statement: Statement & { kind: 'traversal' | 'path' }): string {
  const names = statement.variables.map(({ name }) => printName(name)).join(', ');
  const depth = statement.depth === null ? '' : ` ${closed(statement.depth)}`;
  return `FOR ${names} IN${depth} ${statement.direction}`;
}

function printGraph(graph: GraphSource): string {
  if (graph.kind === 'graph') return `GRAPH ${print(graph.name)}`;
  return graph.collections
    .map(({ direction, source }) => `${direction === null ? '' : `${direction} `}${printSource(source)}`)
    .join(', ');
}

function printSource(source: DataSource): string {
  return source.kind === 'name' ? printName(source.name) : `@@${source.name}`;
}

function printOptions(options: Expression | null): string {
  return options === null ? '' : ` OPTIONS ${print(options)}`;
}

function printSortKey({ value, direction }: SortKey): string {
  const suffix = direction === null ? '' : typeof direction === 'string' ? direction : print(direction);
  return `${print(value)} ${suffix}`;
}

function printAssignments(assignments: readonly Assignment[]): string {
  return assignments.map(({ variable, value }) => `${printName(variable.name)} = ${print(value)}`).join(', ');
}

function printCollect(statement: CollectStatement): string {
  const { groups, aggregates, into, keep, count } = statement;
  const value = into?.value == null ? '' : ` = ${print(into.value)}`;
  return (
    [
      'COLLECT',
      ...(groups.length === 0 ? [] : [printAssignments(groups)]),
      ...(aggregates.length === 0 ? [] : [`AGGREGATE ${printAssignments(aggregates)}`]),
      ...(into === null ? [] : [`INTO ${printName(into.variable.name)}${value}`]),
      ...(keep === null ? [] : [`KEEP ${keep.map(({ name }) => printName(name)).join(', ')}`]),
      ...(count === null ? [] : [`WITH COUNT INTO ${printName(count.name)}`]),
    ].join(' ') + printOptions(statement.options)
  );
}
