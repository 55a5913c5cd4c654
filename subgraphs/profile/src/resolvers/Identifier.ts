import type { IdentifierResolvers } from '../__generated__/resolvers.ts';

export const Identifier: IdentifierResolvers = {
  value: (identifier, _args, { identifiers }) => identifiers.valueOf(identifier),
  lastSeenAt: (identifier, _args, { identifiers }) => identifiers.lastSeenAtOf(identifier),
  verified: (identifier, _args, { identifiers }) => identifiers.isVerified(identifier),
};
