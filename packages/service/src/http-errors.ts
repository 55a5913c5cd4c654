import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, httpStatusOf } from './errors.ts';
import { TokenError } from './token-error.ts';

/** Texts for what the HTTP layer itself refuses. Its own messages may quote the request. */
const refusals: Readonly<Record<number, string>> = {
  400: 'The request is malformed.',
  408: 'The request took too long to arrive.',
  413: 'The request body is larger than the limit.',
  414: 'The address is too long.',
  415: 'The content type is not supported.',
  503: 'The service is closing or overloaded; try again.',
};

/** Answers with a stable code, a text that is safe to show, and the request id that finds the log line. */
export function answerWithError(
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (error instanceof AppError) {
    if (error instanceof TokenError) reply.header('www-authenticate', error.challenge);
    if (error.retryAfterSeconds !== null) reply.header('retry-after', String(error.retryAfterSeconds));
    request.log.info({ code: error.code, error: error.cause }, 'request refused');
    return send(reply, httpStatusOf[error.code], error.code, error.message);
  }
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  if (status >= 400 && status < 500) {
    const text = refusals[status] ?? 'The request cannot be answered.';
    const limit = status === 413 ? ` It is ${request.routeOptions.bodyLimit} bytes.` : '';
    request.log.info({ status, reason: 'code' in error ? error.code : null }, 'request refused');
    return send(reply, status, 'BAD_USER_INPUT', text + limit);
  }
  request.log.error({ error }, 'request failed');
  const unavailable = status === 503;
  return unavailable
    ? send(reply, 503, 'UPSTREAM_UNAVAILABLE', refusals[503] ?? '')
    : send(reply, 500, 'INTERNAL_SERVER_ERROR', 'Something went wrong on our side.');
}

export function answerNotFound(_request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return send(reply, 404, 'NOT_FOUND', 'There is nothing at this address.');
}

function send(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  return reply.code(status).send({ error: { code, message, requestId: reply.request.id } });
}
