import type { Epoch } from './cache.ts';

/** The epoch of a space that the store of record names. */
export interface NamedEpoch {
  readonly epoch: Epoch;
  /** Null while it may be vouched for. Once closed it stays so; a new epoch opens the space again. */
  readonly closed: {
    /** The holder that closed it. */
    readonly by: string;
    /** How long ago, in milliseconds. */
    readonly forMs: number;
  } | null;
}

/**
 * Names the one epoch of each tenant's space that may be read, where the changes are committed, so that a change and the
 * end of an epoch cannot pass each other by. `Trx` is a transaction of that store.
 */
export interface EpochRegister<Trx> {
  /** What is named now. Tenants without an epoch are left out. */
  read(tenantIds: readonly string[]): Promise<ReadonlyMap<string, NamedEpoch>>;
  /** What is named, which stays so until the transaction ends. Null: nothing, and that stays so. */
  confirm(trx: Trx, tenantId: string): Promise<NamedEpoch | null>;
  /**
   * Names `next` in the place of `former` once every transaction that confirmed that one has ended. `begin` runs just
   * before; when it throws nothing is named. False when another one is named by now, or transactions take too long.
   */
  replace(
    tenantId: string,
    change: {
      readonly former: Epoch | null;
      readonly next: Epoch;
      readonly begin: () => Promise<void>;
    },
  ): Promise<boolean>;
  /** Lets nobody vouch for the epoch any more who asks from now on. False when it is not the one named. */
  close(tenantId: string, epoch: Epoch, by: string): Promise<boolean>;
}
