import type { SegmentProjection } from '@customer360/segment-rules';
import type { ComputedTraitTables } from '../computed-traits/tables.ts';
import type { ArchetypeTables } from '../personas/tables.ts';
import type { RebuildTables } from '../rebuild/tables.ts';
import type { ScoringTables } from '../scoring/tables.ts';

/** A segment, whatever its kind. Times are milliseconds since 1970 UTC. */
export interface DefinitionRow {
  tenant_id: string;
  segment_id: string;
  name: string;
  description: string | null;
  kind: string;
  /** The version in force; 0 before the first. */
  version: number;
  latest_version: number;
  created_at: number;
  updated_at: number;
  /** When the last back-fill or count was made; null before. */
  counted_at: number | null;
  archived_at: number | null;
  last_error: string | null;
  /** When a batch segment is counted by itself, as JSON text; null when never. */
  schedule: string | null;
  /** The next moment of the schedule; null without one, before the first count and after the end. */
  count_due_at: number | null;
}

export interface VersionRow {
  tenant_id: string;
  segment_id: string;
  version: number;
  /** The rule as JSON text. */
  rule: string;
  active_from: number | null;
}

/** How far a tenant's stream is evaluated. */
export interface ConsumerRow {
  tenant_id: string;
  position: number;
  /** The moment through which everything that falls due has turned. */
  clock: number;
  /** The place of the latest activity. */
  sequence: number;
}

/** What the evaluator remembers of a profile and its identifiers. */
export interface StateRow {
  tenant_id: string;
  profile_id: string;
  snapshot: string;
  /** The first moment at which one of its rules turns if nothing comes in; null when none ever does. */
  due_at: number | null;
}

export interface MembershipRow {
  tenant_id: string;
  segment_id: string;
  profile_id: string;
  version: number;
  entered_at: number;
}

/** Who entered and left, in order: what the API shows and what goes into the log. */
export interface ActivityRow {
  tenant_id: string;
  sequence: number;
  /** Message id in the log. */
  change_id: string;
  /** Id of the event in the log. */
  event_id: string;
  kind: string;
  segment_id: string;
  version: number;
  profile_id: string;
  at: number;
  cause: string;
  reason: string;
  is_logged: boolean;
}

/** A command that evaluation gives to the log, such as the activation of a version. */
export interface OutgoingCommandRow {
  tenant_id: string;
  /** Message id in the log. */
  message_id: string;
  position: number;
  payload: string;
  is_logged: boolean;
}

/** An event that could not be worked. */
export interface ParkedRow {
  tenant_id: string;
  position: number;
  event_id: string;
  error: string;
  parked_at: number;
}

/** Everything in the PostgreSQL schema `segment`. */
export interface SegmentDatabase
  extends SegmentProjection, ComputedTraitTables, ScoringTables, ArchetypeTables, RebuildTables {
  'segment.definition': DefinitionRow;
  'segment.version': VersionRow;
  'segment.consumer': ConsumerRow;
  'segment.state': StateRow;
  'segment.membership': MembershipRow;
  'segment.activity': ActivityRow;
  'segment.outgoing_command': OutgoingCommandRow;
  'segment.parked': ParkedRow;
}
