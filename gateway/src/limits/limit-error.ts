import { GraphQLError } from 'graphql';
import type { ASTNode } from 'graphql';

/** Refuses an operation by naming the limit. */
export function limitError(message: string, limit: number, nodes?: readonly ASTNode[]): GraphQLError {
  return new GraphQLError(message, {
    ...(nodes ? { nodes } : {}),
    extensions: { code: 'OPERATION_LIMIT_EXCEEDED', limit, http: { status: 400 } },
  });
}
