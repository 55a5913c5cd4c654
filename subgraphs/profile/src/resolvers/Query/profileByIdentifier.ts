import type { QueryResolvers } from '../../__generated__/resolvers.ts';

export const profileByIdentifier: NonNullable<QueryResolvers['profileByIdentifier']> = (
  _query,
  identifier,
  { profiles },
) => profiles.byIdentifier(identifier);
