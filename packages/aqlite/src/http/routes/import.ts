import type { InsertOptions } from '../../aql/ports.ts';
import { ArangoError } from '../../errors.ts';
import type { Transaction } from '../../store/transaction.ts';
import type { TransactionCollection } from '../../store/transaction-collection.ts';
import { isArray, isDocument, toStringValue } from '../../values/casts.ts';
import type { Document, Value } from '../../values/value.ts';
import { type ApiRequest, attempt } from '../api-request.ts';
import type { ApiResponse } from '../api-response.ts';
import { parseJson } from '../json.ts';
import { type Route, route } from '../router.ts';
import { collectionIn, failure } from './document-batches.ts';

const modes: Readonly<Record<string, InsertOptions['overwriteMode']>> = {
  error: 'conflict',
  update: 'update',
  replace: 'replace',
  ignore: 'ignore',
};

/** The rows of a body: JSON lines, one JSON array, or a line of attribute names and lines of values. */
function rowsOf(request: ApiRequest): readonly (Value | undefined)[] {
  const type = request.parameter('type') ?? '';
  const text = request.rawBody.toString();
  if (type === 'list' || type === 'array' || (type === 'auto' && text.trimStart().startsWith('['))) {
    const rows = parseJson(text);
    if (!isArray(rows)) throw new ArangoError(400, 'expecting a JSON array in the request');
    return rows;
  }
  const lines = text.split(/\r?\n/).map((line) => (line.trim() === '' ? undefined : parseJson(line)));
  while (lines.length > 0 && lines.at(-1) === undefined) lines.pop();
  return type === '' ? tableRows(lines) : lines;
}

function tableRows(lines: readonly (Value | undefined)[]): readonly (Value | undefined)[] {
  const [names, ...rows] = lines;
  if (!isArray(names) || !names.every((name) => typeof name === 'string')) {
    throw new ArangoError(400, 'no JSON array of attribute names found in the first line');
  }
  return rows.map((row) => {
    if (!isArray(row)) return row;
    return Object.fromEntries(names.map((name, index) => [name, row[index] ?? null]));
  });
}

interface Tally {
  created: number;
  errors: number;
  empty: number;
  updated: number;
  ignored: number;
}

function importRows(request: ApiRequest): ApiResponse {
  const name = request.requiredParameter('collection');
  const onDuplicate = request.parameter('onDuplicate') ?? 'error';
  if (!Object.hasOwn(modes, onDuplicate)) throw new ArangoError(10, 'invalid value for onDuplicate');
  const rows = rowsOf(request);
  const tally: Tally = { created: 0, errors: 0, empty: 0, updated: 0, ignored: 0 };
  const details: string[] = [];
  request.inTransaction((transaction) => {
    const collection = collectionIn(transaction, name);
    if (request.flag('overwrite')) removeAll(collection);
    for (const [index, row] of rows.entries()) {
      if (row === undefined) tally.empty++;
      else
        importRow(row, {
          request,
          transaction,
          collection,
          tally,
          details,
          position: index + 1,
          onDuplicate,
        });
    }
  });
  const shown = request.flag('details') ? { details } : {};
  return { status: 201, body: { error: false, ...tally, ...shown } };
}

function removeAll(collection: TransactionCollection): void {
  for (const document of collection.scan()) collection.remove(toStringValue(document['_key'] ?? null));
}

interface RowContext {
  readonly request: ApiRequest;
  readonly transaction: Transaction;
  readonly collection: TransactionCollection;
  readonly tally: Tally;
  readonly details: string[];
  readonly position: number;
  readonly onDuplicate: string;
}

function importRow(row: Value, context: RowContext): void {
  const { request, transaction, collection, tally, details, position, onDuplicate } = context;
  try {
    attempt(transaction, () => {
      const { old, new: created } = collection.insert(withPrefixes(row, request), {
        overwriteMode: modes[onDuplicate] ?? 'conflict',
      });
      if (created === null) tally.ignored++;
      else if (old === null) tally.created++;
      else tally.updated++;
    });
  } catch (error) {
    const { errorMessage, errorNum } = failure(error);
    if (request.flag('complete') || errorNum === 1652 || errorNum === 1654) throw error;
    if (errorNum === 1210 && onDuplicate === 'ignore') {
      tally.ignored++;
      return;
    }
    tally.errors++;
    details.push(
      `at position ${position}: creating document failed with error '${toStringValue(errorMessage ?? null)}', offending document: ${JSON.stringify(row)}`,
    );
  }
}

function withPrefixes(row: Value, request: ApiRequest): Value {
  if (!isDocument(row)) throw new ArangoError(1227, `invalid JSON type (expecting object)`);
  const ends: Record<string, Value> = {};
  for (const [end, parameter] of [
    ['_from', 'fromPrefix'],
    ['_to', 'toPrefix'],
  ] as const) {
    const prefix = request.parameter(parameter);
    const value = row[end];
    const isKey = typeof value === 'string' ? !value.includes('/') : typeof value === 'number';
    if (prefix !== null && isKey) ends[end] = `${prefix}/${toStringValue(value ?? null)}`;
  }
  return { ...row, ...ends } satisfies Document;
}

export const importRoutes: readonly Route[] = [route('POST /_api/import', importRows)];
