import type { ProfileResolvers } from '../__generated__/resolvers.ts';

export const Profile: ProfileResolvers = {
  __resolveReference: ({ id }, { profiles }) => profiles.byId(id),
  displayName: (profile, _args, { goldenRecords }) => goldenRecords.displayNameOf(profile),
  traits: (profile, _args, { goldenRecords }) => goldenRecords.traitsOf(profile),
  customTraits: (profile, page, { goldenRecords }) => goldenRecords.customTraitsOf(profile, page),
  goldenValues: (profile, page, { goldenRecords }) => goldenRecords.goldenValuesOf(profile, page),
  completeness: (profile, _args, { goldenRecords }) => goldenRecords.completenessOf(profile),
  identifiers: (profile, page, { identifiers }) => identifiers.ofProfile(profile, page),
  sourceRecords: (profile, page, { sourceRecords }) => sourceRecords.ofProfile(profile, page),
  consents: (profile, _args, { consents }) => consents.ofProfile(profile),
  mergeRecords: (profile, page, { history }) => history.mergeRecordsOf(profile, page),
  aliases: (profile, page, { history }) => history.aliasesOf(profile, page),
};
