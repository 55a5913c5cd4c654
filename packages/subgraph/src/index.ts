export { CLIENT_SOURCE, commandEntry, type CommandRequest } from './commands/command-entry.ts';
export {
  createCommandLog,
  type AcceptedCommand,
  type CommandLog,
  type CommandOutcome,
} from './commands/command-log.ts';
export {
  checkId,
  checkIdempotencyKey,
  checkText,
  firstInvalid,
  isUuid,
  OWN_MESSAGE_IDS,
} from './input/input-checks.ts';
export {
  idempotencyConflict,
  invalidInput,
  type IdempotencyConflict,
  type InvalidInput,
} from './input/invalid-input.ts';
export { createCursors, type Cursors, type ListPlace } from './pages/cursor.ts';
export {
  readPageRequest,
  toConnection,
  type Connection,
  type Edge,
  type ListKind,
  type PageArguments,
  type PageOf,
  type PageRequest,
} from './pages/page.ts';
export { cursorsOf } from './pages/tenant-cursors.ts';
export {
  runSubgraph,
  type BuiltSubgraph,
  type RunnableSubgraph,
  type SubgraphParts,
  type SubgraphProcess,
} from './process/run-subgraph.ts';
export { startableConsumer } from './process/startable-consumer.ts';
export {
  commandTimeoutSetting,
  logDatabaseSettings,
  poolSetting,
  serverSettings,
  toLogDatabase,
  toServerEnv,
  type ServerEnv,
} from './process/subgraph-env.ts';
export { boundedReads } from './reads/bounded-reads.ts';
export { once } from './reads/once.ts';
export { createTenantLoader } from './reads/tenant-loader.ts';
export { createTenantReader, type TenantReader } from './reads/tenant-reader.ts';
export { DateTime } from './scalars/DateTime.ts';
export { Duration } from './scalars/Duration.ts';
export { JSONValue } from './scalars/JSON.ts';
export { Long } from './scalars/Long.ts';
export { createSubgraphSchema, type SubgraphSchemaOptions } from './subgraph-schema.ts';
export {
  createSubgraphServer,
  type ServableSubgraph,
  type SubgraphRequest,
  type SubgraphServerOptions,
} from './subgraph-server.ts';
