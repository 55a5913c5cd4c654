import { appErrorCodes } from '@customer360/service';
import type { AppErrorCode } from '@customer360/service';
import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';

/** Codes that the gateway and the server in it give themselves, with texts that are safe to show. */
const ownCodes = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'UNAUTHORIZED_FIELD_OR_TYPE',
  'OPERATION_LIMIT_EXCEEDED',
  'UPSTREAM_UNAVAILABLE',
]);

/** What is said for a code that came from a subgraph. */
const texts: Readonly<Record<AppErrorCode, string>> = {
  UNAUTHENTICATED: 'An access token is needed.',
  FORBIDDEN: 'Not allowed.',
  NOT_FOUND: 'Not found.',
  BAD_USER_INPUT: 'The input cannot be used.',
  CONFLICT: 'The request conflicts with the current state.',
  RATE_LIMITED: 'Too many requests; try again later.',
  LIMIT_EXCEEDED: 'The question takes too much time or memory.',
  UPSTREAM_UNAVAILABLE: 'A part of the graph cannot be reached.',
};

/** Whether a code says that the client, and nothing here, is at fault. */
export function isClientFault(code: string): boolean {
  if (code === 'UPSTREAM_UNAVAILABLE') return false;
  return ownCodes.has(code) || appErrorCodes.some((known) => known === code);
}

/** Whether the error came out of a subgraph's answer. */
export function isSubgraphError(error: unknown): boolean {
  return error instanceof GraphQLError && 'serviceName' in error.extensions;
}

/** Codes whose text subgraphs write for clients. */
const spoken: ReadonlySet<AppErrorCode> = new Set<AppErrorCode>([
  'BAD_USER_INPUT',
  'FORBIDDEN',
  'LIMIT_EXCEEDED',
]);

/**
 * The error as a client may see it: a stable code, no text from below but what subgraphs write for clients, and no name
 * of a subgraph.
 */
export function maskError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const original = unwrap(error);
  const { code, coordinate, limit } = formatted.extensions ?? {};
  const where = {
    ...(formatted.path ? { path: formatted.path } : {}),
    ...(formatted.locations ? { locations: formatted.locations } : {}),
  };
  if (isSubgraphError(original)) {
    const known = appErrorCodes.find((candidate) => candidate === code);
    if (!known) return { ...internal, ...where };
    const message = spoken.has(known) ? formatted.message : texts[known];
    return { message, ...where, extensions: { code: known } };
  }
  if (typeof code !== 'string' || !ownCodes.has(code)) return { ...internal, ...where };
  return {
    // Coercion of variables suggests names of the schema.
    message: formatted.message.replace(/ ?Did you mean .*\?$/s, ''),
    ...where,
    extensions: {
      code,
      ...(coordinate === undefined ? {} : { coordinate }),
      ...(limit === undefined ? {} : { limit }),
    },
  };
}

const internal = {
  message: 'Something went wrong on our side.',
  extensions: { code: 'INTERNAL_SERVER_ERROR' },
} as const;

/** The server wraps errors that it knows; the subgraph's own stands behind. */
function unwrap(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError instanceof GraphQLError
    ? unwrap(error.originalError)
    : error;
}
