import type { QueryResolvers } from '../../__generated__/resolvers.ts';

export const segmentPreview: NonNullable<QueryResolvers['segmentPreview']> = (
  _query,
  question,
  { previews },
) => previews.preview(question);
