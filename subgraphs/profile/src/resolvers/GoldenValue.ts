import type { GoldenValueResolvers, SurvivorshipRule } from '../__generated__/resolvers.ts';

export const GoldenValue: GoldenValueResolvers = {
  source: ({ sourceId }, _args, { sources }) => sources.byId(sourceId),
  // The enum is the rule's name in capitals.
  rule: ({ rule }) => rule.toUpperCase() as SurvivorshipRule,
};
