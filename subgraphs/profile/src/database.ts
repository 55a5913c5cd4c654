import type { ColumnType } from 'kysely';
import type { ConsentTables } from './consents/tables.ts';
import type { GoldenTables } from './golden/tables.ts';

/** Jsonb that is written as text and read parsed. */
type Json<T> = ColumnType<T, string, string>;

/** Why an identifier links nothing; the first that applies. */
export type BlockReason = 'OPERATOR' | 'PATTERN' | 'AUTO';
/** What an operator said of an identifier. */
export type OperatorDecision = 'BLOCKED' | 'ALLOWED';
export type MergeRecordKind = 'MERGED' | 'UNMERGED' | 'REFUSED';

/**
 * One row per identifier that an event carried. Its value stands in the log's dictionary only. All times are
 * milliseconds since 1970 UTC.
 */
export interface IdentifierTable {
  tenant_id: string;
  /** Keyed id of (type, value), as in the log. It is also the attribution id of the identifier's events. */
  id: string;
  type: string;
  /** Position of the first event that carries it, and its place in that event's list. */
  birth_position: number;
  birth_rank: number;
  birth_event_id: string;
  /** `t` of the first event; never changes. */
  first_seen_at: number;
  /** Profile id that the birth gives it, whether or not it ever founds a profile. Looking it up answers `profile_id`. */
  own_profile_id: string;
  /** The profile that holds it now. */
  profile_id: string;
  /** Why it links nothing now, or null. */
  blocked: BlockReason | null;
  operator: OperatorDecision | null;
  /** True when its value matches a block pattern or the tenant's list. */
  pattern_blocked: boolean;
  /** Distinct user ids of the events that carry it, no more than the auto-block needs to know. Empty for user ids. */
  user_ids: string[];
  /** The user id that the fold remembers it was seen with. */
  seen_with: string | null;
  /** Position from which it is closed because two people shared it, or null. */
  closed_from: number | null;
  /** Attribution id and profile id of what is left of the value while it is closed; nothing while it is not. */
  remainder_id: string;
  remainder_profile_id: string;
  /**
   * When `own_profile_id` became an alias of `profile_id`: position and `t` of the event or command that joined them.
   * Null when it never lost. The aliases of a profile are its identifiers where this is set.
   */
  alias_position: number | null;
  alias_since: number | null;
}

/** Profiles that exist now: one per set of identifiers, one per remainder. */
export interface ProfileTable {
  tenant_id: string;
  id: string;
  /** The identifier that gives the id; of a remainder the closed identifier. */
  founder_id: string;
  /** True when it stands for a blocked identifier: hidden from lists and segments. */
  quarantined: boolean;
  /** True when it is what is left of a closed value. */
  remainder: boolean;
  /** Number of identifiers; 0 for a remainder. */
  identifiers: number;
  /**
   * Least and greatest `t` of the events attributed to it. While `has_events` is false no event is (its identifiers
   * came along with stronger ones only), and both are `first_seen_at` of the founder.
   */
  first_seen_at: number;
  last_seen_at: number;
  has_events: boolean;
}

/** Every ordered identifier list that an event carried. */
export interface IdentifierListTable {
  tenant_id: string;
  list_key: string;
  identifier_ids: string[];
}

export interface IdentifierListMemberTable {
  tenant_id: string;
  identifier_id: string;
  list_key: string;
}

/** Every event that carried identifiers, as far as resolution needs it; kept also when a link was refused. */
export interface ObservationTable {
  tenant_id: string;
  list_key: string;
  /** `t` of the event. */
  time: number;
  position: number;
  event_id: string;
}

/** What operators said of identifiers, seen or not. */
export interface OperatorDecisionTable {
  tenant_id: string;
  identifier_id: string;
  decision: OperatorDecision;
  position: number;
}

/** Pairs of identifiers that must not share a profile; `a` is the smaller id. */
export interface KeepApartTable {
  tenant_id: string;
  a: string;
  b: string;
  position: number;
}

/** Accepted merge commands. */
export interface MergeTable {
  tenant_id: string;
  position: number;
  event_id: string;
  time: number;
  /** The identifiers that the command's profile ids pin to. */
  a: string;
  b: string;
  /** Position of the unmerge that revoked it, or null. */
  revoked_at: number | null;
}

/** Differences between states, append-only: what linked what, and what was taken back. */
export interface LedgerTable {
  tenant_id: string;
  trigger_position: number;
  /** Order within the trigger. */
  ordinal: number;
  kind: 'LINK' | 'RETRACT';
  a: string;
  b: string;
  evidence_position: number;
  rule: string;
}

/** How profiles came together, append-only but for `active`. */
export interface MergeRecordTable {
  tenant_id: string;
  id: string;
  kind: MergeRecordKind;
  rule: string;
  /** Profile ids as of then: an identifier's `own_profile_id` each. */
  winner_id: string;
  loser_id: string;
  trigger_position: number;
  trigger_event_id: string;
  evidence_position: number;
  evidence_event_id: string;
  /** `t` of the trigger. */
  occurred_at: number;
  /** Of MERGED: whether it holds now. Null for the other kinds. */
  active: boolean | null;
}

/** Configuration entries of the log: the latest value of each name. */
export interface ConfigurationTable {
  tenant_id: string;
  name: string;
  value: Json<unknown>;
  position: number;
}

/** How far the resolver has come, and whose memory is in step with the tables. */
export interface ResolverStateTable {
  tenant_id: string;
  position: number;
  writer: string;
}

export interface ProfileDatabase extends GoldenTables, ConsentTables {
  'profile.identifier': IdentifierTable;
  'profile.profile': ProfileTable;
  'profile.identifier_list': IdentifierListTable;
  'profile.identifier_list_member': IdentifierListMemberTable;
  'profile.observation': ObservationTable;
  'profile.operator_decision': OperatorDecisionTable;
  'profile.keep_apart': KeepApartTable;
  'profile.merge': MergeTable;
  'profile.ledger': LedgerTable;
  'profile.merge_record': MergeRecordTable;
  'profile.configuration': ConfigurationTable;
  'profile.resolver_state': ResolverStateTable;
}
