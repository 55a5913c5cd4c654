import type { SourceRecordResolvers } from '../__generated__/resolvers.ts';

export const SourceRecord: SourceRecordResolvers = {
  source: ({ sourceId }, _args, { sources }) => sources.byId(sourceId),
};
