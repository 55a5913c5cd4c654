import { ArangoError } from '../../errors.ts';
import type { Transaction } from '../../store/transaction.ts';
import type { TransactionCollection } from '../../store/transaction-collection.ts';
import type { Document, Value } from '../../values/value.ts';
import { type ApiRequest, attempt } from '../api-request.ts';
import type { ApiResponse } from '../api-response.ts';

/** The collection as a transaction has it; 1203 when it does not exist. */
export function collectionIn(transaction: Transaction, name: string): TransactionCollection {
  const { name: actual } = transaction.database.requireCollection(name);
  const collection = transaction.collection(actual);
  if (collection === null) throw new ArangoError(1203);
  return collection;
}

export function failure(error: unknown): Document {
  if (!(error instanceof ArangoError)) throw error;
  return { error: true, errorNum: error.errorNum, errorMessage: error.message };
}

/** Writes many documents, each on its own: what fails is an error in its place and leaves the others alone. */
export function writeEach(
  request: ApiRequest,
  values: readonly Value[],
  options: {
    readonly collection: string;
    readonly status: number;
    readonly silent: boolean;
    readonly write: (collection: TransactionCollection, value: Value) => Document;
  },
): ApiResponse {
  const codes = new Map<number, number>();
  const results = request.inTransaction((transaction) => {
    const collection = collectionIn(transaction, options.collection);
    return values.map((value) => {
      try {
        return attempt(transaction, () => options.write(collection, value));
      } catch (error) {
        const failed = failure(error);
        const number = Number(failed['errorNum']);
        // A write outside the transaction's collections is the request's fault, not a document's.
        if (number === 1652 || number === 1654) throw error;
        codes.set(number, (codes.get(number) ?? 0) + 1);
        return failed;
      }
    });
  });
  const body = options.silent ? results.filter((result) => result['error'] === true) : results;
  return {
    status: options.status,
    body,
    headers: codes.size === 0 ? {} : { 'x-arango-error-codes': JSON.stringify(Object.fromEntries(codes)) },
  };
}
