import type { MutationResolvers } from '../../__generated__/resolvers.ts';

export const setConsent: NonNullable<MutationResolvers['setConsent']> = (
  _mutation,
  { input },
  { consentCommands },
) => consentCommands.setConsent(input);
