import { randomUUID } from 'node:crypto';
import { ArangoError } from '../errors.ts';
import { isDocument } from '../values/casts.ts';
import { isValidKey } from '../values/key.ts';
import type { Value } from '../values/value.ts';

export interface KeyOptions {
  readonly type: 'traditional' | 'autoincrement' | 'uuid' | 'padded';
  readonly allowUserKeys: boolean;
  readonly increment: number;
  readonly offset: number;
}

const types: ReadonlySet<Value> = new Set(['traditional', 'autoincrement', 'uuid', 'padded']);

export function readKeyOptions(value: Value | undefined): KeyOptions {
  const options = isDocument(value) ? value : {};
  const type = options['type'] ?? 'traditional';
  if (!types.has(type)) throw new ArangoError(1232, 'invalid key generator type');
  return {
    type: type as KeyOptions['type'],
    allowUserKeys: options['allowUserKeys'] !== false,
    increment: positive(options['increment'], 1),
    offset: positive(options['offset'], 0),
  };
}

function positive(value: Value | undefined, fallback: number): number {
  return typeof value === 'number' && value >= 0 ? Math.trunc(value) : fallback;
}

/** Makes the keys of a collection; `tick` is the server's growing number. */
export class KeyGenerator {
  readonly options: KeyOptions;
  readonly #tick: () => number;
  #last = 0;

  constructor(options: KeyOptions, tick: () => number) {
    this.options = options;
    this.#tick = tick;
  }

  /** The last number given, for a snapshot. */
  get last(): number {
    return this.#last;
  }

  next(): string {
    switch (this.options.type) {
      case 'traditional':
        return String(this.#tick());
      case 'padded':
        return this.#tick().toString(16).padStart(16, '0');
      case 'uuid':
        return randomUUID();
      case 'autoincrement': {
        const { increment, offset } = this.options;
        const past = this.#last < offset ? offset : this.#last + Math.max(1, increment);
        this.#last = past === 0 ? Math.max(1, increment) : past;
        return String(this.#last);
      }
      default:
        return this.options.type satisfies never;
    }
  }

  /** Checks a key that a client gives: 1221 for an illegal one, 1222 where only generated ones are allowed. */
  accept(key: Value): string {
    if (typeof key !== 'string' || !isValidKey(key)) throw new ArangoError(1221);
    if (!this.options.allowUserKeys) throw new ArangoError(1222);
    this.note(key);
    return key;
  }

  /** Keeps generated numbers above a key that is there. */
  note(key: string): void {
    if (this.options.type !== 'autoincrement' || !/^\d{1,15}$/.test(key)) return;
    this.#last = Math.max(this.#last, Number(key));
  }
}
