import type { Invalidator, Release } from '@customer360/redis';

/**
 * Runs a transaction whose work says which tags of the cache it changes. They are held from before the commit until after
 * it, so that nobody reads what was there before once the change is there.
 */
export type HoldTags = <Result>(
  tenantId: string,
  work: (tags: TagsToHold) => Promise<Result>,
) => Promise<Result>;

export interface TagsToHold {
  /** A tag whose values change with the commit. */
  add(tag: string): void;
  /** To be awaited as the last step before the commit; holds what was added since. */
  hold(): Promise<void>;
}

/** For a process without a cache. */
export const holdNothing: HoldTags = (_tenantId, work) => work({ add: () => {}, hold: async () => {} });

export function createHoldTags(invalidator: Invalidator): HoldTags {
  return async (tenantId, work) => {
    const added = new Set<string>();
    const releases: Release[] = [];
    const tags: TagsToHold = {
      add: (tag) => added.add(tag),
      async hold() {
        if (added.size === 0) return;
        const held = [...added];
        added.clear();
        releases.push(await invalidator.hold(tenantId, held));
      },
    };
    try {
      return await work(tags);
    } finally {
      for (const release of releases) await release();
    }
  };
}
