import type { Logger } from './logger.ts';

export interface ShutdownOptions {
  readonly logger: Logger;
  /** Ends everything in order: stop accepting, drain, close stores. */
  readonly stop: () => Promise<void>;
  /** Longest time for `stop`, in milliseconds; 20 s unless told. */
  readonly timeoutMs?: number | undefined;
}

const signals = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Ends this process well: the first SIGINT or SIGTERM stops it in order (exit 0), a second one at once. An unhandled
 * rejection or uncaught exception is logged and stops it in order with exit 1.
 */
export function stopOnSignals({ logger, stop, timeoutMs = 20_000 }: ShutdownOptions): void {
  let stopping = false;

  async function end(code: number): Promise<void> {
    stopping = true;
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

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(signals[signal]);
      logger.info({ signal }, 'stopping');
      void end(0);
    });
  }
  for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
    process.on(event, (error) => {
      logger.fatal({ error, event }, 'stopping after an unexpected failure');
      if (!stopping) void end(1);
      else process.exit(1);
    });
  }
}
