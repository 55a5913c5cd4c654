import type { StoredDocument } from './stored-document.ts';

/** What a transaction not yet committed did to a document: its owner, and what the others still see. */
export interface PendingWrite {
  readonly owner: object;
  readonly committed: StoredDocument | null;
}

const none: ReadonlyMap<string, StoredDocument | null> = new Map();

/** The documents of a collection that open transactions have written, by key. */
export class PendingWrites {
  readonly #writes = new Map<string, PendingWrite>();
  readonly #counts = new Map<object, number>();

  get size(): number {
    return this.#writes.size;
  }

  get(key: string): PendingWrite | undefined {
    return this.#writes.get(key);
  }

  has(key: string): boolean {
    return this.#writes.has(key);
  }

  /** Of a document that no open transaction has written. */
  add(key: string, write: PendingWrite): void {
    this.#writes.set(key, write);
    this.#counts.set(write.owner, (this.#counts.get(write.owner) ?? 0) + 1);
  }

  remove(key: string): void {
    const write = this.#writes.get(key);
    if (write === undefined) return;
    this.#writes.delete(key);
    const left = (this.#counts.get(write.owner) ?? 1) - 1;
    if (left === 0) this.#counts.delete(write.owner);
    else this.#counts.set(write.owner, left);
  }

  /** What others wrote, as it was committed before; found at once when nobody else writes. */
  foreignTo(owner: object): ReadonlyMap<string, StoredDocument | null> {
    if (this.#counts.size === (this.#counts.has(owner) ? 1 : 0)) return none;
    const foreign = new Map<string, StoredDocument | null>();
    for (const [key, write] of this.#writes) {
      if (write.owner !== owner) foreign.set(key, write.committed);
    }
    return foreign;
  }
}
