import type { Consumer } from '@customer360/event-log';
import { AppError } from '@customer360/service';

/** What works the log for a subgraph, from its start to its stop. */
export interface StartableConsumer {
  /** Does nothing while it runs. */
  readonly start: () => Promise<void>;
  /** Resolves when the batch under way is written. */
  readonly stop: () => Promise<void>;
  /** Throws UPSTREAM_UNAVAILABLE while it does not run. */
  readonly running: () => Consumer;
}

/** `what` names it in errors: `profile consumer`. */
export function startableConsumer(what: string, startConsumer: () => Consumer): StartableConsumer {
  let running: Consumer | null = null;
  return {
    async start() {
      running ??= startConsumer();
    },
    async stop() {
      await running?.stop();
      running = null;
    },
    running() {
      if (running === null) throw new AppError('UPSTREAM_UNAVAILABLE', `The ${what} does not run.`);
      return running;
    },
  };
}
