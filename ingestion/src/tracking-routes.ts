import type { IncomingMessage } from 'node:http';
import { limits } from '@customer360/tracking';
import type { Logger } from '@customer360/service';
import cors from '@fastify/cors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { readBody } from './read-body.ts';
import type { ReceivedBody } from './read-body.ts';
import { createRequestLogger } from './request-logger.ts';
import { trackingCalls } from './tracking-call.ts';
import type { TrackingService } from './tracking-service.ts';

const emptyBody: ReceivedBody = { text: '', problem: null };

/** `POST /v1/track` and its kin. Browsers of any origin may send: the write key says whose events they are. */
export async function trackingRoutes(
  scope: FastifyInstance,
  service: TrackingService,
  logger: Logger,
): Promise<void> {
  scope.setChildLoggerFactory((_parent, bindings) => createRequestLogger(logger, bindings));
  await scope.register(cors, { origin: '*', methods: ['POST'], maxAge: 86_400, strictPreflight: false });
  // A beacon may call its JSON text/plain, so the type says nothing.
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (request: FastifyRequest, payload: IncomingMessage) =>
    readBody(payload, request.headers['content-encoding'], limits.maxRequestBytes),
  );
  for (const [name, call] of Object.entries(trackingCalls)) {
    scope.post<{ Body: ReceivedBody | undefined }>(`/v1/${name}`, async (request, reply) => {
      const { authorization } = request.headers;
      const answer = await service.receive({ call, authorization, body: request.body ?? emptyBody });
      return reply
        .code(answer.status)
        .headers(answer.headers ?? {})
        .send(answer.body);
    });
  }
}
