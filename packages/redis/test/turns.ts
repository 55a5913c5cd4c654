import type { Random } from '@customer360/testing';

/** Lets everything that waits go on in a random order, one after the other, while time passes. */
export interface Turns {
  /** Milliseconds. */
  readonly now: () => number;
  /** Resolves when it is this one's turn. */
  readonly next: () => Promise<void>;
  readonly sleep: (ms: number) => Promise<void>;
  /** Gives turns until the work is done; `onTurn` runs before each. */
  readonly run: (work: Promise<unknown>, onTurn: () => void) => Promise<void>;
}

/** A turn takes up to this many milliseconds. */
const LONGEST_TURN = 4;

export function createTurns(random: Random): Turns {
  const waiting: (() => void)[] = [];
  let sleeping: { readonly until: number; readonly wake: () => void }[] = [];
  let now = 0;
  const pass = (ms: number) => {
    now += ms;
    const due = sleeping.filter(({ until }) => until <= now);
    if (due.length === 0) return;
    sleeping = sleeping.filter(({ until }) => until > now);
    due.forEach(({ wake }) => wake());
  };
  const next = () => new Promise<void>((resolve) => waiting.push(resolve));
  return {
    now: () => now,
    next,
    sleep: async (ms) => {
      await new Promise<void>((wake) => sleeping.push({ until: now + ms, wake }));
      await next();
    },
    run: async (work, onTurn) => {
      const ending = new AbortController();
      const done = work.finally(() => ending.abort());
      done.catch(() => undefined);
      while (!ending.signal.aborted) {
        pass(waiting.length === 0 ? 50 : random.below(LONGEST_TURN + 1));
        onTurn();
        const [chosen] = waiting.splice(random.below(waiting.length), 1);
        chosen?.();
        // What this turn set going runs until it waits for another; what takes longer is overtaken, as anywhere.
        for (let step = 0; step < 24; step += 1) await Promise.resolve();
      }
      await done;
    },
  };
}
