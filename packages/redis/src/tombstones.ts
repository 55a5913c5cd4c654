/** Which tags are held, and when each was released last, as far back as `limit` releases. */
export interface Tombstones {
  /** The present moment: the number of holds and releases so far. */
  readonly now: () => number;
  readonly isHolding: () => boolean;
  /** Whether what was read at a moment may be too old for a tag. */
  readonly isChangedSince: (tag: string, moment: number) => boolean;
  /** A hold that is known already is not counted again. */
  readonly hold: (id: string, tags: Iterable<string>) => void;
  /** False when the hold is not known. */
  readonly release: (id: string) => boolean;
}

export function createTombstones(limit: number): Tombstones {
  const releasedAt = new Map<string, number>();
  const holds = new Map<string, ReadonlySet<string>>();
  /** How many holds each tag has. */
  const held = new Map<string, number>();
  let moment = 1;
  let floor = 1;
  const trim = () => {
    for (const [tag, at] of releasedAt) {
      if (releasedAt.size <= limit) return;
      releasedAt.delete(tag);
      floor = at;
    }
  };
  const free = (tag: string) => {
    held.delete(tag);
    // Deleted first, so that the map stays in the order of the releases.
    releasedAt.delete(tag);
    releasedAt.set(tag, moment);
  };
  return {
    now: () => moment,
    isHolding: () => held.size > 0,
    isChangedSince: (tag, at) => at < floor || held.has(tag) || (releasedAt.get(tag) ?? 0) > at,
    hold: (id, tags) => {
      if (holds.has(id)) return;
      moment += 1;
      const unique = new Set(tags);
      holds.set(id, unique);
      for (const tag of unique) held.set(tag, (held.get(tag) ?? 0) + 1);
    },
    release: (id) => {
      const tags = holds.get(id);
      if (tags === undefined) return false;
      holds.delete(id);
      moment += 1;
      for (const tag of tags) {
        const left = (held.get(tag) ?? 1) - 1;
        if (left > 0) held.set(tag, left);
        else free(tag);
      }
      trim();
      return true;
    },
  };
}
