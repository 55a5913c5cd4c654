import type { MutationResolvers } from '../../__generated__/resolvers.ts';

export const revokeWriteKey: NonNullable<MutationResolvers['revokeWriteKey']> = (
  _mutation,
  { input },
  { writeKeys },
) => writeKeys.revoke(input);
