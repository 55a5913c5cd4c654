import type { BinaryOperator, Expression, ObjectEntry, Query, Quantifier } from '../ast.ts';

/** A node of the tree that `POST /_api/query` answers. */
export interface TreeNode {
  readonly type: string;
  readonly name?: string;
  readonly value?: unknown;
  readonly quantifier?: string;
  readonly levels?: number;
  readonly subNodes?: readonly TreeNode[];
}

export type QueryNode = (query: Query) => TreeNode;

const operators: Readonly<Record<BinaryOperator, string>> = {
  '+': 'plus',
  '-': 'minus',
  '*': 'times',
  '/': 'division',
  '%': 'modulus',
  '==': 'compare ==',
  '!=': 'compare !=',
  '<': 'compare <',
  '<=': 'compare <=',
  '>': 'compare >',
  '>=': 'compare >=',
  IN: 'compare in',
  'NOT IN': 'compare not in',
  AND: 'logical and',
  OR: 'logical or',
  '..': 'range',
  LIKE: 'function call',
  'NOT LIKE': 'function call',
  '=~': 'function call',
  '!~': 'function call',
};

const signs = { '+': 'unary plus', '-': 'unary minus', NOT: 'unary not' } as const;

const nothing: TreeNode = { type: 'no-op' };

/** The node of an expression; names that are no variable of the query are taken as such here too. */
export function expressionNode(node: Expression, queryNode: QueryNode): TreeNode {
  const of = (part: Expression | null) => (part === null ? nothing : expressionNode(part, queryNode));
  switch (node.kind) {
    case 'literal':
      return { type: 'value', value: node.value };
    case 'name':
      return { type: 'reference', name: node.name };
    case 'element':
      return { type: 'reference', name: 'CURRENT' };
    case 'bind':
      return { type: 'parameter', name: node.name };
    case 'dataBind':
      return { type: 'datasource parameter', name: `@${node.name}` };
    case 'attribute':
      return { type: 'attribute access', name: node.name, subNodes: [of(node.target)] };
    case 'boundAttribute':
      return {
        type: 'bound attribute access',
        subNodes: [of(node.target), { type: 'parameter', name: node.bind }],
      };
    case 'index':
      return { type: 'indexed access', subNodes: [of(node.target), of(node.index)] };
    case 'expansion': {
      const { filter, limit, projection, levels } = node;
      const inline = [of(filter), of(limit?.count ?? null), of(projection)];
      return { type: 'expansion', levels, subNodes: [of(node.target), of(node.body), ...inline] };
    }
    case 'question':
      return { type: 'boolean expansion', subNodes: [of(node.target), of(node.filter)] };
    case 'group':
      return { type: 'passthru', subNodes: [of(node.value)] };
    case 'call':
      return {
        type: 'function call',
        name: node.name,
        subNodes: [{ type: 'array', subNodes: node.args.map(of) }],
      };
    case 'unary':
      return { type: signs[node.operator], subNodes: [of(node.operand)] };
    case 'binary':
      return binaryNode(node.operator, [of(node.left), of(node.right)]);
    case 'quantified': {
      const subNodes = [of(node.left), of(node.right)];
      return {
        type: `array ${operators[node.operator]}`,
        quantifier: quantifierName(node.quantifier),
        subNodes,
      };
    }
    case 'ternary':
      return { type: 'ternary', subNodes: [of(node.condition), of(node.whenTrue), of(node.whenFalse)] };
    case 'array':
      return { type: 'array', subNodes: node.items.map(of) };
    case 'object':
      return { type: 'object', subNodes: node.entries.map((entry) => entryNode(entry, of)) };
    case 'subquery':
      return { type: 'subquery', subNodes: [queryNode(node.query)] };
    default:
      return node satisfies never;
  }
}

function binaryNode(operator: BinaryOperator, operands: readonly TreeNode[]): TreeNode {
  const type = operators[operator];
  if (type !== 'function call') return { type, subNodes: operands };
  const name = operator.endsWith('LIKE') ? 'LIKE' : 'REGEX_TEST';
  const call = { type, name, subNodes: [{ type: 'array', subNodes: operands }] };
  return operator === 'LIKE' || operator === '=~' ? call : { type: signs.NOT, subNodes: [call] };
}

function quantifierName(quantifier: Quantifier): string {
  return typeof quantifier === 'string' ? quantifier.toLowerCase() : 'at least';
}

function entryNode(entry: ObjectEntry, of: (node: Expression) => TreeNode): TreeNode {
  const subNodes = [of(entry.value)];
  switch (entry.kind) {
    case 'named':
      return { type: 'object element', name: entry.name, subNodes };
    case 'bound':
      return {
        type: 'calculated object element',
        subNodes: [{ type: 'parameter', name: entry.bind }, ...subNodes],
      };
    case 'computed':
      return { type: 'calculated object element', subNodes: [of(entry.name), ...subNodes] };
    default:
      return entry satisfies never;
  }
}
