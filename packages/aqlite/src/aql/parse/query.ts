import type { Query, Statement } from '../ast.ts';
import { parseCollect } from './collect.ts';
import { parseExpression } from './expression.ts';
import { parseFor } from './for.ts';
import { parseModification, parseUpsert } from './modification.ts';
import { parseLimit } from './postfix.ts';
import { parseLet, parseSort, parseWindow } from './simple-statements.ts';
import type { TokenStream } from './token-stream.ts';

const modifications: ReadonlySet<string> = new Set(['insert', 'update', 'replace', 'remove', 'upsert']);

/** The statements of a query or subquery, which end with RETURN or a data modification. */
export function parseQueryBody(stream: TokenStream): Query {
  const statements: Statement[] = [];
  for (;;) {
    const parsed = parseStatement(stream);
    if (parsed === null) {
      const last = statements.at(-1);
      if (last !== undefined && modifications.has(last.kind)) break;
      throw stream.unexpected();
    }
    statements.push(...parsed);
    if (parsed.at(-1)?.kind === 'return') break;
  }
  return { with: null, statements };
}

function parseStatement(stream: TokenStream): readonly Statement[] | null {
  const token = stream.peek();
  if (token.kind !== 'keyword') return null;
  switch (token.text) {
    case 'FOR':
      return [parseFor(stream)];
    case 'LET':
      return parseLet(stream);
    case 'FILTER':
      stream.next();
      return [{ kind: 'filter', condition: parseExpression(stream) }];
    case 'SORT':
      return [parseSort(stream)];
    case 'LIMIT':
      stream.next();
      return [{ kind: 'limit', ...parseLimit(stream, parseExpression) }];
    case 'COLLECT':
      return [parseCollect(stream)];
    case 'WINDOW':
      return [parseWindow(stream)];
    case 'RETURN': {
      stream.next();
      const distinct = stream.acceptKeyword('DISTINCT');
      return [{ kind: 'return', distinct, value: parseExpression(stream) }];
    }
    case 'INSERT':
    case 'UPDATE':
    case 'REPLACE':
    case 'REMOVE':
      return [parseModification(stream)];
    case 'UPSERT':
      return [parseUpsert(stream)];
    default:
      return null;
  }
}
