import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { isDocument, toStringValue } from '../values/casts.ts';
import type { Document, Value } from '../values/value.ts';
import type { Database } from './database.ts';
import type { DatabaseServer } from './server.ts';
import { snapshotFormat } from './snapshot-format.ts';

/** Called now and then with the documents read and those that the snapshot has; null for a snapshot that does not say. */
export type SnapshotProgress = (done: number, total: number | null) => void;

const documentsBetweenReports = 10_000;

/**
 * Fills a fresh server from a file that `saveSnapshot` wrote; throws for a file that was cut or is of another kind, with
 * the line where that shows. The server is of no use then.
 */
export async function loadSnapshot(
  server: DatabaseServer,
  path: string,
  onProgress: SnapshotProgress = () => undefined,
): Promise<void> {
  const reader = new SnapshotReader(server, onProgress);
  let number = 0;
  try {
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
      number++;
      reader.read(line);
    }
    reader.finish();
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it cannot be read';
    throw new Error(`snapshot ${path}, line ${number}: ${reason}`, { cause: error });
  }
}

class SnapshotReader {
  readonly #server: DatabaseServer;
  readonly #onProgress: SnapshotProgress;
  #database: Database;
  #collection = '';
  #state: 'start' | 'within' | 'end' = 'start';
  #done = 0;
  #total: number | null = null;

  constructor(server: DatabaseServer, onProgress: SnapshotProgress) {
    this.#server = server;
    this.#onProgress = onProgress;
    this.#database = server.get('_system') ?? server.create('_system');
  }

  read(line: string): void {
    if (this.#state === 'end') throw new Error('there is more after the end');
    const entry = entryOf(line);
    if (this.#state === 'start') this.#start(entry);
    this.#state = 'within';
    this.#apply(entry);
  }

  finish(): void {
    if (this.#state !== 'end') throw new Error('the snapshot has no end: it was cut');
    if (this.#total !== null && this.#done !== this.#total) {
      throw new Error(`it has ${this.#done} documents of ${this.#total}`);
    }
    this.#onProgress(this.#done, this.#total);
  }

  #start({ is, format, documents }: Document): void {
    if (is !== 'snapshot') throw new Error('it is no snapshot');
    if (format !== snapshotFormat) {
      throw new Error(`it has the format ${JSON.stringify(format)}, not "${snapshotFormat}"`);
    }
    this.#total = typeof documents === 'number' ? documents : null;
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
        throw new Error(`an entry of the unknown kind ${JSON.stringify(is)}`);
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
  #insert(parsed: Value): void {
    if (!isDocument(parsed)) throw new Error('a document is missing');
    const document: { [name: string]: Value } = parsed; // made for this line alone
    const key = toStringValue(document['_key'] ?? null);
    const collection = this.#database.requireCollection(this.#collection);
    collection.keys.note(key);
    collection.texts.shareIn(document);
    collection.put(null, { key, document, sequence: this.#database.nextSequence() });
    this.#done++;
    if (this.#done % documentsBetweenReports === 0) this.#onProgress(this.#done, this.#total);
  }
}

function entryOf(line: string): Document {
  try {
    const entry = JSON.parse(line) as Value;
    if (isDocument(entry)) return entry;
  } catch (error) {
    throw new Error('it is no JSON: the file was cut or is no snapshot', { cause: error });
  }
  throw new Error('it is no JSON object');
}
