import { AppError, httpStatusOf, TokenError } from '@customer360/service';
import type { TokenVerifier, Viewer } from '@customer360/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayContext } from '../context.ts';

const traceparentPattern = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;

declare module 'fastify' {
  interface FastifyRequest {
    /** Set once the token is verified. */
    graphContext?: GatewayContext;
  }
}

export interface TokenGateOptions {
  readonly verifier: TokenVerifier;
  /** True where some fields are open: then no token is an answer too, a bad one never. */
  readonly tokenIsOptional: boolean;
}

/** Verifies the token before the request's body is read: 401 with `WWW-Authenticate` (RFC 6750) for a missing or bad one. */
export function tokenGate({ verifier, tokenIsOptional }: TokenGateOptions) {
  async function viewerOf(authorization: string | undefined): Promise<Viewer | null> {
    if (authorization === undefined && tokenIsOptional) return null;
    return verifier.verify(authorization);
  }

  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const { authorization, traceparent } = request.headers;
    try {
      const viewer = await viewerOf(authorization);
      request.graphContext = {
        viewer,
        authorization,
        requestId: request.id,
        traceparent:
          typeof traceparent === 'string' && traceparentPattern.test(traceparent) ? traceparent : undefined,
      };
      return undefined;
    } catch (error) {
      if (error instanceof AppError) return refuse(error, request, reply);
      throw error;
    }
  };
}

/** GraphQL clients look for errors in the answer's body too. */
function refuse(error: AppError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof TokenError) {
    request.log.info({ reason: error.reason }, 'token refused');
    reply.header('www-authenticate', error.challenge);
  } else {
    request.log.warn({ code: error.code, error: error.cause }, 'token not verified');
  }
  if (error.retryAfterSeconds !== null) reply.header('retry-after', String(error.retryAfterSeconds));
  return reply
    .code(httpStatusOf[error.code])
    .type('application/json; charset=utf-8')
    .send({ errors: [{ message: error.message, extensions: { code: error.code } }] });
}

export async function contextOf(request: FastifyRequest): Promise<GatewayContext> {
  if (!request.graphContext) throw new Error('the request passed no token gate');
  return request.graphContext;
}
