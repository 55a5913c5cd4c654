import type { ProfileResolvers } from '../__generated__/resolvers.ts';

export const Profile: ProfileResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  segments: (profile, page, { profileSegments }) => profileSegments.list(profile, page),
  persona: ({ id }, _none, { profileScorings }) => profileScorings.persona(id),
  lifecycleStage: ({ id }, _none, { profileScorings }) => profileScorings.stage(id),
  scores: ({ id }, _none, { profileScorings }) => profileScorings.scores(id),
  computedTraits: ({ id }, _none, { computedTraits }) => computedTraits.list(id),
};
