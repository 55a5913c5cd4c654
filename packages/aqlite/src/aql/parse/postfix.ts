import type { ExpansionExpression, Expression, QuestionExpression } from '../ast.ts';
import type { TokenStream } from './token-stream.ts';

type ParseExpression = (stream: TokenStream) => Expression;

/** What follows an operand: `.name`, `.@name`, `[i]`, `[* ...]`, `[? ...]`. Literals take none. */
export function parsePostfix(
  stream: TokenStream,
  operand: Expression,
  parseExpression: ParseExpression,
): Expression {
  if (operand.kind === 'literal') return operand;
  let result: Expression = operand;
  let links = 0;
  for (;;) {
    const longer = parseLink(stream, result, parseExpression);
    if (longer === null) break;
    result = longer;
    links++;
    stream.deepen(1);
  }
  stream.deepen(-links);
  return result;
}

function parseLink(
  stream: TokenStream,
  target: Expression,
  parseExpression: ParseExpression,
): Expression | null {
  if (stream.acceptSign('.')) {
    const token = stream.peek();
    if (token.kind === 'bind') {
      stream.next();
      return extend(target, (inner) => ({ kind: 'boundAttribute', target: inner, bind: token.text }));
    }
    const name = stream.name().text;
    return extend(target, (inner) => ({ kind: 'attribute', target: inner, name }));
  }
  if (!stream.acceptSign('[')) return null;
  if (stream.isSign('*')) return parseExpansion(stream, target, parseExpression);
  if (stream.acceptSign('?')) return parseQuestion(stream, target, parseExpression);
  const index = parseExpression(stream);
  stream.expectSign(']');
  return extend(target, (inner) => ({ kind: 'index', target: inner, index }));
}

/** After an expansion, a link belongs to the body of the innermost expansion. */
function extend(target: Expression, make: (inner: Expression) => Expression): Expression {
  if (target.kind !== 'expansion') return make(target);
  return { ...target, body: extend(target.body, make) };
}

function parseExpansion(
  stream: TokenStream,
  target: Expression,
  parseExpression: ParseExpression,
): Expression {
  let levels = 0;
  while (stream.acceptSign('*')) levels++;
  const filter = stream.acceptKeyword('FILTER') ? parseExpression(stream) : null;
  const limit = stream.acceptKeyword('LIMIT') ? parseLimit(stream, parseExpression) : null;
  const projection = stream.acceptKeyword('RETURN') ? parseExpression(stream) : null;
  stream.expectSign(']');
  const expand = (inner: Expression): ExpansionExpression => ({
    kind: 'expansion',
    target: inner,
    levels,
    filter,
    limit,
    projection,
    body: { kind: 'element' },
  });
  // `a[*].b[**]` flattens what `a[*].b` gives as a whole; `a[*].b[*]` expands b of each element
  return levels > 1
    ? expand(target.kind === 'expansion' ? { kind: 'group', value: target } : target)
    : extend(target, expand);
}

export function parseLimit(
  stream: TokenStream,
  parseExpression: ParseExpression,
): { readonly offset: Expression | null; readonly count: Expression } {
  const first = parseExpression(stream);
  if (!stream.acceptSign(',')) return { offset: null, count: first };
  return { offset: first, count: parseExpression(stream) };
}

function parseQuestion(
  stream: TokenStream,
  target: Expression,
  parseExpression: ParseExpression,
): Expression {
  const quantifier = parseQuestionQuantifier(stream, parseExpression);
  const filter = stream.acceptKeyword('FILTER') ? parseExpression(stream) : null;
  if (filter === null && quantifier !== null) throw stream.unexpected('FILTER declaration');
  stream.expectSign(']');
  return extend(target, (inner) => ({ kind: 'question', target: inner, quantifier, filter }));
}

function parseQuestionQuantifier(
  stream: TokenStream,
  parseExpression: ParseExpression,
): QuestionExpression['quantifier'] {
  for (const word of ['ALL', 'ANY', 'NONE'] as const) {
    if (stream.acceptKeyword(word)) return word;
  }
  if (stream.isWord('AT') && stream.isWord('LEAST', 1)) {
    stream.next();
    stream.next();
    stream.expectSign('(');
    const atLeast = parseExpression(stream);
    stream.expectSign(')');
    return { atLeast };
  }
  if (stream.isKeyword('FILTER') || stream.isSign(']')) return null;
  return { count: parseExpression(stream) };
}
