import type {
  BinaryOperator,
  Expression,
  ExpansionExpression,
  ObjectEntry,
  Quantifier,
  Query,
  QuestionExpression,
} from '../ast.ts';

type PrintQuery = (query: Query) => string;

/** A name in backticks, so that it is never taken for a keyword. */
export function printName(name: string): string {
  return `\`${name.replaceAll(/[\\`]/g, (char) => `\\${char}`)}\``;
}

export function printExpression(node: Expression, printQuery: PrintQuery): string {
  const print = (part: Expression) => printExpression(part, printQuery);
  const operand = (part: Expression) => (isAtomic(part) ? print(part) : `(${print(part)})`);
  switch (node.kind) {
    case 'literal':
      return JSON.stringify(node.value);
    case 'name':
      return printName(node.name);
    case 'bind':
      return `@${node.name}`;
    case 'dataBind':
      return `@@${node.name}`;
    case 'element':
      return '';
    case 'attribute':
      return `${operand(node.target)}.${printName(node.name)}`;
    case 'boundAttribute':
      return `${operand(node.target)}.@${node.bind}`;
    case 'index':
      return `${operand(node.target)}[${print(node.index)}]`;
    case 'expansion':
      return printExpansion(node, { print, operand });
    case 'question':
      return printQuestion(node, { print, operand });
    case 'group':
      return `(${print(node.value)})`;
    case 'call':
      return `${printName(node.name)}(${node.args.map(print).join(', ')})`;
    case 'unary':
      return `${node.operator} ${operand(node.operand)}`;
    case 'binary':
      return printBinary(operand(node.left), node.operator, operand(node.right));
    case 'quantified':
      return `${operand(node.left)} ${printQuantifier(node.quantifier, print)} ${node.operator} ${operand(node.right)}`;
    case 'ternary':
      return `${operand(node.condition)} ? ${node.whenTrue === null ? '' : operand(node.whenTrue)} : ${operand(node.whenFalse)}`;
    case 'array':
      return `[${node.items.map(print).join(', ')}]`;
    case 'object':
      return `{${node.entries.map((entry) => printEntry(entry, print)).join(', ')}}`;
    case 'subquery':
      return `(${printQuery(node.query)})`;
    default:
      return node satisfies never;
  }
}

interface Printers {
  readonly print: (node: Expression) => string;
  readonly operand: (node: Expression) => string;
}

function isAtomic(node: Expression): boolean {
  return !['unary', 'binary', 'quantified', 'ternary'].includes(node.kind);
}

function printBinary(left: string, operator: BinaryOperator, right: string): string {
  return `${left} ${operator} ${right}`;
}

function printQuantifier(quantifier: Quantifier, print: Printers['print']): string {
  return typeof quantifier === 'string' ? quantifier : `AT LEAST (${print(quantifier.atLeast)})`;
}

function printExpansion(node: ExpansionExpression, { print, operand }: Printers): string {
  const { filter, limit, projection } = node;
  const offset = limit?.offset == null ? '' : `${print(limit.offset)}, `;
  const inline = [
    '*'.repeat(node.levels),
    ...(filter === null ? [] : [`FILTER ${print(filter)}`]),
    ...(limit === null ? [] : [`LIMIT ${offset}${print(limit.count)}`]),
    ...(projection === null ? [] : [`RETURN ${print(projection)}`]),
  ];
  return `${operand(node.target)}[${inline.join(' ')}]${print(node.body)}`;
}

function printQuestion(node: QuestionExpression, { print, operand }: Printers): string {
  const { quantifier, filter } = node;
  const wanted =
    quantifier === null
      ? ''
      : typeof quantifier !== 'string' && 'count' in quantifier
        ? print(quantifier.count)
        : printQuantifier(quantifier, print);
  return `${operand(node.target)}[? ${wanted} ${filter === null ? '' : `FILTER ${print(filter)}`}]`;
}

function printEntry(entry: ObjectEntry, print: Printers['print']): string {
  switch (entry.kind) {
    case 'named':
      return `${JSON.stringify(entry.name)}: ${print(entry.value)}`;
    case 'bound':
      return `@${entry.bind}: ${print(entry.value)}`;
    case 'computed':
      return `[${print(entry.name)}]: ${print(entry.value)}`;
    default:
      return entry satisfies never;
  }
}
