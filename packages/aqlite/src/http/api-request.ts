import type { IncomingHttpHeaders } from 'node:http';
import { ArangoError } from '../errors.ts';
import type { Database } from '../store/database.ts';
import type { Transaction } from '../store/transaction.ts';
import { isDocument } from '../values/casts.ts';
import type { Document, Value } from '../values/value.ts';
import { parseJson } from './json.ts';
import type { Service } from './service.ts';

/** One request as the routes read it. */
export class ApiRequest {
  readonly method: string;
  /** The path without its database. */
  readonly path: string;
  readonly search: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly database: Database;
  readonly service: Service;
  /** Who asks; null when the server does not check. */
  readonly user: string | null;
  readonly rawBody: Buffer;

  constructor(options: {
    readonly method: string;
    readonly path: string;
    readonly search: URLSearchParams;
    readonly headers: IncomingHttpHeaders;
    readonly database: Database;
    readonly service: Service;
    readonly user: string | null;
    readonly rawBody: Buffer;
  }) {
    this.method = options.method;
    this.path = options.path;
    this.search = options.search;
    this.headers = options.headers;
    this.database = options.database;
    this.service = options.service;
    this.user = options.user;
    this.rawBody = options.rawBody;
  }

  /** The JSON in the body, null for none; throws 600. */
  body(): Value {
    if (this.rawBody.length === 0) return null;
    return parseJson(this.rawBody.toString());
  }

  bodyObject(): Document {
    const body = this.body();
    if (!isDocument(body)) throw new ArangoError(600, 'expecting a JSON object in the body');
    return body;
  }

  /** A query parameter; null when it is absent, and when it is the text "undefined" that the driver sends. */
  parameter(name: string): string | null {
    const value = this.search.get(name);
    return value === 'undefined' ? null : value;
  }

  flag(name: string, fallback = false): boolean {
    const value = this.parameter(name);
    return value === null ? fallback : /^(true|1|yes|on|y)$/i.test(value);
  }

  requiredParameter(name: string): string {
    const value = this.parameter(name);
    if (value === null || value === '') throw new ArangoError(400, `missing parameter '${name}'`);
    return value;
  }

  header(name: string): string | null {
    const value = this.headers[name];
    return typeof value === 'string' ? value : null;
  }

  /** Runs in the stream transaction of the request, whose earlier steps stand if this one fails, or in one of its own. */
  inTransaction<T>(work: (transaction: Transaction) => T): T {
    const id = this.header('x-arango-trx-id');
    if (id === null) return this.database.run((_, transaction) => work(transaction));
    const transaction = this.service.transactions.use(id, this.database);
    return attempt(transaction, () => work(transaction));
  }
}

/** Takes back what `work` wrote when it throws; earlier writes of the transaction stay. */
export function attempt<T>(transaction: Transaction, work: () => T): T {
  const savepoint = transaction.savepoint();
  try {
    return work();
  } catch (error) {
    transaction.rollbackTo(savepoint);
    throw error;
  }
}
