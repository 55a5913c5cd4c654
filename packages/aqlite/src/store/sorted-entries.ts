const mostInChunk = 512;

/**
 * A sorted list in chunks. A change replaces the chunks that it touches, so a reader that holds `chunks` goes on over
 * the list as it was.
 */
export class SortedEntries<Entry> {
  readonly #compare: (left: Entry, right: Entry) => number;
  #chunks: readonly (readonly Entry[])[] = [];
  #size = 0;

  constructor(compare: (left: Entry, right: Entry) => number) {
    this.#compare = compare;
  }

  get size(): number {
    return this.#size;
  }

  insert(entry: Entry): void {
    this.#size++;
    if (this.#chunks.length === 0) {
      this.#chunks = [[entry]];
      return;
    }
    const place = (other: Entry): number => this.#compare(other, entry);
    const at = Math.min(this.#chunkOf(place), this.#chunks.length - 1);
    const chunk = this.#chunks[at] ?? [];
    const grown = chunk.toSpliced(firstFrom(chunk, place), 0, entry);
    if (grown.length <= mostInChunk) {
      this.#chunks = this.#chunks.with(at, grown);
      return;
    }
    // Growth at the end leaves the full chunk full: keys that only grow pack tightly.
    const isLast = at === this.#chunks.length - 1 && grown.at(-1) === entry;
    const cut = isLast ? grown.length - 1 : grown.length >> 1;
    this.#chunks = this.#chunks.toSpliced(at, 1, grown.slice(0, cut), grown.slice(cut));
  }

  remove(entry: Entry): void {
    const place = (other: Entry): number => this.#compare(other, entry);
    const at = this.#chunkOf(place);
    const chunk = this.#chunks[at];
    if (chunk === undefined) return;
    const index = firstFrom(chunk, place);
    const found = chunk[index];
    if (found === undefined || place(found) !== 0) return;
    this.#size--;
    const rest = chunk.toSpliced(index, 1);
    this.#chunks = rest.length === 0 ? this.#chunks.toSpliced(at, 1) : this.#chunks.with(at, rest);
  }

  /** Replaces all entries. */
  load(entries: Entry[]): void {
    const sorted = entries.toSorted(this.#compare);
    const chunks: Entry[][] = [];
    for (let start = 0; start < sorted.length; start += mostInChunk) {
      chunks.push(sorted.slice(start, start + mostInChunk));
    }
    this.#chunks = chunks;
    this.#size = sorted.length;
  }

  /**
   * The entries for which both bounds answer 0 or the side inside: `low` is negative for entries before the span, `high`
   * positive for entries after it.
   */
  span(low: (entry: Entry) => number, high: (entry: Entry) => number, reverse: boolean): Iterable<Entry> {
    return reverse ? backward(this.#chunks, low, high) : forward(this.#chunks, low, high);
  }

  #chunkOf(place: (entry: Entry) => number): number {
    return chunkFrom(this.#chunks, place);
  }
}

/** Index of the first entry that is not before the place. */
function firstFrom<Entry>(entries: readonly Entry[], place: (entry: Entry) => number): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = entries[middle];
    if (entry !== undefined && place(entry) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the first chunk whose last entry is not before the place. */
function chunkFrom<Entry>(chunks: readonly (readonly Entry[])[], place: (entry: Entry) => number): number {
  let [low, high] = [0, chunks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const last = chunks[middle]?.at(-1);
    if (last !== undefined && place(last) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

type Bound<Entry> = (entry: Entry) => number;
type Chunks<Entry> = readonly (readonly Entry[])[];

function* forward<Entry>(
  chunks: Chunks<Entry>,
  low: Bound<Entry>,
  high: Bound<Entry>,
): Generator<Entry, undefined, undefined> {
  const first = chunkFrom(chunks, low);
  for (let at = first; at < chunks.length; at++) {
    const chunk = chunks[at] ?? [];
    for (let index = at === first ? firstFrom(chunk, low) : 0; index < chunk.length; index++) {
      const entry = chunk[index] as Entry;
      if (high(entry) > 0) return undefined;
      yield entry;
    }
  }
  return undefined;
}

function* backward<Entry>(
  chunks: Chunks<Entry>,
  low: Bound<Entry>,
  high: Bound<Entry>,
): Generator<Entry, undefined, undefined> {
  const past = (entry: Entry): number => (high(entry) > 0 ? 1 : -1);
  const last = Math.min(chunkFrom(chunks, past), chunks.length - 1);
  for (let at = last; at >= 0; at--) {
    const chunk = chunks[at] ?? [];
    for (let index = (at === last ? firstFrom(chunk, past) : chunk.length) - 1; index >= 0; index--) {
      const entry = chunk[index] as Entry;
      if (low(entry) < 0) return undefined;
      yield entry;
    }
  }
  return undefined;
}
