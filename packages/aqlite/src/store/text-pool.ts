import type { Value } from '../values/value.ts';

const leastLength = 11;
const mostLength = 64;
const mostTexts = 8192;
/** An attribute is given up when fewer of its first texts were known than this part. */
const leastShare = 0.25;

/** The texts of one attribute that came lately. */
interface Pool {
  readonly texts: Map<string, string>;
  tries: number;
  hits: number;
  isGivenUp: boolean;
}

/**
 * Keeps one copy of texts that the documents of a collection repeat. Texts of up to 10 characters are left out: the
 * parser of JSON shares them already.
 */
export class TextPool {
  readonly #pools = new Map<string, Pool>();

  /** Replaces the texts in the attributes of an object that nobody else has yet, one level deep. */
  shareIn(document: { [name: string]: Value }): void {
    for (const name of Object.keys(document)) {
      if (name === '_key' || name === '_id' || name === '_rev') continue;
      const value = document[name];
      if (typeof value === 'string') {
        if (isPooled(value)) document[name] = this.#share(value, name);
      } else if (Array.isArray(value)) {
        const list = value as readonly Value[];
        if (list.some(isPooled)) {
          document[name] = list.map((item) => (isPooled(item) ? this.#share(item, name) : item));
        }
      }
    }
  }

  #share(text: string, name: string): string {
    const pool = this.#poolOf(name);
    if (pool.isGivenUp) return text;
    pool.tries++;
    const known = pool.texts.get(text);
    if (known !== undefined) {
      pool.hits++;
      return known;
    }
    if (pool.texts.size >= mostTexts) {
      pool.isGivenUp = pool.hits < pool.tries * leastShare;
      pool.texts.clear();
    }
    pool.texts.set(text, text);
    return text;
  }

  #poolOf(name: string): Pool {
    const known = this.#pools.get(name);
    if (known !== undefined) return known;
    const pool = { texts: new Map<string, string>(), tries: 0, hits: 0, isGivenUp: false };
    this.#pools.set(name, pool);
    return pool;
  }
}

function isPooled(value: Value): value is string {
  return typeof value === 'string' && value.length >= leastLength && value.length <= mostLength;
}
