import type { CollectStatement, Declaration } from '../ast.ts';
import { parseExpression } from './expression.ts';
import { parseAssignments, parseOptions } from './simple-statements.ts';
import type { TokenStream } from './token-stream.ts';

export function parseCollect(stream: TokenStream): CollectStatement {
  stream.next();
  const groups = stream.peek().kind === 'name' ? parseAssignments(stream) : [];
  if (stream.isKeyword('WITH')) {
    const count = parseCount(stream);
    const options = parseOptions(stream);
    return { kind: 'collect', groups, aggregates: [], into: null, keep: null, count, options };
  }
  const aggregates = stream.acceptKeyword('AGGREGATE') ? parseAssignments(stream) : [];
  const into = parseInto(stream);
  if (groups.length === 0 && aggregates.length === 0) throw stream.unexpected();
  const keep = into !== null && into.value === null ? parseKeep(stream) : null;
  return { kind: 'collect', groups, aggregates, into, keep, count: null, options: parseOptions(stream) };
}

function parseCount(stream: TokenStream): Declaration {
  stream.next();
  if (!stream.acceptWord('COUNT')) throw stream.unexpected("'COUNT'");
  stream.expectKeyword('INTO');
  return stream.declaration();
}

function parseInto(stream: TokenStream): CollectStatement['into'] {
  if (!stream.acceptKeyword('INTO')) return null;
  const variable = stream.declaration();
  return { variable, value: stream.acceptSign('=') ? parseExpression(stream) : null };
}

function parseKeep(stream: TokenStream): readonly Declaration[] | null {
  if (!stream.acceptWord('KEEP')) return null;
  const names = [stream.declaration()];
  while (stream.acceptSign(',')) names.push(stream.declaration());
  return names;
}
