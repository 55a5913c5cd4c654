import type { IdentityEdgeResolvers } from '../__generated__/resolvers.ts';

export const IdentityEdge: IdentityEdgeResolvers = {
  evidence: ({ evidenceId }, _args, { events }) => events.byId(evidenceId),
};
