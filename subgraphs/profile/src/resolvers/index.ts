import { DateTime, JSONValue } from '@customer360/subgraph';
import type { Resolvers } from '../__generated__/resolvers.ts';
import { DeadLetter } from './DeadLetter.ts';
import { GoldenValue } from './GoldenValue.ts';
import { Identifier } from './Identifier.ts';
import { IdentityChange } from './IdentityChange.ts';
import { blockIdentifier } from './Mutation/blockIdentifier.ts';
import { createSource } from './Mutation/createSource.ts';
import { keepApart } from './Mutation/keepApart.ts';
import { mergeProfiles } from './Mutation/mergeProfiles.ts';
import { revokeWriteKey } from './Mutation/revokeWriteKey.ts';
import { rotateWriteKey } from './Mutation/rotateWriteKey.ts';
import { setConsent } from './Mutation/setConsent.ts';
import { unblockIdentifier } from './Mutation/unblockIdentifier.ts';
import { unmergeProfiles } from './Mutation/unmergeProfiles.ts';
import { Profile } from './Profile.ts';
import { ProfileConnection } from './ProfileConnection.ts';
import { deadLetters } from './Query/deadLetters.ts';
import { profile } from './Query/profile.ts';
import { profileByIdentifier } from './Query/profileByIdentifier.ts';
import { profiles } from './Query/profiles.ts';
import { sources } from './Query/sources.ts';
import { results } from './results.ts';
import { Source } from './Source.ts';
import { SourceRecord } from './SourceRecord.ts';

export const resolvers = {
  DateTime,
  JSON: JSONValue,
  Query: { profile, profileByIdentifier, profiles, deadLetters, sources },
  Mutation: {
    mergeProfiles,
    unmergeProfiles,
    keepApart,
    blockIdentifier,
    unblockIdentifier,
    setConsent,
    createSource,
    rotateWriteKey,
    revokeWriteKey,
  },
  ...results,
  DeadLetter,
  GoldenValue,
  Identifier,
  IdentityChange,
  Profile,
  ProfileConnection,
  Source,
  SourceRecord,
} satisfies Resolvers;
