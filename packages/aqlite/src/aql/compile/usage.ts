/** What an expression depends on. */
export interface Usage {
  readonly slots: ReadonlySet<number>;
  /** False when it may give another value for the same registers, or does more than compute. */
  readonly isPure: boolean;
}

interface Recording {
  readonly slots: Set<number>;
  isPure: boolean;
}

/** Notes which registers are read between `start` and `end`; recordings nest. */
export class UsageRecorder {
  readonly #recordings: Recording[] = [];

  /** `end` hands what was noted on to the outer recording, but for registers from `own` on, which are inside. */
  start(own = Number.POSITIVE_INFINITY): { end(): Usage } {
    const recording: Recording = { slots: new Set(), isPure: true };
    this.#recordings.push(recording);
    return {
      end: () => {
        this.#recordings.pop();
        const outer = this.#recordings.at(-1);
        if (outer !== undefined) {
          for (const slot of recording.slots) {
            if (slot < own) outer.slots.add(slot);
          }
          outer.isPure &&= recording.isPure;
        }
        return recording;
      },
    };
  }

  read(slot: number): void {
    this.#recordings.at(-1)?.slots.add(slot);
  }

  impure(): void {
    const recording = this.#recordings.at(-1);
    if (recording !== undefined) recording.isPure = false;
  }
}
