import type { ProfileResolvers } from '../__generated__/resolvers.ts';

export const Profile: ProfileResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  segments: (profile, page, { profileSegments }) => profileSegments.list(profile, page),
};
