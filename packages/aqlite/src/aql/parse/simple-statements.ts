import type { Assignment, SortKey, Statement, WindowStatement } from '../ast.ts';
import { parseExpression } from './expression.ts';
import type { TokenStream } from './token-stream.ts';

export function parseLet(stream: TokenStream): readonly Statement[] {
  stream.next();
  return parseAssignments(stream).map(({ variable, value }) => ({ kind: 'let', variable, value }));
}

export function parseAssignments(stream: TokenStream): readonly Assignment[] {
  const assignments: Assignment[] = [];
  do {
    const variable = stream.declaration();
    stream.expectSign('=');
    assignments.push({ variable, value: parseExpression(stream) });
  } while (stream.acceptSign(','));
  return assignments;
}

export function parseSort(stream: TokenStream): Statement {
  stream.next();
  const keys: SortKey[] = [];
  do {
    const value = parseExpression(stream);
    keys.push({ value, direction: parseSortDirection(stream) });
  } while (stream.acceptSign(','));
  return { kind: 'sort', keys };
}

function parseSortDirection(stream: TokenStream): SortKey['direction'] {
  if (stream.acceptKeyword('ASC')) return 'ASC';
  if (stream.acceptKeyword('DESC')) return 'DESC';
  const token = stream.peek();
  if (token.kind === 'bind') return { kind: 'bind', name: stream.next().text };
  if (token.kind === 'string') return { kind: 'literal', value: stream.next().text };
  return null;
}

export function parseWindow(stream: TokenStream): WindowStatement {
  stream.next();
  let range = null;
  let bounds = parseExpression(stream);
  if (stream.acceptKeyword('WITH')) {
    range = bounds;
    bounds = parseExpression(stream);
  }
  if (bounds.kind !== 'object') throw stream.unexpected();
  stream.expectKeyword('AGGREGATE');
  return { kind: 'window', range, bounds, aggregates: parseAssignments(stream) };
}

/** The object after OPTIONS, or null when there is none. */
export function parseOptions(stream: TokenStream) {
  if (!stream.isWord('OPTIONS')) return null;
  stream.next();
  if (!stream.isSign('{')) throw stream.unexpected('{');
  return parseExpression(stream);
}
