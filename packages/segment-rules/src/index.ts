export {
  segmentEntry,
  type ConsentStatusChange,
  type IdentifierChange,
  type ListChange,
  type ProfileValueChange,
  type RuleEvent,
  type SegmentChange,
  type SegmentEntry,
} from './facts/entry.ts';
export { explain, type Reason } from './reasons/explain.ts';
export { describeCondition, describeRule } from './text/describe-rule.ts';
export { exportQuery, type QueryGroup, type QueryRule } from './query-builder/export-query.ts';
export { importQuery } from './query-builder/import-query.ts';
export { segmentProjectionMigrations } from './projection/migrations.ts';
export type { SegmentProjection } from './projection/tables.ts';
export { writeEntries } from './projection/write-entries.ts';
export * as limits from './rule/limits.ts';
export { printRule, type Json } from './rule/print-rule.ts';
export { readRule, requireRule, type RuleReading } from './rule/read/read-rule.ts';
export type { RuleContext } from './rule/read/reading.ts';
export { referenceFaults } from './rule/references.ts';
export { printPath, RuleRefusedError, type FaultCode, type RuleFault } from './rule/rule-fault.ts';
export type { Condition, EventSelector, PropertyRule, SegmentRule } from './rule/rule.ts';
export type { ValueTest } from './rule/value-test.ts';
export { conditionsOf, referencedSegments } from './rule/walk.ts';
export { selectMembers } from './sql/members.ts';
export type { SqlScope } from './sql/scope.ts';
export type { SegmentRefusal } from './stream/apply-segments.ts';
export type { HistoryReader } from './stream/history-reader.ts';
export type { Departure, Membership, MembershipChange } from './stream/membership-change.ts';
export { SegmentEvaluator, type EvaluatorOptions, type Outcome } from './stream/segment-evaluator.ts';
export { compileSegment } from './stream/compiled-segment.ts';
export { restoreProfile, snapshotOf, type ProfileSnapshot } from './stream/snapshot.ts';
