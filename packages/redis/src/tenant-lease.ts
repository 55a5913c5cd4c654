/** What one process knows of its lease for one tenant. Moments are milliseconds of the process's clock. */
export interface TenantLease {
  /** From here on the lease has surely ended, unless it was renewed since. Null: never asked for. */
  readonly endsBy: number | null;
  /** Until then a renewal without an answer may still take effect. */
  readonly unsureUntil: number;
  /** The cache's clock minus ours, never more than it really is. Null: not known yet. */
  readonly ahead: number | null;
  /** Invalidations that wait for the cache. While there are any the lease is not renewed. */
  readonly waiting: number;
  /** The next renewal must void all entries, because an invalidation is missing. */
  readonly mustRenewEpoch: boolean;
  /** How many open holds each tag has. */
  readonly held: ReadonlyMap<string, number>;
  /** Tags whose hold is over but that the cache still holds, because it could not be told. */
  readonly owed: ReadonlySet<string>;
}

/** The lease of one tenant, as it is now. */
export interface LeaseCell {
  readonly get: () => TenantLease;
  readonly change: (by: (lease: TenantLease) => TenantLease) => void;
}

export const noLease: TenantLease = {
  endsBy: null,
  unsureUntil: -Infinity,
  ahead: null,
  waiting: 0,
  mustRenewEpoch: false,
  held: new Map(),
  owed: new Set(),
};

export function withHeld(lease: TenantLease, tags: readonly string[]): TenantLease {
  const held = new Map(lease.held);
  for (const tag of tags) held.set(tag, (held.get(tag) ?? 0) + 1);
  const owed = new Set([...lease.owed].filter((tag) => !held.has(tag)));
  return { ...lease, held, owed };
}

/** Ends one hold of each tag and answers those that nobody holds any more. */
export function withoutHeld(
  lease: TenantLease,
  tags: readonly string[],
): { readonly lease: TenantLease; readonly free: readonly string[] } {
  const held = new Map(lease.held);
  const free: string[] = [];
  for (const tag of tags) {
    const left = (held.get(tag) ?? 1) - 1;
    if (left > 0) held.set(tag, left);
    else {
      held.delete(tag);
      free.push(tag);
    }
  }
  return { lease: { ...lease, held }, free };
}

/** Ends one hold of each tag without telling the cache, which may hold them still. */
export function owing(lease: TenantLease, tags: readonly string[]): TenantLease {
  const { lease: left, free } = withoutHeld(lease, tags);
  return { ...left, owed: new Set([...left.owed, ...free]) };
}
