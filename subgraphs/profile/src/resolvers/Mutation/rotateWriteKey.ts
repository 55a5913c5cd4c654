import type { MutationResolvers } from '../../__generated__/resolvers.ts';

export const rotateWriteKey: NonNullable<MutationResolvers['rotateWriteKey']> = (
  _mutation,
  { input },
  { writeKeys },
) => writeKeys.rotate(input);
