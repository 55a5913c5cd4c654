import type { Declaration, Direction, Expression, GraphSource, PathSearch, Statement } from '../ast.ts';
import { parseExpression } from './expression.ts';
import { parseOptions } from './simple-statements.ts';
import type { TokenStream } from './token-stream.ts';

const searches: ReadonlySet<string> = new Set([
  'SHORTEST_PATH',
  'ALL_SHORTEST_PATHS',
  'K_SHORTEST_PATHS',
  'K_PATHS',
]);

export function parseFor(stream: TokenStream): Statement {
  stream.next();
  const variables = [stream.declaration()];
  while (stream.acceptSign(',')) variables.push(stream.declaration());
  stream.expectKeyword('IN');
  const immediate = acceptDirection(stream);
  if (immediate !== null) return parseGraphSearch(stream, { variables, depth: null, direction: immediate });
  const source = parseExpression(stream);
  const direction = acceptDirection(stream);
  if (direction !== null) return parseGraphSearch(stream, { variables, depth: source, direction });
  const [variable] = variables;
  if (variable === undefined || variables.length > 1) throw stream.unexpected();
  const search = stream.acceptWord('SEARCH') ? parseExpression(stream) : null;
  return { kind: 'for', variable, source, search, options: parseOptions(stream) };
}

function acceptDirection(stream: TokenStream): Direction | null {
  for (const word of ['OUTBOUND', 'INBOUND', 'ANY'] as const) {
    if (stream.acceptKeyword(word)) return word;
  }
  return null;
}

interface Head {
  readonly variables: readonly Declaration[];
  readonly depth: Expression | null;
  readonly direction: Direction;
}

function parseGraphSearch(stream: TokenStream, head: Head): Statement {
  const token = stream.peek();
  if (token.kind === 'keyword' && searches.has(token.text)) {
    return parsePathSearch(stream, head, stream.next().text as PathSearch);
  }
  if (head.variables.length > 3) throw stream.unexpected();
  const start = parseExpression(stream);
  const graph = parseGraph(stream);
  const prune = parsePrune(stream);
  return { kind: 'traversal', ...head, start, graph, prune, options: parseOptions(stream) };
}

function parsePathSearch(stream: TokenStream, head: Head, search: PathSearch): Statement {
  if (head.variables.length > (search === 'SHORTEST_PATH' ? 2 : 1)) throw stream.unexpected();
  if (head.depth !== null && search !== 'K_PATHS') throw stream.unexpected();
  const from = parseExpression(stream);
  if (!stream.acceptWord('TO')) throw stream.unexpected("'TO'");
  const to = parseExpression(stream);
  const graph = parseGraph(stream);
  return { kind: 'path', search, ...head, from, to, graph, options: parseOptions(stream) };
}

function parseGraph(stream: TokenStream): GraphSource {
  if (stream.acceptKeyword('GRAPH')) {
    const token = stream.peek();
    if (token.kind === 'bind') return { kind: 'graph', name: { kind: 'bind', name: stream.next().text } };
    if (token.kind !== 'string' && token.kind !== 'name') throw stream.unexpected('bind parameter');
    return { kind: 'graph', name: { kind: 'literal', value: stream.next().text } };
  }
  const collections = [];
  do {
    const direction = acceptDirection(stream);
    collections.push({ direction, source: stream.dataSource() });
  } while (stream.acceptSign(','));
  return { kind: 'edges', collections };
}

function parsePrune(stream: TokenStream): { variable: Declaration | null; condition: Expression } | null {
  if (!stream.acceptWord('PRUNE')) return null;
  const isNamed = stream.peek().kind === 'name' && stream.isSign('=', 1);
  if (!isNamed) return { variable: null, condition: parseExpression(stream) };
  const variable = stream.declaration();
  stream.expectSign('=');
  return { variable, condition: parseExpression(stream) };
}
