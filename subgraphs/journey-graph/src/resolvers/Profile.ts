import type { ProfileResolvers } from '../__generated__/resolvers.ts';

export const Profile: ProfileResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  events: (profile, page, { events }) => events.ofProfile(profile, page),
  timeline: (profile, page, { sessions }) => sessions.ofProfile(profile, page),
  journeys: (profile, page, { journeys }) => journeys.ofProfile(profile, page),
  identityGraph: (profile, question, { identityGraph }) => identityGraph.ofProfile(profile, question),
  nextBestSteps: (profile, question, { predictions }) => predictions.nextBestSteps(profile, question),
  similarJourneys: (profile, question, { predictions }) => predictions.similarJourneys(profile, question),
  influence: (profile, question, { influence }) => influence.ofProfile(profile, question),
};
