import type { DataSource, Expression, ModificationStatement, UpsertStatement } from '../ast.ts';
import { parseExpression } from './expression.ts';
import { parseOptions } from './simple-statements.ts';
import type { TokenStream } from './token-stream.ts';

const kinds = { INSERT: 'insert', UPDATE: 'update', REPLACE: 'replace', REMOVE: 'remove' } as const;

export function parseModification(stream: TokenStream): ModificationStatement {
  const kind = kinds[stream.next().text as keyof typeof kinds];
  let document = parseExpression(stream);
  let patch: Expression | null = null;
  let target: Target;
  if ((kind === 'update' || kind === 'replace') && stream.acceptKeyword('WITH')) {
    target = parseTarget(stream, parseExpression(stream));
    patch = target.value;
  } else {
    target = parseTarget(stream, document);
    document = target.value;
  }
  return { kind, document, patch, collection: target.collection, options: parseOptions(stream) };
}

export function parseUpsert(stream: TokenStream): UpsertStatement {
  stream.next();
  if (stream.isKeyword('FILTER')) throw stream.unexpected();
  const search = parseExpression(stream);
  stream.expectKeyword('INSERT');
  const insert = parseExpression(stream);
  const replaces = stream.acceptKeyword('REPLACE');
  if (!replaces) stream.expectKeyword('UPDATE');
  const { value, collection } = parseTarget(stream, parseExpression(stream));
  const operation = replaces ? 'replace' : 'update';
  return {
    kind: 'upsert',
    search,
    insert,
    operation,
    patch: value,
    collection,
    options: parseOptions(stream),
  };
}

interface Target {
  readonly value: Expression;
  readonly collection: DataSource;
}

/** `IN name` is also an operator: when it has been read as one, the name is taken back from the expression. */
function parseTarget(stream: TokenStream, value: Expression): Target {
  if (stream.acceptKeyword('INTO') || stream.acceptKeyword('IN')) {
    return { value, collection: stream.dataSource() };
  }
  if (value.kind === 'binary' && value.operator === 'IN') {
    const { left, right } = value;
    if (right.kind === 'name' || right.kind === 'dataBind') return { value: left, collection: right };
  }
  throw stream.unexpected();
}
