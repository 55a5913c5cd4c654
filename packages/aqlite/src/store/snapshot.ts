import { createReadStream, createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { ArangoError } from '../errors.ts';
import { isDocument, toStringValue } from '../values/casts.ts';
import type { Document, Value } from '../values/value.ts';
import type { Database } from './database.ts';
import type { DatabaseServer } from './server.ts';

const format = 'aqlite 1';

/** Writes all databases to a file, one JSON line each thing; the file appears whole or not at all. */
export async function saveSnapshot(server: DatabaseServer, path: string): Promise<void> {
  const draft = `${path}.draft`;
  const file = createWriteStream(draft);
  const failed = once(file, 'error').then(([error]: unknown[]) => {
    throw error;
  });
  failed.catch(() => undefined);
  for (const line of snapshotLines(server)) {
    if (!file.write(`${JSON.stringify(line)}\n`)) await Promise.race([once(file, 'drain'), failed]);
  }
  file.end();
  await Promise.race([once(file, 'finish'), failed]);
  await rename(draft, path);
}

function* snapshotLines(server: DatabaseServer): Generator<Document, undefined, undefined> {
  yield { is: 'snapshot', format, tick: server.tick };
  for (const database of server.databases()) {
    yield { is: 'database', name: database.name };
    yield* definitionLines(database);
  }
  yield { is: 'end' };
  return undefined;
}

function* definitionLines(database: Database): Generator<Document, undefined, undefined> {
  for (const { name, type, properties, features } of database.analyzers()) {
    yield { is: 'analyzer', body: { name, type, properties, features } };
  }
  for (const collection of database.collections()) {
    const { name, type, keys, waitForSync } = collection;
    yield { is: 'collection', name, type, keyOptions: { ...keys.options }, waitForSync, last: keys.last };
    for (const { document } of collection.scan()) yield { is: 'document', document };
    // After the documents: an index of many is built faster than it grows.
    for (const index of collection.definitions()) {
      yield { is: 'index', body: { ...(index.inverted ?? plainIndex(index)), name: index.name } };
    }
  }
  for (const graph of database.graphs()) yield { is: 'graph', body: graph as unknown as Document };
  for (const { name, type, properties } of database.views()) {
    yield { is: 'view', body: { ...properties, name, type } };
  }
  return undefined;
}

function plainIndex(index: ReturnType<Database['createIndex']>['definition']): Document {
  const { type, fields, unique, sparse, storedValues, expireAfter } = index;
  return {
    type,
    fields,
    unique,
    sparse,
    ...(storedValues.length === 0 ? {} : { storedValues }),
    ...(expireAfter === null ? {} : { expireAfter }),
  };
}

/** Fills a fresh server from a file that `saveSnapshot` wrote; throws for a file that is cut or of another kind. */
export async function loadSnapshot(server: DatabaseServer, path: string): Promise<void> {
  const reader = new SnapshotReader(server);
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    reader.read(line);
  }
  reader.finish();
}

class SnapshotReader {
  readonly #server: DatabaseServer;
  #database: Database;
  #collection = '';
  #state: 'start' | 'within' | 'end' = 'start';

  constructor(server: DatabaseServer) {
    this.#server = server;
    this.#database = server.get('_system') ?? server.create('_system');
  }

  read(line: string): void {
    const entry = JSON.parse(line) as Value;
    if (!isDocument(entry)) throw new Error('no line of a snapshot');
    if (this.#state === 'start' && entry['format'] !== format) {
      throw new Error(`no snapshot of the format "${format}"`);
    }
    this.#state = 'within';
    this.#apply(entry);
  }

  finish(): void {
    if (this.#state !== 'end') throw new Error('the snapshot has no end: it was cut');
  }

  #apply(entry: Document): void {
    const body = isDocument(entry['body']) ? entry['body'] : {};
    const is = toStringValue(entry['is'] ?? null);
    switch (is) {
      case 'snapshot':
        this.#server.continueAfter(Number(entry['tick']));
        return;
      case 'database': {
        const name = toStringValue(entry['name'] ?? null);
        this.#database = this.#server.get(name) ?? this.#server.create(name);
        return;
      }
      case 'analyzer':
        this.#database.createAnalyzer(body);
        return;
      case 'collection':
        this.#createCollection(entry);
        return;
      case 'index':
        this.#database.createIndex(this.#collection, body);
        return;
      case 'document':
        this.#insert(entry['document'] ?? null);
        return;
      case 'graph':
        this.#database.createGraph(body);
        return;
      case 'view':
        this.#database.createView(body);
        return;
      case 'end':
        this.#state = 'end';
        return;
      default:
        throw new ArangoError(4, `unknown line in a snapshot: ${is}`);
    }
  }

  #createCollection(entry: Document): void {
    this.#collection = toStringValue(entry['name'] ?? null);
    const collection = this.#database.createCollection(this.#collection, {
      type: entry['type'] === 'edge' ? 'edge' : 'document',
      keyOptions: entry['keyOptions'] ?? null,
      waitForSync: entry['waitForSync'] === true,
    });
    collection.keys.note(toStringValue(entry['last'] ?? null));
  }

  /** Documents keep their revisions, so they go past the transactions. */
  #insert(document: Value): void {
    if (!isDocument(document)) throw new Error('no document in a snapshot');
    const key = toStringValue(document['_key'] ?? null);
    const collection = this.#database.requireCollection(this.#collection);
    collection.keys.note(key);
    collection.put(null, { key, document, sequence: this.#database.nextSequence() });
  }
}
