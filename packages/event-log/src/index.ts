export { readAnswers, storeAnswers } from './answers.ts';
export { archiveMonth, type ArchivedMonth } from './archive.ts';
export { defaultComputedTraits, traitWindowMs, type ComputedTraitDefinition } from './computed-traits.ts';
export {
  configurationEntries,
  configurationFile,
  configurationSchemas,
  consentPurposes,
  survivorshipRules,
  type ConfigurationName,
  type ConfigurationValue,
  type ConsentPurpose,
  type SurvivorshipRule,
} from './configuration.ts';
export { startConsumer, type Consumer } from './consumer.ts';
export type { BatchMeasure, ConsumerLogger, ConsumerOptions, RunOptions } from './consumer-options.ts';
export { resetConsumer, type ConsumerLag } from './consumer-position.ts';
export { copyTenantLog } from './copy-log.ts';
export type { EventLogDatabase } from './database.ts';
export type {
  AppendResult,
  ConsentChange,
  EntryKind,
  EventLog,
  IdentifierValue,
  LinkChange,
  LogEntry,
  LoggedIdentifier,
  NewEntry,
  Position,
  QuarantineChange,
  Reattribution,
  Resolution,
  ResolutionChanges,
  ResolvedEvent,
  SetChange,
  TrackingKind,
  TraitChange,
  Watermark,
} from './event-log.ts';
export { defaultJourneyMapping, type JourneyMapping } from './journey-mapping.ts';
export { findIdentifierIds, findIdentifierIdsByHash, findIdentifierValues } from './identifier-dictionary.ts';
export { forgetKeyedIds, loadKeyedIds, readKeyedIds, type KeyedIds } from './keyed-ids.ts';
export { eventLogMigrations } from './migrations/index.ts';
export { openEventLog, type OpenedEventLog } from './open-event-log.ts';
export { ownEntry, type OwnEntry } from './own-entry.ts';
export { listParked, retryParked, type ParkedEntry } from './parked.ts';
export { ensurePartitions, listPartitions, MissingPartitionError } from './partitions.ts';
export {
  createEventLog,
  type AppendMeasure,
  type EventLogOptions,
  type PostgresEventLog,
} from './postgres-event-log.ts';
export { defaultPersonaFeatures, type PersonaFeature } from './persona-features.ts';
export { readEntries } from './read-entries.ts';
export {
  readRebuildRequest,
  rebuildEntry,
  rebuiltProjections,
  type RebuiltProjection,
} from './rebuild-request.ts';
export { startResolvedConsumer } from './resolved-consumer.ts';
export type { ResolvedConsumerOptions } from './resolved-consumer-options.ts';
export { appendResolutions, noChanges, readResolved, RESOLVING_CONSUMER } from './resolved-stream.ts';
export { createTenant, listTenants } from './tenants.ts';
export {
  membershipEventNames,
  readSegmentMembership,
  SEGMENT_SOURCE,
  type SegmentMembership,
} from './segment-membership.ts';
export { conversionValue, journeyStep } from './journey-step.ts';
export { readPath } from './payload-path.ts';
