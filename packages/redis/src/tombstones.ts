/** When each tag was deleted last, as far back as `limit` deletions, and which tags are held. */
export interface Tombstones {
  /** The present moment: the number of deletions and holds so far. */
  readonly now: () => number;
  readonly isHolding: () => boolean;
  /** Whether what was read at a moment may be too old for a tag. */
  readonly isDeletedSince: (tag: string, moment: number) => boolean;
  readonly add: (tags: readonly string[], how: 'delete' | 'hold') => void;
  /** Begins anew; what is held stays so. */
  readonly reset: (alsoHeld: readonly string[]) => void;
}

export function createTombstones(limit: number): Tombstones {
  const deletedAt = new Map<string, number>();
  const held = new Set<string>();
  let moment = 1;
  let floor = 1;
  const trim = () => {
    for (const [tag, at] of deletedAt) {
      if (deletedAt.size <= limit) return;
      deletedAt.delete(tag);
      floor = at;
    }
  };
  return {
    now: () => moment,
    isHolding: () => held.size > 0,
    isDeletedSince: (tag, at) => at < floor || held.has(tag) || (deletedAt.get(tag) ?? 0) > at,
    add: (tags, how) => {
      moment += 1;
      for (const tag of tags) {
        if (how === 'hold') held.add(tag);
        else {
          held.delete(tag);
          // Deleted first, so that the map stays in the order of the deletions.
          deletedAt.delete(tag);
          deletedAt.set(tag, moment);
        }
      }
      trim();
    },
    reset: (alsoHeld) => {
      deletedAt.clear();
      alsoHeld.forEach((tag) => held.add(tag));
      [moment, floor] = [1, 1];
    },
  };
}
