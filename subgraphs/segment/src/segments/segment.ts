import type { Schedule } from '../schedules/schedule.ts';

/** Characters of a segment's name. */
export const MAX_NAME = 100;

export type SegmentKind = 'STATIC' | 'BATCH' | 'REALTIME';
export type SegmentStatus = 'BACKFILLING' | 'ACTIVE' | 'ARCHIVED';

/** A group of customers. Times are milliseconds since 1970 UTC. */
export interface Segment {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly kind: SegmentKind;
  readonly status: SegmentStatus;
  /** The version in force, or the first one while it is not in force yet. */
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** When a batch segment was counted last; null before, and for the other kinds. */
  readonly countedAt: number | null;
  readonly lastError: string | null;
  /** When a batch segment is counted by itself; null when never. */
  readonly schedule: (Schedule & { readonly nextAt: number | null }) | null;
}

/** A version of a segment's rule. */
export interface SegmentVersion {
  readonly version: number;
  /** Null while it is not in force yet. */
  readonly activeFrom: number | null;
  /** As `printRule` writes it; null for a static segment. */
  readonly rule: unknown;
  /** The rule in plain English; null for a static segment. */
  readonly sentence: string | null;
  /** The rule for React Query Builder; null for a static segment. */
  readonly queryBuilder: unknown;
}

/** What `segments` is narrowed by: all that is given must hold. */
export interface SegmentFilter {
  readonly kinds?: readonly SegmentKind[] | null | undefined;
  /** All but archived ones when left out. */
  readonly statuses?: readonly SegmentStatus[] | null | undefined;
  readonly nameContains?: string | null | undefined;
}
