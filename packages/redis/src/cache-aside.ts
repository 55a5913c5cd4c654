import type { Cache, CacheEntry, CacheRead, CacheSpace, Fence } from './cache.ts';
import { CacheUnavailable } from './cache-unavailable.ts';
import { createFlights } from './flights.ts';
import type { Flights } from './flights.ts';
import { limits } from './limits.ts';
import type { CacheCounters } from './metrics.ts';

export interface CacheAsideOptions<Value> {
  readonly cache: Cache;
  /** The space: the name of the invalidator that knows when these values change. */
  readonly name: string;
  /** What the values are, such as `persona`. */
  readonly kind: string;
  /** Raise it whenever the shape or the meaning of the values changes. */
  readonly version: number;
  readonly ttlMs: number;
  /** The share of `ttlMs` by which lives differ, 0 to 1, so that values loaded together do not expire together. */
  readonly jitter: number;
  /** How long "there is none" is remembered. Null: not at all. */
  readonly missingTtlMs: number | null;
  /** Reads from the store of record, on its primary. Keys without a value are left out of the answer. */
  readonly load: (tenantId: string, keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>;
  /** Tags of a value (null: there is none): everything whose change may change the answer for this key. */
  readonly tagsOf: (key: string, value: Value | null) => readonly string[];
  /** Makes a value of parsed JSON again; throws when it is none. */
  readonly decode: (json: unknown) => Value;
  readonly counters: CacheCounters;
  /** 0 to 1. */
  readonly random: () => number;
}

export interface CacheAside<Value> {
  /**
   * Values by key; null says that there is none. Answers nothing older than the last invalidation that was held before
   * the call. A cache that is away is counted and passed by; only an error of `load` is thrown.
   */
  getMany(tenantId: string, keys: readonly string[]): Promise<ReadonlyMap<string, Value | null>>;
}

/** Reads through a cache. Loads of one key at one moment are shared within the process. */
export function createCacheAside<Value>(options: CacheAsideOptions<Value>): CacheAside<Value> {
  if (!(options.jitter >= 0 && options.jitter <= 1))
    throw new RangeError('jitter must be a number from 0 to 1');
  const flights = createFlights<Value | null>();
  return {
    getMany: async (tenantId, keys) => {
      const unique = [...new Set(keys)];
      const parts = [];
      for (let from = 0; from < unique.length; from += limits.keys) {
        parts.push(getPart(options, flights, tenantId, unique.slice(from, from + limits.keys)));
      }
      return new Map((await Promise.all(parts)).flatMap((part) => [...part]));
    },
  };
}

async function getPart<Value>(
  options: CacheAsideOptions<Value>,
  flights: Flights<Value | null>,
  tenantId: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Value | null>> {
  const space = { tenantId, name: options.name };
  const found = new Map<string, Value | null>();
  const { fence, settled } = await readCached(options, space, keys, found);
  const missing = keys.filter((key) => !found.has(key));
  if (missing.length === 0) return found;
  const loaded = await flights.join(tenantId, settled ? fence : null, missing, {
    load: (own) => loadAndFill(options, space, fence, own),
    shared: (count) => options.counters.read('shared', count),
  });
  for (const [key, value] of loaded) found.set(key, value);
  return found;
}

/** Adds what the cache has to `found` and answers the moment of the read; a null fence when it is of no use now. */
async function readCached<Value>(
  options: CacheAsideOptions<Value>,
  space: CacheSpace,
  keys: readonly string[],
  found: Map<string, Value | null>,
): Promise<Pick<CacheRead, 'fence' | 'settled'>> {
  const { cache, counters } = options;
  try {
    const { values, fence, settled } = await cache.getMany(
      space,
      keys.map((key) => entryKey(options, key)),
    );
    let undecodable = 0;
    for (const [index, key] of keys.entries()) {
      const text = values[index];
      if (typeof text !== 'string') continue;
      try {
        found.set(key, text === '' ? null : options.decode(JSON.parse(text)));
      } catch {
        undecodable += 1;
      }
    }
    counters.read('hit', found.size);
    counters.read('undecodable', undecodable);
    counters.read(fence === null ? 'untrusted' : 'miss', keys.length - found.size - undecodable);
    return { fence, settled };
  } catch (error) {
    if (!(error instanceof CacheUnavailable)) throw error;
    counters.read('unavailable', keys.length);
    return { fence: null, settled: false };
  }
}

async function loadAndFill<Value>(
  options: CacheAsideOptions<Value>,
  space: CacheSpace,
  fence: Fence | null,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Value | null>> {
  const loaded = await options.load(space.tenantId, keys);
  const all = new Map(keys.map((key) => [key, loaded.get(key) ?? null]));
  if (fence === null) return all;
  const made = [...all].flatMap(([key, value]) => entryOf(options, key, value) ?? []);
  const entries = made.filter(({ value }) => value.length <= limits.valueLength);
  options.counters.filled('too_large', made.length - entries.length);
  try {
    const stored = await options.cache.setMany(space, fence, entries);
    options.counters.filled('stored', stored);
    options.counters.filled('refused', entries.length - stored);
  } catch (error) {
    if (!(error instanceof CacheUnavailable)) throw error;
    options.counters.filled('unavailable', entries.length);
  }
  return all;
}

/** The entry of a value; the empty text stands for "there is none". Null: not to be remembered. */
function entryOf<Value>(
  options: CacheAsideOptions<Value>,
  key: string,
  value: Value | null,
): CacheEntry | null {
  const longest = value === null ? options.missingTtlMs : options.ttlMs;
  if (longest === null) return null;
  return {
    key: entryKey(options, key),
    value: value === null ? '' : JSON.stringify(value),
    ttlMs: Math.max(1, Math.round(longest * (1 - options.jitter * options.random()))),
    tags: options.tagsOf(key, value),
  };
}

function entryKey(
  { kind, version }: { readonly kind: string; readonly version: number },
  key: string,
): string {
  return `${kind}:v${version}:${key}`;
}
