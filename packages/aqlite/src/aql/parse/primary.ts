import type { Expression, ObjectEntry } from '../ast.ts';
import type { TokenStream } from './token-stream.ts';

type ParseExpression = (stream: TokenStream) => Expression;

const queryStarts: ReadonlySet<string> = new Set(
  'FOR LET FILTER COLLECT SORT LIMIT WINDOW RETURN INSERT UPDATE REPLACE REMOVE UPSERT'.split(' '),
);

/** An operand without what may follow it: a literal, a name, a call, an array, an object, a parenthesis. */
export function parsePrimary(stream: TokenStream, parseExpression: ParseExpression): Expression {
  const token = stream.peek();
  switch (token.kind) {
    case 'integer':
    case 'number':
      stream.next();
      return { kind: 'literal', value: token.value };
    case 'string':
      stream.next();
      return { kind: 'literal', value: token.text };
    case 'bind':
    case 'dataBind':
      stream.next();
      return { kind: token.kind, name: token.text };
    case 'name':
      return parseNameOrCall(stream, parseExpression);
    case 'keyword':
      return parseWord(stream, parseExpression);
    case 'punctuation':
      if (token.text === '(') return parseParenthesis(stream, parseExpression);
      if (token.text === '[') return parseArray(stream, parseExpression);
      if (token.text === '{') return parseObject(stream, parseExpression);
      throw stream.unexpected();
    case 'end':
      throw stream.unexpected();
    default:
      return token.kind satisfies never;
  }
}

function parseWord(stream: TokenStream, parseExpression: ParseExpression): Expression {
  const token = stream.peek();
  if (token.text === 'LIKE' && stream.isSign('(', 1)) return parseNameOrCall(stream, parseExpression);
  const value = token.text === 'NULL' ? null : token.text === 'TRUE';
  if (value === false && token.text !== 'FALSE') throw stream.unexpected();
  stream.next();
  return { kind: 'literal', value };
}

function parseNameOrCall(stream: TokenStream, parseExpression: ParseExpression): Expression {
  const first = stream.next();
  let name = first.text;
  while (stream.isSign('::')) {
    stream.next();
    name += `::${stream.name().text}`;
  }
  if (!stream.acceptSign('(')) {
    if (name.includes('::')) throw stream.unexpected('(');
    return { kind: 'name', name };
  }
  const args: Expression[] = [];
  if (!stream.isSign(')')) {
    do {
      if (stream.isSign(')')) break;
      args.push(startsQuery(stream) ? parseSubquery(stream) : parseExpression(stream));
    } while (stream.acceptSign(','));
  }
  stream.expectSign(')');
  return { kind: 'call', name: name.toUpperCase(), args };
}

function startsQuery(stream: TokenStream): boolean {
  const token = stream.peek();
  return token.kind === 'keyword' && queryStarts.has(token.text);
}

function parseSubquery(stream: TokenStream): Expression {
  return { kind: 'subquery', query: stream.nested(() => stream.parseStatements(stream)) };
}

function parseParenthesis(stream: TokenStream, parseExpression: ParseExpression): Expression {
  stream.expectSign('(');
  const inner = startsQuery(stream) ? parseSubquery(stream) : parseExpression(stream);
  stream.expectSign(')');
  return inner.kind === 'expansion' ? { kind: 'group', value: inner } : inner;
}

function parseArray(stream: TokenStream, parseExpression: ParseExpression): Expression {
  stream.expectSign('[');
  const items: Expression[] = [];
  while (!stream.isSign(']')) {
    items.push(parseExpression(stream));
    if (!stream.acceptSign(',')) break;
  }
  stream.expectSign(']');
  return { kind: 'array', items };
}

function parseObject(stream: TokenStream, parseExpression: ParseExpression): Expression {
  stream.expectSign('{');
  const entries: ObjectEntry[] = [];
  while (!stream.isSign('}')) {
    entries.push(parseEntry(stream, parseExpression));
    if (!stream.acceptSign(',')) break;
  }
  stream.expectSign('}');
  return { kind: 'object', entries };
}

function parseEntry(stream: TokenStream, parseExpression: ParseExpression): ObjectEntry {
  const token = stream.peek();
  if (token.kind === 'name' || token.kind === 'string') {
    stream.next();
    if (token.kind === 'name' && !stream.isSign(':')) {
      return { kind: 'named', name: token.text, value: { kind: 'name', name: token.text } };
    }
    stream.expectSign(':');
    return { kind: 'named', name: token.text, value: parseExpression(stream) };
  }
  if (token.kind === 'bind') {
    stream.next();
    stream.expectSign(':');
    return { kind: 'bound', bind: token.text, value: parseExpression(stream) };
  }
  if (!stream.acceptSign('[')) throw stream.unexpected();
  const name = parseExpression(stream);
  stream.expectSign(']');
  stream.expectSign(':');
  return { kind: 'computed', name, value: parseExpression(stream) };
}
