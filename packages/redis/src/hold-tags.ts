import type { AnyTransaction } from '@customer360/postgres';
import type { Invalidator, Release } from './invalidator.ts';

/**
 * Runs a transaction whose work says which tags of the cache it changes. They are held from before the commit until after
 * it, so that nobody reads what was there before once the change is there.
 */
export type HoldTags<Trx = AnyTransaction> = <Result>(
  tenantId: string,
  work: (tags: TagsToHold<Trx>) => Promise<Result>,
) => Promise<Result>;

export interface TagsToHold<Trx = AnyTransaction> {
  /** A tag whose values change with the commit. */
  add(tag: string): void;
  /** Holds what was added. To be awaited once, as the last step of the transaction before its commit. */
  hold(trx: Trx): Promise<void>;
}

/** Where nobody reads through a cache. */
export const holdNothing: HoldTags = (_tenantId, work) => work({ add: () => {}, hold: async () => {} });

export function createHoldTags<Trx>(invalidator: Pick<Invalidator<Trx>, 'hold'>): HoldTags<Trx> {
  return async (tenantId, work) => {
    const added = new Set<string>();
    let release: Release | null = null;
    try {
      return await work({
        add: (tag) => added.add(tag),
        async hold(trx) {
          if (release !== null) throw new Error('the tags of a transaction are held once, before its commit');
          release = await invalidator.hold(trx, tenantId, [...added]);
        },
      });
    } finally {
      await (release as Release | null)?.();
    }
  };
}
