import type { Logger } from '@customer360/service';
import type { FastifyBaseLogger } from 'fastify';

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

/**
 * The logger of one request, made at its first line: most requests log nothing, and making one costs as much as
 * reading an event.
 */
export function createRequestLogger(parent: Logger, bindings: Record<string, unknown>): FastifyBaseLogger {
  let made: Logger | null = null;
  const child = (): Logger => (made ??= parent.child(bindings));
  const logger = { level: parent.level, silent: parent.silent, child: (more: object) => child().child(more) };
  for (const level of levels) {
    const write = (...line: Parameters<Logger['info']>): void => {
      if (parent.isLevelEnabled(level)) child()[level](...line);
    };
    Object.assign(logger, { [level]: write });
  }
  // The loop has set every level.
  return logger as unknown as FastifyBaseLogger;
}
