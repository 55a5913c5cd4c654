/** What a search has still to visit. */
export interface Frontier<T> {
  push(item: T): void;
  pop(): T | undefined;
}

export function createFrontier<T>(
  order: 'bfs' | 'dfs' | 'weighted',
  weightOf: (item: T) => number,
): Frontier<T> {
  switch (order) {
    case 'dfs': {
      const stack: T[] = [];
      return { push: (item) => void stack.push(item), pop: () => stack.pop() };
    }
    case 'bfs':
      return createQueue();
    case 'weighted':
      return createHeap(weightOf);
    default:
      return order satisfies never;
  }
}

function createQueue<T>(): Frontier<T> {
  let items: T[] = [];
  let head = 0;
  return {
    push: (item) => void items.push(item),
    pop: () => {
      const item = items[head];
      head++;
      if (head > 1024 && head * 2 > items.length) {
        items = items.slice(head);
        head = 0;
      }
      return item;
    },
  };
}

interface Entry<T> {
  readonly item: T;
  readonly weight: number;
  /** Of equal weights the first in comes out first. */
  readonly sequence: number;
}

function createHeap<T>(weightOf: (item: T) => number): Frontier<T> {
  const heap: Entry<T>[] = [];
  let sequence = 0;
  const isBefore = (left: Entry<T>, right: Entry<T>) =>
    left.weight === right.weight ? left.sequence < right.sequence : left.weight < right.weight;
  const swap = (i: number, j: number) => {
    const [left, right] = [heap[i], heap[j]];
    if (left !== undefined && right !== undefined) [heap[i], heap[j]] = [right, left];
  };
  const precedes = (i: number, j: number) => {
    const [left, right] = [heap[i], heap[j]];
    return left !== undefined && right !== undefined && isBefore(left, right);
  };
  const sink = () => {
    let at = 0;
    for (;;) {
      const [left, right] = [at * 2 + 1, at * 2 + 2];
      let least = precedes(left, at) ? left : at;
      if (precedes(right, least)) least = right;
      if (least === at) return;
      swap(at, least);
      at = least;
    }
  };
  return {
    push: (item) => {
      heap.push({ item, weight: weightOf(item), sequence: sequence++ });
      for (let at = heap.length - 1; at > 0 && precedes(at, (at - 1) >> 1); at = (at - 1) >> 1) {
        swap(at, (at - 1) >> 1);
      }
    },
    pop: () => {
      const top = heap[0];
      const last = heap.pop();
      if (heap.length > 0 && last !== undefined) {
        heap[0] = last;
        sink();
      }
      return top?.item;
    },
  };
}
