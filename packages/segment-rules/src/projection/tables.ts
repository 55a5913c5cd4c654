import type { Generated } from 'kysely';

/** One typed value in the column of its type; the others are null. Instants are milliseconds since 1970 UTC. */
interface ValueColumns {
  /** Exact decimal; drivers hand it over as text. */
  number_value: string | number | null;
  string_value: string | null;
  boolean_value: boolean | null;
  instant_value: number | null;
}

export interface ProfileRow {
  tenant_id: string;
  profile_id: string;
  /** The earliest `first_seen_at` of its identifiers, milliseconds. */
  born_at: number;
  /** True while it is a member of nothing. */
  quarantined: Generated<boolean>;
}

export interface IdentifierRow {
  tenant_id: string;
  identifier_id: string;
  profile_id: string;
  type: string | null;
  first_seen_at: number;
}

export interface EventRow {
  tenant_id: string;
  event_id: string;
  identifier_id: string;
  profile_id: string;
  name: string | null;
  /** min(timestamp, receivedAt, loggedAt), milliseconds. */
  time: number;
}

export interface EventValueRow extends ValueColumns {
  tenant_id: string;
  event_id: string;
  path: string;
}

export interface ProfileValueRow extends ValueColumns {
  tenant_id: string;
  profile_id: string;
  source: string;
  trait: string;
  path: string;
  observed_at: number;
}

export interface TraitObservationRow {
  tenant_id: string;
  event_id: string;
  trait: string;
  identifier_id: string;
  profile_id: string;
  time: number;
  /** Canonical JSON; null for a deletion. */
  value: string | null;
}

export interface ConsentRow {
  tenant_id: string;
  profile_id: string;
  purpose: string;
  status: string;
  expires_at: number | null;
}

export interface ListEntryRow {
  tenant_id: string;
  list_id: string;
  identifier_id: string;
}

export interface BatchMemberRow {
  tenant_id: string;
  segment_id: string;
  profile_id: string;
}

/** What rules are evaluated over: one row per fact, the tenant first in every key. */
export interface SegmentProjection {
  'segment.profile': ProfileRow;
  'segment.identifier': IdentifierRow;
  'segment.event': EventRow;
  'segment.event_value': EventValueRow;
  'segment.profile_value': ProfileValueRow;
  'segment.trait_observation': TraitObservationRow;
  'segment.consent': ConsentRow;
  'segment.list_entry': ListEntryRow;
  'segment.batch_member': BatchMemberRow;
}
