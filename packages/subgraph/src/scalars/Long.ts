import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

/** A whole number of at most 2^53 - 1 either way, which JSON carries without loss. */
export const Long = new GraphQLScalarType<number, number>({
  name: 'Long',
  serialize(value) {
    if (isLong(value)) return value;
    throw new GraphQLError('A value is not a whole number of at most 2^53 - 1.');
  },
  parseValue: readLong,
  parseLiteral(node) {
    return readLong(node.kind === Kind.INT || node.kind === Kind.FLOAT ? Number(node.value) : null);
  },
});

function readLong(value: unknown): number {
  if (isLong(value)) return value;
  throw new GraphQLError('A number must be whole and from -(2^53 - 1) to 2^53 - 1.', {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}

function isLong(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
