import type { IdentityChangeResolvers } from '../__generated__/resolvers.ts';

export const IdentityChange: IdentityChangeResolvers = {
  profiles: ({ profileIds }, _args, { profiles }) => profiles.byIds(profileIds),
};
