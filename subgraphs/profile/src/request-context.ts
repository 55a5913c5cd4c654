import { maskedTraits, openTraits, type TraitView } from '@customer360/masking';
import type { Database } from '@customer360/postgres';
import type { Logger, TokenVerifier, Viewer } from '@customer360/service';
import {
  boundedReads,
  createTenantReader,
  cursorsOf,
  once,
  type SubgraphRequest,
} from '@customer360/subgraph';
import { createConsentCommandService } from './commands/consent-command-service.ts';
import { createIdentityCommandService } from './commands/identity-command-service.ts';
import type { ProfileCommands } from './commands/command.ts';
import type { IdentityChanges } from './commands/identity-change-reader.ts';
import type { ProfileContext } from './context.ts';
import type { ProfileDatabase } from './database.ts';
import { createDeadLetterService } from './dead-letters/dead-letter-service.ts';
import { createLoaders } from './loaders.ts';
import { loadConfiguration } from './consumer/configuration-entry.ts';
import { consentsAt, createConsentService } from './profiles/consents/consent-service.ts';
import { createGoldenRecordService } from './profiles/golden-record/golden-record-service.ts';
import { createHistoryService } from './profiles/history/history-service.ts';
import type { LookUpProfileId } from './look-up/look-up-cache.ts';
import type { Normalise } from './profiles/identifiers/normalise.ts';
import { createIdentifierService } from './profiles/identifiers/identifier-service.ts';
import { createProfileService } from './profiles/profile-service.ts';
import { createSourceRecordService } from './profiles/source-records/source-record-service.ts';
import type { SourceCommands } from './sources/source-commands.ts';
import { createSourceService } from './sources/source-service.ts';
import type { IngestionTables } from './sources/source-tables.ts';
import { createWriteKeyService } from './sources/write-key-service.ts';
import type { WriteKeySecret } from './sources/write-key-secret.ts';

export interface ContextDependencies {
  readonly database: Database<ProfileDatabase>;
  readonly verifier: TokenVerifier;
  readonly logger: Logger;
  readonly commands: ProfileCommands;
  readonly sourceCommands: SourceCommands;
  readonly changes: IdentityChanges;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly newSecret: () => WriteKeySecret;
  readonly normalise: Normalise;
  readonly lookUp: LookUpProfileId;
}

/** Less than the gateway waits for a subgraph. */
export const READ_TIMEOUT_MS = 5_000;

/** Everything that one request may use. Throws UNAUTHENTICATED without a good token. */
export async function createContext(
  dependencies: ContextDependencies,
  request: SubgraphRequest,
): Promise<ProfileContext> {
  const { clock, newId, commands, normalise } = dependencies;
  const database = boundedReads(dependencies.database, READ_TIMEOUT_MS);
  const viewer = await dependencies.verifier.verify(request.authorization);
  const { tenantId } = viewer;
  const cursors = await cursorsOf(dependencies.database, tenantId);
  const reader = createTenantReader(database.as<ProfileDatabase & IngestionTables>(), tenantId);
  const loaders = createLoaders(reader, normalise);
  const configuration = once(() => reader.read((trx) => loadConfiguration(trx, tenantId)));
  const traitView = once(async () =>
    traitViewOf(viewer, async () => (await configuration()).nonPersonalTraits),
  );
  const ingestion = database.as<IngestionTables>();
  const common = { viewer, cursors };
  const forget = () => loaders.forget();
  return {
    viewer,
    logger: dependencies.logger.child({ requestId: request.requestId, tenantId }),
    profiles: createProfileService({
      ...common,
      database,
      loader: loaders.profile,
      traitView,
      normalise,
      lookUp: dependencies.lookUp,
      clock,
    }),
    goldenRecords: createGoldenRecordService({
      ...common,
      loaders: loaders.goldenRecord,
      configuration,
      traitView,
    }),
    identifiers: createIdentifierService({ ...common, loaders: loaders.identifiers }),
    sourceRecords: createSourceRecordService({ ...common, pages: loaders.sourceRecords, traitView }),
    history: createHistoryService({
      ...common,
      mergeRecordPages: loaders.mergeRecords,
      aliasPages: loaders.aliases,
    }),
    consents: createConsentService({ viewer, consents: loaders.consents, clock }),
    sources: createSourceService({ ...common, database: ingestion, loaders: loaders.sources }),
    deadLetters: createDeadLetterService({ ...common, database: ingestion }),
    writeKeys: createWriteKeyService({
      database: ingestion,
      commands: dependencies.sourceCommands,
      viewer,
      newId,
      newSecret: dependencies.newSecret,
    }),
    identityCommands: createIdentityCommandService({
      viewer,
      commands,
      changes: dependencies.changes,
      newId,
      normalise,
      forget,
    }),
    consentCommands: createConsentCommandService({
      viewer,
      commands,
      newId,
      forget,
      findConsents: async (profileId) => {
        const profile = await loaders.profile.load(profileId);
        return profile === null ? [] : consentsAt(await loaders.consents.load(profile.id), clock());
      },
    }),
  };
}

async function traitViewOf(
  viewer: Viewer,
  nonPersonalTraits: () => Promise<readonly string[]>,
): Promise<TraitView> {
  return viewer.scopes.has('profile:pii') ? openTraits : maskedTraits(new Set(await nonPersonalTraits()));
}
