import type { SourceResolvers } from '../__generated__/resolvers.ts';

export const Source: SourceResolvers = {
  writeKeys: ({ id }, _args, { sources }) => sources.writeKeysOf(id),
};
