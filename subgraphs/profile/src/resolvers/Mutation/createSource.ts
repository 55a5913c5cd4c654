import type { MutationResolvers } from '../../__generated__/resolvers.ts';

export const createSource: NonNullable<MutationResolvers['createSource']> = (
  _mutation,
  { input },
  { writeKeys },
) => writeKeys.createSource(input);
