export { indexesOfPlan, type PlannedRead } from './aql/plan-indexes.ts';
export { ArangoError } from './errors.ts';
export { explainIndexes } from './explain-indexes.ts';
export { type Aqlite, type AqliteOptions, startAqlite } from './http/start-aqlite.ts';
export type { Database } from './store/database.ts';
export type { Faults } from './store/faults.ts';
export { DatabaseServer } from './store/server.ts';
export { loadSnapshot, type SnapshotProgress } from './store/load-snapshot.ts';
export { saveSnapshot } from './store/save-snapshot.ts';
