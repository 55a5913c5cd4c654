import { createFrontier } from './frontier.ts';

/** What a search visits next, made from the neighbours of what it has chosen to go on from. */
export interface Expansion<T> {
  /** From here on, the neighbours of the item are visited too. */
  expand(item: T): void;
  /** undefined at the end. */
  next(): T | 'pause' | undefined;
}

type Neighbours<T> = (item: T) => Iterator<T | 'pause', undefined>;

/** Goes on from the item visited last; the neighbours are read one by one, as they are visited. */
export function depthFirst<T>(neighbours: Neighbours<T>): Expansion<T> {
  const stack: Iterator<T | 'pause', undefined>[] = [];
  return {
    expand: (item) => void stack.push(neighbours(item)),
    next: () => {
      for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
        const { value, done } = top.next();
        if (done !== true) return value;
        stack.pop();
      }
      return undefined;
    },
  };
}

/** Visits all neighbours of an item before those of the next; they too are read as they are visited. */
export function breadthFirst<T>(neighbours: Neighbours<T>): Expansion<T> {
  const waiting = createFrontier<T>('bfs', () => 0);
  let current: Iterator<T | 'pause', undefined> | null = null;
  return {
    expand: (item) => waiting.push(item),
    next: () => {
      for (;;) {
        if (current === null) {
          const item = waiting.pop();
          if (item === undefined) return undefined;
          current = neighbours(item);
        }
        const { value, done } = current.next();
        if (done !== true) return value;
        current = null;
      }
    },
  };
}

/** Visits the item of the least weight, of those with equal weights the one found first. */
export function leastWeightFirst<T>(neighbours: Neighbours<T>, weightOf: (item: T) => number): Expansion<T> {
  const heap = createFrontier<T>('weighted', weightOf);
  let reading: Iterator<T | 'pause', undefined> | null = null;
  return {
    expand: (item) => {
      reading = neighbours(item);
    },
    next: () => {
      while (reading !== null) {
        const { value, done } = reading.next();
        if (done === true) reading = null;
        else if (value === 'pause') return value;
        else heap.push(value);
      }
      return heap.pop();
    },
  };
}
