import type { QueryResolvers } from '../../__generated__/resolvers.ts';

export const journeyStatus: NonNullable<QueryResolvers['journeyStatus']> = (_query, _args, { status }) =>
  status.journeyStatus();
