import type { QueryResolvers } from '../../__generated__/resolvers.ts';

export const segmentOverlap: NonNullable<QueryResolvers['segmentOverlap']> = (
  _query,
  { ids },
  { overlaps },
) => overlaps.compare(ids);
