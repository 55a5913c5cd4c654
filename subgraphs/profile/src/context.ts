import type { Viewer, Logger } from '@customer360/service';
import type { ConsentCommandService } from './commands/consent-command-service.ts';
import type { IdentityCommandService } from './commands/identity-command-service.ts';
import type { DeadLetterService } from './dead-letters/dead-letter-service.ts';
import type { ConsentService } from './profiles/consents/consent-service.ts';
import type { GoldenRecordService } from './profiles/golden-record/golden-record-service.ts';
import type { HistoryService } from './profiles/history/history-service.ts';
import type { IdentifierService } from './profiles/identifiers/identifier-service.ts';
import type { ProfileService } from './profiles/profile-service.ts';
import type { SourceRecordService } from './profiles/source-records/source-record-service.ts';
import type { SourceService } from './sources/source-service.ts';
import type { WriteKeyService } from './sources/write-key-service.ts';

/** What the resolvers of one request may use: services that act for its viewer, in the viewer's tenant. */
export interface ProfileContext {
  readonly viewer: Viewer;
  readonly logger: Logger;
  readonly profiles: ProfileService;
  readonly goldenRecords: GoldenRecordService;
  readonly identifiers: IdentifierService;
  readonly sourceRecords: SourceRecordService;
  readonly history: HistoryService;
  readonly consents: ConsentService;
  readonly sources: SourceService;
  readonly writeKeys: WriteKeyService;
  readonly deadLetters: DeadLetterService;
  readonly identityCommands: IdentityCommandService;
  readonly consentCommands: ConsentCommandService;
}
