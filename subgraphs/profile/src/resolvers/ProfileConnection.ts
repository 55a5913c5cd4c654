import type { ProfileConnectionResolvers } from '../__generated__/resolvers.ts';

export const ProfileConnection: ProfileConnectionResolvers = {
  totalCount: (list, _args, { profiles }) => profiles.count(list),
};
