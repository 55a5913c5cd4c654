import type { QueryResolvers } from '../../__generated__/resolvers.ts';

export const segmentStatus: NonNullable<QueryResolvers['segmentStatus']> = (_query, _none, { status }) =>
  status.segmentStatus();
