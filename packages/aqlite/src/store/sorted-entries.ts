const mostInChunk = 512;

/** Where an entry stands towards a place: negative before it, positive after it. */
export type Place<Entry> = (entry: Entry) => number;

/**
 * A sorted list in chunks. Changes are made in place but for chunks that a reader may hold: those are copied first, so a
 * reader goes on over the list as it was.
 */
export class SortedEntries<Entry> {
  #chunks: Entry[][] = [];
  /** By chunk, the reading after which it was made: a later reader may hold it. */
  #madeAt: number[] = [];
  #listMadeAt = 0;
  #readings = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Puts an entry at its place, which no other has. */
  insert(entry: Entry, place: Place<Entry>): void {
    this.#size++;
    this.#ownList();
    if (this.#chunks.length === 0) {
      this.#chunks.push([entry]);
      this.#madeAt.push(this.#readings);
      return;
    }
    const at = Math.min(chunkFrom(this.#chunks, place), this.#chunks.length - 1);
    const chunk = this.#ownChunk(at);
    const index = firstFrom(chunk, place);
    chunk.splice(index, 0, entry);
    if (chunk.length <= mostInChunk) return;
    // Growth at the end leaves the full chunk full: keys that only grow pack tightly.
    const isLast = at === this.#chunks.length - 1 && index === chunk.length - 1;
    const rest = chunk.splice(isLast ? chunk.length - 1 : chunk.length >> 1);
    this.#chunks.splice(at + 1, 0, rest);
    this.#madeAt.splice(at + 1, 0, this.#readings);
  }

  remove(place: Place<Entry>): void {
    const at = chunkFrom(this.#chunks, place);
    const known = this.#chunks[at];
    if (known === undefined) return;
    const index = firstFrom(known, place);
    const found = known[index];
    if (found === undefined || place(found) !== 0) return;
    this.#size--;
    this.#ownList();
    const chunk = this.#ownChunk(at);
    chunk.splice(index, 1);
    if (chunk.length > 0) return;
    this.#chunks.splice(at, 1);
    this.#madeAt.splice(at, 1);
  }

  /** Replaces all entries by a list in order. */
  load(sorted: readonly Entry[]): void {
    this.#chunks = [];
    for (let start = 0; start < sorted.length; start += mostInChunk) {
      this.#chunks.push(sorted.slice(start, start + mostInChunk));
    }
    this.#madeAt = this.#chunks.map(() => this.#readings);
    this.#listMadeAt = this.#readings;
    this.#size = sorted.length;
  }

  /**
   * The entries for which both bounds answer 0 or the side inside: `low` is negative for entries before the span, `high`
   * positive for entries after it.
   */
  span(low: Place<Entry>, high: Place<Entry>, reverse: boolean): Iterable<Entry> {
    this.#readings++;
    return reverse ? backward(this.#chunks, low, high) : forward(this.#chunks, low, high);
  }

  /** The entries of the span that starts at a place, for a reader that changes nothing meanwhile. */
  *following(place: Place<Entry>): Generator<Entry, undefined, undefined> {
    return yield* forward(this.#chunks, place, place);
  }

  #ownList(): void {
    if (this.#listMadeAt === this.#readings) return;
    this.#chunks = [...this.#chunks];
    this.#madeAt = [...this.#madeAt];
    this.#listMadeAt = this.#readings;
  }

  #ownChunk(at: number): Entry[] {
    const chunk = this.#chunks[at] ?? [];
    if (this.#madeAt[at] === this.#readings) return chunk;
    const own = [...chunk];
    this.#chunks[at] = own;
    this.#madeAt[at] = this.#readings;
    return own;
  }
}

type Chunks<Entry> = readonly (readonly Entry[])[];

/** Index of the first entry that is not before the place. */
function firstFrom<Entry>(entries: readonly Entry[], place: Place<Entry>): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (place(entries[middle] as Entry) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the first chunk whose last entry is not before the place. */
function chunkFrom<Entry>(chunks: Chunks<Entry>, place: Place<Entry>): number {
  let [low, high] = [0, chunks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const chunk = chunks[middle] as readonly Entry[];
    if (place(chunk[chunk.length - 1] as Entry) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Only the chunk where the span ends is compared entry by entry. */
function* forward<Entry>(
  chunks: Chunks<Entry>,
  low: Place<Entry>,
  high: Place<Entry>,
): Generator<Entry, undefined, undefined> {
  const past = (entry: Entry): number => (high(entry) > 0 ? 1 : -1);
  const first = chunkFrom(chunks, low);
  for (let at = first; at < chunks.length; at++) {
    const chunk = chunks[at] as readonly Entry[];
    const isEnd = high(chunk[chunk.length - 1] as Entry) > 0;
    const end = isEnd ? firstFrom(chunk, past) : chunk.length;
    for (let index = at === first ? firstFrom(chunk, low) : 0; index < end; index++) {
      yield chunk[index] as Entry;
    }
    if (isEnd) return undefined;
  }
  return undefined;
}

function* backward<Entry>(
  chunks: Chunks<Entry>,
  low: Place<Entry>,
  high: Place<Entry>,
): Generator<Entry, undefined, undefined> {
  const past = (entry: Entry): number => (high(entry) > 0 ? 1 : -1);
  const last = Math.min(chunkFrom(chunks, past), chunks.length - 1);
  for (let at = last; at >= 0; at--) {
    const chunk = chunks[at] as readonly Entry[];
    const isStart = low(chunk[0] as Entry) < 0;
    const start = isStart ? firstFrom(chunk, low) : 0;
    for (let index = (at === last ? firstFrom(chunk, past) : chunk.length) - 1; index >= start; index--) {
      yield chunk[index] as Entry;
    }
    if (isStart) return undefined;
  }
  return undefined;
}
