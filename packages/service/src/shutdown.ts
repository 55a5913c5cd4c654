import type { Logger } from './logger.ts';

export interface ShutdownOptions {
  readonly logger: Logger;
  /** Ends everything in order: stop accepting, drain, close stores. */
  readonly stop: () => Promise<void>;
  /** Longest time for `stop`, in milliseconds; 20 s unless told. */
  readonly timeoutMs?: number | undefined;
}

/** Stops in order and ends this process with `code`; nothing when it is stopping already. */
export type EndProcess = (code: number) => void;

const signals = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Ends this process well: the first SIGINT or SIGTERM stops it in order (exit 0), a second one at once. An unhandled
 * rejection or uncaught exception is logged and stops it in order with exit 1. Gives how to end it for another reason.
 */
export function stopOnSignals({ logger, stop, timeoutMs = 20_000 }: ShutdownOptions): EndProcess {
  let stopping = false;

  async function stopThenExit(code: number): Promise<void> {
    setTimeout(() => {
      logger.fatal({ timeoutMs }, 'stopping took too long');
      process.exit(1);
    }, timeoutMs).unref();
    try {
      await stop();
      process.exit(code);
    } catch (error) {
      logger.fatal({ error }, 'stopping failed');
      process.exit(1);
    }
  }

  function end(code: number): void {
    if (stopping) return;
    stopping = true;
    void stopThenExit(code);
  }

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(signals[signal]);
      logger.info({ signal }, 'stopping');
      end(0);
    });
  }
  for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
    process.on(event, (error) => {
      logger.fatal({ error, event }, 'stopping after an unexpected failure');
      if (stopping) process.exit(1);
      end(1);
    });
  }
  return end;
}
