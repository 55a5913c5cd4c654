import type { IdentityNodeResolvers } from '../__generated__/resolvers.ts';

export const IdentityNode: IdentityNodeResolvers = {
  value: (node, _args, { identityGraph }) => identityGraph.valueOf(node),
};
