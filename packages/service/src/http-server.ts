import { randomUUID } from 'node:crypto';
import fastify, { LogController } from 'fastify';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { healthRoutes } from './health.ts';
import type { ReadyCheck } from './health.ts';
import { answerNotFound, answerWithError } from './http-errors.ts';
import type { Logger } from './logger.ts';
import { createRequestHistogram } from './metrics.ts';
import type { Registry } from './metrics.ts';

export interface HttpServerOptions {
  readonly logger: Logger;
  /** Left out: no `/metrics`. */
  readonly metrics?: Registry | undefined;
  /** What must answer before traffic is welcome, by name. */
  readonly ready?: Readonly<Record<string, ReadyCheck>> | undefined;
  /** Largest request body in bytes; 1 MiB unless told. */
  readonly bodyLimitBytes?: number | undefined;
  /** Longest time for a request to arrive whole, in milliseconds; 30 s unless told. */
  readonly requestTimeoutMs?: number | undefined;
  /** Longest time that `close()` waits for running requests before it cuts them off; 10 s unless told. */
  readonly drainTimeoutMs?: number | undefined;
  readonly newId?: (() => string) | undefined;
}

const requestIdPattern = /^[\w.-]{8,64}$/;

/** A caller's request id when it is well formed, otherwise null: it ends up in logs and answers. */
export function acceptRequestId(value: unknown): string | null {
  return typeof value === 'string' && requestIdPattern.test(value) ? value : null;
}

/**
 * An HTTP server with health, metrics, request ids, limits, safe errors and security headers. `close()` answers what runs,
 * refuses what comes, and ends.
 */
export function createHttpServer(options: HttpServerOptions): FastifyInstance {
  const newId = options.newId ?? randomUUID;
  const requestTimeout = options.requestTimeoutMs ?? 30_000;
  // Pino's logger has more methods than the framework asks for, and would become part of the server's type.
  const loggerInstance: FastifyBaseLogger = options.logger;
  const server = fastify({
    loggerInstance,
    // Its own lines carry the address with its query, which may name a person.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: ({ headers }) => acceptRequestId(headers['x-request-id']) ?? newId(),
    bodyLimit: options.bodyLimitBytes ?? 1_048_576,
    requestTimeout,
    connectionTimeout: requestTimeout * 2,
    keepAliveTimeout: 65_000,
    http: {
      headersTimeout: Math.min(requestTimeout, 15_000),
      // How often the timeouts above are looked at.
      connectionsCheckingInterval: Math.min(requestTimeout / 4, 5_000),
      maxHeaderSize: 16_384,
    },
    routerOptions: { maxParamLength: 256 },
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    onProtoPoisoning: 'remove',
    onConstructorPoisoning: 'remove',
  });
  server.setErrorHandler(answerWithError);
  server.setNotFoundHandler(answerNotFound);
  securityHeaders(server);
  requestLog(server, options.metrics);
  drain(server, options.drainTimeoutMs ?? 10_000);
  healthRoutes(server, options.ready ?? {});
  const { metrics } = options;
  if (metrics) {
    server.get('/metrics', async (_request, reply) =>
      reply.type(metrics.contentType).send(await metrics.metrics()),
    );
  }
  return server;
}

/** Set before a route answers, so that a route can replace them. */
function securityHeaders(server: FastifyInstance): void {
  server.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
    });
  });
}

function requestLog(server: FastifyInstance, metrics: Registry | undefined): void {
  const histogram = metrics ? createRequestHistogram(metrics) : null;
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unmatched';
    const { method } = request;
    const status = reply.statusCode;
    histogram?.observe({ method, route, status }, reply.elapsedTime / 1_000);
    request.log.debug(
      { method, route, status, milliseconds: Math.round(reply.elapsedTime) },
      'request answered',
    );
  });
}

/** A request that hangs must not keep the process from ending. */
function drain(server: FastifyInstance, timeoutMs: number): void {
  let timer: NodeJS.Timeout | undefined;
  let draining = false;
  // Otherwise a connection kept alive after its last answer would hold the server open.
  server.addHook('onSend', async (_request, reply) => {
    if (draining) reply.header('connection', 'close');
  });
  server.addHook('preClose', async () => {
    draining = true;
    timer = setTimeout(() => server.server.closeAllConnections(), timeoutMs);
  });
  server.addHook('onClose', async () => clearTimeout(timer));
}
