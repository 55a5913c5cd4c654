export { measureConsumerLag, type MeasuredLag } from './consumer-lag.ts';
export {
  defaultCountrySetting,
  flagSetting,
  loadEnv,
  logLevelSetting,
  orNull,
  portSetting,
  postgresUrlSetting,
} from './env.ts';
export { AppError, appErrorCodes, httpStatusOf } from './errors.ts';
export type { AppErrorCode, AppErrorOptions } from './errors.ts';
export type { ReadyCheck } from './health.ts';
export { createHttpServer } from './http-server.ts';
export type { HttpServerOptions } from './http-server.ts';
export { createLogger } from './logger.ts';
export type { Logger, LoggerOptions } from './logger.ts';
export { collectProcessMetrics, createMetrics } from './metrics.ts';
export type { Registry } from './metrics.ts';
export { runProcess, type ProcessParts } from './run-process.ts';
export { stopOnSignals } from './shutdown.ts';
export type { ShutdownOptions } from './shutdown.ts';
export { TokenError } from './token-error.ts';
export type { TokenRefusal } from './token-error.ts';
export { createTokenVerifier } from './token-verifier.ts';
export type { TokenVerifier, TokenVerifierConfig } from './token-verifier.ts';
export { isTenantId, requireScope } from './viewer.ts';
export type { Viewer } from './viewer.ts';
