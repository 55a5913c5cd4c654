import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';

export type { Logger } from 'pino';

export interface LoggerOptions {
  /** The process that writes: `gateway`, `profile`, `ingestion` ... */
  readonly name: string;
  /** A pino level or `silent`; `info` unless told. */
  readonly level?: string | undefined;
  /** Where lines go; standard output unless told. */
  readonly destination?: DestinationStream | undefined;
}

/** Keys whose values may be personal or secret, wherever a log line carries them, three objects deep. */
const redactedKeys =
  `accessToken address anonymousId apiKey authorization birthday body cookie description detail
  displayName email firstName identifiers ip lastName name password payload phone properties query secret title token
  traits userAgent userId username value variables website writeKey`.split(/\s+/);

/** Facts as JSON lines, without personal data: `logger.info({ profileId }, 'profiles merged')`. */
export function createLogger(options: LoggerOptions): Logger {
  const config = {
    level: options.level ?? 'info',
    base: { service: options.name },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: {
      error: (error: unknown) => describeError(error),
      err: (error: unknown) => describeError(error),
    },
    redact: {
      paths: ['', '*.', '*.*.'].flatMap((prefix) => redactedKeys.map((key) => `${prefix}${key}`)),
      censor: '[redacted]',
    },
  };
  return options.destination ? pino(config, options.destination) : pino(config);
}

/** Only what locates the failure: drivers hang rows and parameters on their errors. */
function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error;
  return {
    type: error.constructor.name,
    code: 'code' in error ? error.code : undefined,
    message: error.message,
    stack: error.stack,
    cause: error.cause === undefined || depth > 4 ? undefined : describeError(error.cause, depth + 1),
  };
}
