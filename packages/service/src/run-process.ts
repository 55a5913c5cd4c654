import { createLogger, type Logger } from './logger.ts';
import { collectProcessMetrics, createMetrics, type Registry } from './metrics.ts';
import { stopOnSignals } from './shutdown.ts';

/** What every process has. */
export interface ProcessParts {
  readonly logger: Logger;
  readonly metrics: Registry;
  /** Takes how to close each thing as soon as it is open; they close in reverse, all of them even when one fails. */
  readonly opened: AsyncDisposableStack;
}

export interface ProcessOptions {
  /** As log lines name it: `journey-graph`. */
  readonly name: string;
  /** A pino level or `silent`. */
  readonly logLevel: string;
  /** Longest time for the start that is under way and for closing, in milliseconds; 20 s unless told. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Runs `start` and keeps what it opened until this process is told to stop. A start that fails half way closes what it
 * opened and ends the process with exit 1; a signal during the start waits for it, closes everything and ends with 0.
 */
export async function runProcess(
  { name, logLevel, timeoutMs }: ProcessOptions,
  start: (parts: ProcessParts) => Promise<void>,
): Promise<void> {
  const logger = createLogger({ name, level: logLevel });
  const metrics = createMetrics(name.replaceAll('-', '_'));
  collectProcessMetrics(metrics);
  const opened = new AsyncDisposableStack();
  let starting = Promise.resolve();
  const end = stopOnSignals({
    logger,
    timeoutMs,
    async stop() {
      await Promise.allSettled([starting]);
      await opened.disposeAsync();
    },
  });
  try {
    starting = start({ logger, metrics, opened });
    await starting;
  } catch (error) {
    logger.fatal({ error }, 'the start failed');
    end(1);
  }
}
