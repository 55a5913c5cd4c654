import type { Touch } from '../sessions/touches.ts';
import type { MoveCount } from '../transitions/moves.ts';

/** Every document names its tenant, in its key too (`keyOf`). Times are milliseconds, money is minor units. */
interface TenantDocument {
  readonly _key: string;
  readonly tenantId: string;
}

interface Edge extends TenantDocument {
  readonly _from: string;
  readonly _to: string;
}

/** `events`: one event of a person. Key: tenant, event id. */
export interface EventDocument extends TenantDocument {
  readonly eventId: string;
  readonly position: number;
  readonly profileId: string;
  /** What decides whose event it is (attribution id); `profileId` follows it. */
  readonly identifierId: string;
  readonly type: string;
  readonly event: string | null;
  /** Null when it takes part in no journey. */
  readonly step: string | null;
  readonly channel: string | null;
  readonly campaign: string | null;
  /** The event's time. */
  readonly ts: number;
  readonly receivedAt: number;
  readonly sourceId: string;
  readonly value: number;
  readonly properties: unknown;
}

/** `sessions`. Key: tenant, id of the first event. The lists run in parallel, one place for each touchpoint. */
export interface SessionDocument extends TenantDocument {
  readonly profileId: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly channel: string | null;
  readonly campaign: string | null;
  /** Value of all its touchpoints. */
  readonly value: number;
  readonly eventIds: readonly string[];
  readonly positions: readonly number[];
  readonly times: readonly number[];
  readonly steps: readonly string[];
  readonly channels: readonly (string | null)[];
  readonly campaigns: readonly (string | null)[];
  readonly values: readonly number[];
}

/** `next_event`: from a touchpoint to the profile's next one. Key: tenant, id of the earlier event. */
export interface NextEventEdge extends Edge {
  readonly profileId: string;
  /** Time of the earlier event. */
  readonly ts: number;
  readonly dtMs: number;
  readonly sameSession: boolean;
}

/** `journeys`. Key: tenant, id of the first event. */
export interface JourneyDocument extends TenantDocument {
  readonly profileId: string;
  readonly startedAt: number;
  /** Log position of the first touchpoint: orders journeys that start at one instant. */
  readonly startPosition: number;
  readonly endedAt: number;
  readonly converted: boolean;
  readonly conversionId: string | null;
  readonly value: number;
  readonly touchpointCount: number;
  readonly sessionCount: number;
  readonly touches: readonly Touch[];
  readonly cut: boolean;
}

/** `states`: a step; the beginning and the end of sessions are one state each, with step null. Key: tenant, hash. */
export interface StateDocument extends TenantDocument {
  readonly step: string | null;
}

/** `transitions`: how often a move was made in sessions that started in a month, of profiles that are not quarantined. Key: tenant, period, hashes. */
export interface TransitionEdge extends Edge {
  /** UTC month, `YYYY-MM`. */
  readonly period: string;
  /** Null for the beginning of a session. */
  readonly from: string | null;
  /** Null for the end of a session. */
  readonly to: string | null;
  readonly count: number;
}

/** Golden values; null where the profile has none. */
export interface NameTraits {
  readonly name: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
}

/** `profiles`: everybody who has an identifier. Key: tenant, profile id. */
export interface ProfileDocument extends TenantDocument {
  readonly profileId: string;
  /** Golden name, or null: personal, never shown without `profile:pii`. */
  readonly name: string | null;
  /** What the name is made from. */
  readonly nameTraits: NameTraits;
  readonly touchpointCount: number;
  readonly conversionCount: number;
  readonly value: number;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  readonly lastPosition: number | null;
  readonly lastStep: string | null;
  readonly lastChannel: string | null;
  /** By step before, then step after, in code-unit order; none before first. */
  readonly moves: readonly MoveCount[];
  /** Distinct moves: `LENGTH(moves)`. */
  readonly moveCount: number;
}

/** `memberships`: a member of a segment, from its entering until it leaves. Key: tenant, segment id, profile id. */
export interface MembershipDocument extends TenantDocument {
  readonly segmentId: string;
  readonly profileId: string;
}

/** `quarantines`: a profile that is that of a blocked value, hidden from questions about others. Key: tenant, profile id. */
export interface QuarantineDocument extends TenantDocument {
  readonly profileId: string;
}

/** `identifiers`: also what is left of a shared value (type null). Key: tenant, identifier id. */
export interface IdentifierDocument extends TenantDocument {
  readonly identifierId: string;
  readonly type: string | null;
  readonly profileId: string;
  readonly firstSeenAt: number | null;
  readonly lastSeenAt: number | null;
  /** Number of its links and merges, kept up to date: the hub guard. */
  readonly degree: number;
}

/** `identifies`: from an identifier to the profile that it belongs to. Key: tenant, identifier id. */
export type IdentifiesEdge = Edge;

/** `links` (observed) and `same_as` (merge commands): between two identifiers. Key: tenant, a, b, evidence, rule hash. */
export interface LinkEdge extends Edge {
  readonly rule: string;
  /** The event or command that is the evidence, its position and its time. */
  readonly evidenceId: string;
  readonly evidencePosition: number;
  readonly at: number;
}

/** `referred`: from the profile that recommended to the one that came. Key: tenant, id of the referral event. */
export interface ReferredEdge extends Edge {
  readonly referrerIdentifierId: string;
  readonly referredIdentifierId: string;
  readonly ts: number;
}

/** `pending_referrals`: those that named somebody who is not known yet. Key: tenant, id of the referral event. */
export interface PendingReferralDocument extends TenantDocument {
  readonly referrerIdentifierId: string;
  readonly type: string;
  /** Keyed hash of the normalised value. */
  readonly valueHash: string;
  readonly ts: number;
}

/** `projections`: how far a tenant's graph has come. Key: tenant. */
export interface ProjectionDocument extends TenantDocument {
  readonly position: number;
  /** Names the log that it was made from: one that was begun anew has another. */
  readonly log: string;
  /** JSON text, as the order of steps counts and objects of the store have none; null for the default mapping. */
  readonly mapping: string | null;
  /** Where in the log the mapping stands; 0 for the default mapping. */
  readonly mappingPosition: number;
  /** While the graph is made anew: the position at which it is whole again; else null. */
  readonly rebuildUntil: number | null;
  /** True while what was there is being removed, so that nothing may be added. */
  readonly clearing: boolean;
  /** Which edition of the projection made it; missing in graphs of the first one. */
  readonly edition?: number;
}

/** `parked`: an entry that could not be worked. Key: tenant, position. */
export interface ParkedDocument extends TenantDocument {
  readonly position: number;
  readonly eventId: string;
  /** What went wrong, without values. */
  readonly reason: string;
}
