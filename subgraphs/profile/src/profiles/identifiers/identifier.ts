import type { BlockReason } from '../../database.ts';

/** An identifier as resolution has it now; its value stands in the log's dictionary. Times are milliseconds. */
export interface Identifier {
  readonly id: string;
  readonly type: string;
  readonly firstSeenAt: number;
  /** Why it links nothing, or null. */
  readonly blocked: BlockReason | null;
  /** True when two people shared it, so that it links nothing any more. */
  readonly closed: boolean;
  readonly profileId: string;
}
