import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

const INSTANT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Milliseconds since 1970 inside, ISO 8601 in UTC outside. */
export const DateTime = new GraphQLScalarType<number, string>({
  name: 'DateTime',
  serialize(value) {
    if (typeof value === 'number' && Number.isFinite(value)) return new Date(value).toISOString();
    throw new GraphQLError('A time is not a number of milliseconds.');
  },
  parseValue: parseInstant,
  parseLiteral(node) {
    return parseInstant(node.kind === Kind.STRING ? node.value : null);
  },
});

function parseInstant(value: unknown): number {
  const day = typeof value === 'string' ? INSTANT.exec(value)?.[1] : undefined;
  const instant = day === undefined ? Number.NaN : Date.parse(String(value));
  // The 31st of February parses as the 3rd of March.
  if (Number.isNaN(instant) || new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) !== day) {
    throw new GraphQLError('A time must be ISO 8601 with its zone, for example 2026-03-01T09:30:00.000Z.', {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  return instant;
}
