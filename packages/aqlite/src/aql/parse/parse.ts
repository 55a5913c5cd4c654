import { ArangoError } from '../../errors.ts';
import type { Query } from '../ast.ts';
import { tokenise } from './lexer.ts';
import { parseQueryBody } from './query.ts';
import { TokenStream } from './token-stream.ts';

/** The tree of a query; throws 1501 with line and column, 1502 for an empty text, 1524 for too deep a nesting. */
export function parse(text: string): Query {
  if (text.trim() === '') throw new ArangoError(1502, 'AQL: query is empty (while parsing)');
  const stream = new TokenStream(text, tokenise(text), parseQueryBody);
  let collections: Query['with'] = null;
  if (stream.acceptKeyword('WITH')) {
    const found = [stream.dataSource()];
    while (
      !stream.isSign(',')
        ? stream.peek().kind === 'name' || stream.peek().kind === 'dataBind'
        : stream.acceptSign(',')
    ) {
      found.push(stream.dataSource());
    }
    collections = found;
  }
  const query = parseQueryBody(stream);
  if (stream.peek().kind !== 'end') throw stream.unexpected();
  return { with: collections, statements: query.statements };
}
