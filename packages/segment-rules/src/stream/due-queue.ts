/** Who is due next: a binary heap of (time, profile). Rows that are no longer true are skipped when they come up. */
export class DueQueue {
  readonly #heap: { readonly at: number; readonly profileId: string }[] = [];

  get size(): number {
    return this.#heap.length;
  }

  peek(): { readonly at: number; readonly profileId: string } | undefined {
    return this.#heap[0];
  }

  push(at: number, profileId: string): void {
    const heap = this.#heap;
    const row = { at, profileId };
    let index = heap.push(row) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !isBefore(row, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = row;
  }

  pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const [one, other] = [heap[left], heap[left + 1]];
      if (one === undefined) break;
      const isRight = other !== undefined && isBefore(other, one);
      const child = isRight ? other : one;
      if (!isBefore(child, last)) break;
      heap[index] = child;
      index = isRight ? left + 1 : left;
    }
    heap[index] = last;
  }
}

function isBefore(
  one: { readonly at: number; readonly profileId: string },
  other: { readonly at: number; readonly profileId: string },
): boolean {
  return one.at !== other.at ? one.at < other.at : one.profileId < other.profileId;
}
