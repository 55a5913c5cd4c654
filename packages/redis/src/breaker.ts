/** Keeps callers from waiting for a server that stopped answering: a few time-outs in a row, then a pause without attempts. */
export interface Breaker {
  readonly isOpen: () => boolean;
  readonly succeeded: () => void;
  readonly timedOut: () => void;
}

/** `clock` answers milliseconds. */
export function createBreaker(clock: () => number, timeouts: number, pauseMs: number): Breaker {
  let inARow = 0;
  let closedFrom = -Infinity;
  return {
    isOpen: () => clock() < closedFrom,
    succeeded: () => {
      inARow = 0;
    },
    timedOut: () => {
      inARow += 1;
      if (inARow >= timeouts) closedFrom = clock() + pauseMs;
    },
  };
}
