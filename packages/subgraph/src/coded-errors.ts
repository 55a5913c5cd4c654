import { AppError, type Logger } from '@customer360/service';
import { GraphQLError, isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';

/**
 * Gives every error that a resolver throws its stable code, in place, and hides the text of what is not meant for
 * clients; that is logged. So a caller in the same process sees no more than one over HTTP.
 */
export function codeErrors(schema: GraphQLSchema, logger: Logger): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (field.resolve !== undefined) field.resolve = coded(field.resolve, logger);
    }
  }
  return schema;
}

type Resolver = GraphQLFieldResolver<unknown, unknown>;

function coded(resolve: Resolver, logger: Logger): Resolver {
  const fail = (error: unknown): never => {
    throw toGraphQLError(error, logger);
  };
  return (source, args, context, info) => {
    try {
      const result: unknown = resolve(source, args, context, info);
      return result instanceof Promise
        ? result.then((value: unknown) => codedItems(value, fail), fail)
        : codedItems(result, fail);
    } catch (error) {
      return fail(error);
    }
  };
}

/** `_entities` answers with a list of promises, each of which may fail by itself. */
function codedItems(value: unknown, fail: (error: unknown) => never): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((item: unknown) => (item instanceof Promise ? item.catch(fail) : item));
}

function toGraphQLError(error: unknown, logger: Logger): GraphQLError {
  if (error instanceof GraphQLError) return error;
  if (error instanceof AppError) {
    if (error.cause !== undefined) logger.warn({ code: error.code, error: error.cause }, 'request refused');
    return new GraphQLError(error.message, { originalError: error, extensions: { code: error.code } });
  }
  logger.error({ error }, 'resolver failed');
  return new GraphQLError('Something went wrong on our side.', {
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  });
}
