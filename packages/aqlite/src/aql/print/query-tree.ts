import type {
  Assignment,
  Declaration,
  DataSource,
  Expression,
  GraphSource,
  Query,
  Statement,
} from '../ast.ts';
import { expressionNode, type TreeNode } from './tree-nodes.ts';

/** The tree of a query in the form of `POST /_api/query`. */
export function queryTree(query: Query): TreeNode {
  const collections = query.with === null ? [] : [{ type: 'with', subNodes: query.with.map(sourceNode) }];
  return { type: 'root', subNodes: [...collections, ...query.statements.map(statementNode)] };
}

const of = (node: Expression | null): TreeNode =>
  node === null ? { type: 'no-op' } : expressionNode(node, queryTree);

function statementNode(statement: Statement): TreeNode {
  switch (statement.kind) {
    case 'for': {
      const { variable, source, search, options } = statement;
      const more = search === null ? [] : [of(search)];
      return { type: 'for', subNodes: [variableNode(variable), of(source), ...more, of(options)] };
    }
    case 'traversal': {
      const { depth, start, graph, prune, options, variables } = statement;
      const parts = [of(depth), of(start), graphNode(graph), of(prune?.condition ?? null), of(options)];
      return { type: 'traversal', subNodes: [...parts, ...variables.map(variableNode)] };
    }
    case 'path': {
      const { search, from, to, graph, options, variables } = statement;
      const type = search === 'SHORTEST_PATH' ? 'shortest path' : 'enumerate paths';
      const parts = [of(from), of(to), graphNode(graph), of(options)];
      return { type, subNodes: [...parts, ...variables.map(variableNode)] };
    }
    case 'filter':
      return { type: 'filter', subNodes: [of(statement.condition)] };
    case 'let':
      return { type: 'let', subNodes: [variableNode(statement.variable), of(statement.value)] };
    case 'sort': {
      const elements = statement.keys.map(({ value, direction }) => ({
        type: 'sort element',
        subNodes: [
          of(value),
          typeof direction === 'object' ? of(direction) : { type: 'value', value: direction !== 'DESC' },
        ],
      }));
      return { type: 'sort', subNodes: [{ type: 'array', subNodes: elements }] };
    }
    case 'limit': {
      const offset = statement.offset === null ? { type: 'value', value: 0 } : of(statement.offset);
      return { type: 'limit', subNodes: [offset, of(statement.count)] };
    }
    case 'collect': {
      const { groups, aggregates, into, count, options } = statement;
      const kept = into === null ? [] : [variableNode(into.variable), of(into.value)];
      const counted = count === null ? [] : [variableNode(count)];
      const type = count === null ? 'collect' : 'collect with count';
      return {
        type,
        subNodes: [of(options), assignments(groups), assignments(aggregates), ...kept, ...counted],
      };
    }
    case 'window': {
      const { range, bounds, aggregates } = statement;
      return { type: 'window', subNodes: [of(bounds), of(range), assignments(aggregates)] };
    }
    case 'return':
      return { type: statement.distinct ? 'return distinct' : 'return', subNodes: [of(statement.value)] };
    case 'insert':
    case 'update':
    case 'replace':
    case 'remove': {
      const { kind, options, collection, document, patch } = statement;
      const changed = patch === null ? [] : [of(patch)];
      return { type: kind, subNodes: [of(options), sourceNode(collection), of(document), ...changed] };
    }
    case 'upsert': {
      const { options, collection, search, insert, patch } = statement;
      return {
        type: 'upsert',
        subNodes: [of(options), sourceNode(collection), of(search), of(insert), of(patch)],
      };
    }
    default:
      return statement satisfies never;
  }
}

function variableNode({ name }: Declaration): TreeNode {
  return { type: 'variable', name };
}

function sourceNode(source: DataSource): TreeNode {
  return source.kind === 'name'
    ? { type: 'collection', name: source.name }
    : { type: 'datasource parameter', name: `@${source.name}` };
}

function graphNode(graph: GraphSource): TreeNode {
  if (graph.kind === 'graph') return of(graph.name);
  return { type: 'collection list', subNodes: graph.collections.map(({ source }) => sourceNode(source)) };
}

function assignments(list: readonly Assignment[]): TreeNode {
  return {
    type: 'array',
    subNodes: list.map(({ variable, value }) => ({
      type: 'assign',
      subNodes: [variableNode(variable), of(value)],
    })),
  };
}
