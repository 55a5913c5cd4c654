import type { MergeRecordKind } from '../../database.ts';

/** One step in how profiles came together. */
export interface MergeRecord {
  readonly id: string;
  readonly kind: MergeRecordKind;
  readonly rule: string;
  readonly winnerId: string;
  readonly loserId: string;
  readonly triggerEventId: string;
  readonly evidenceEventId: string;
  /** Milliseconds. */
  readonly occurredAt: number;
  /** Of a merge: whether it holds now; null for the other kinds. */
  readonly active: boolean | null;
}

/** A former profile id that answers with another profile. */
export interface ProfileAlias {
  readonly id: string;
  /** Milliseconds. */
  readonly since: number;
}
