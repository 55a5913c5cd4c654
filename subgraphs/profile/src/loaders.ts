import type { Database } from '@customer360/postgres';
import DataLoader from 'dataloader';
import type { ProfileDatabase } from './database.ts';
import { findConsents, type PurposeDecision } from './profiles/consents/consent-read-repository.ts';
import {
  createGoldenRecordLoaders,
  type GoldenRecordLoaders,
} from './profiles/golden-record/golden-record-loaders.ts';
import { findAliasPages, type ListedAlias } from './profiles/history/alias-repository.ts';
import { findMergeRecordPages, type ListedMergeRecord } from './profiles/history/merge-record-repository.ts';
import {
  createIdentifierLoaders,
  type IdentifierLoaders,
} from './profiles/identifiers/identifier-loaders.ts';
import { createPageLoader, type ProfilePageLoader } from './profiles/page-loader.ts';
import { createProfileLoader, type ProfileLoader } from './profiles/profile-loaders.ts';
import {
  findSourceRecordPages,
  type ListedSourceRecord,
} from './profiles/source-records/source-record-repository.ts';
import { createSourceLoaders, type SourceLoaders } from './sources/source-loaders.ts';
import type { IngestionTables } from './sources/source-tables.ts';

/** Every entity read of one request, batched. */
export interface Loaders {
  readonly profile: ProfileLoader;
  readonly goldenRecord: GoldenRecordLoaders;
  readonly identifiers: IdentifierLoaders;
  readonly sourceRecords: ProfilePageLoader<ListedSourceRecord>;
  readonly mergeRecords: ProfilePageLoader<ListedMergeRecord>;
  readonly aliases: ProfilePageLoader<ListedAlias>;
  readonly consents: DataLoader<string, readonly PurposeDecision[]>;
  readonly sources: SourceLoaders;
  /** After a command: what was read before is read again. */
  forget(): void;
}

export function createLoaders(database: Database<ProfileDatabase>, tenantId: string): Loaders {
  const loaders = {
    profile: createProfileLoader(database, tenantId),
    goldenRecord: createGoldenRecordLoaders(database, tenantId),
    identifiers: createIdentifierLoaders(database, tenantId),
    sourceRecords: createPageLoader(database, tenantId, findSourceRecordPages),
    mergeRecords: createPageLoader(database, tenantId, findMergeRecordPages),
    aliases: createPageLoader(database, tenantId, findAliasPages),
    consents: createConsentLoader(database, tenantId),
    sources: createSourceLoaders(database.as<IngestionTables>(), tenantId),
  };
  const { goldenRecord, identifiers, sources, ...single } = loaders;
  const all = [goldenRecord, identifiers, sources, single].flatMap((group) => Object.values(group));
  return {
    ...loaders,
    forget() {
      for (const loader of all) loader.clearAll();
    },
  };
}

function createConsentLoader(
  database: Database<ProfileDatabase>,
  tenantId: string,
): DataLoader<string, readonly PurposeDecision[]> {
  return new DataLoader(async (profileIds) => {
    const decisions = await database.inTenant(tenantId, (trx) => findConsents(trx, tenantId, profileIds));
    const byProfile = Map.groupBy(decisions, (decision) => decision.profileId);
    return profileIds.map((id) => byProfile.get(id) ?? []);
  });
}
