import type DataLoader from 'dataloader';
import { createTenantLoader, type TenantReader } from '@customer360/subgraph';
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
import type { Normalise } from './profiles/identifiers/normalise.ts';
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

export function createLoaders(
  reader: TenantReader<ProfileDatabase & IngestionTables>,
  normalise: Normalise,
): Loaders {
  const loaders = {
    profile: createProfileLoader(reader),
    goldenRecord: createGoldenRecordLoaders(reader),
    identifiers: createIdentifierLoaders(reader, normalise),
    sourceRecords: createPageLoader(reader, findSourceRecordPages),
    mergeRecords: createPageLoader(reader, findMergeRecordPages),
    aliases: createPageLoader(reader, findAliasPages),
    consents: createTenantLoader(reader, findConsents, []),
    sources: createSourceLoaders(reader),
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
