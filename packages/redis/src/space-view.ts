import type { Epoch, Hold } from './cache.ts';
import type { NamedEpoch } from './epoch-register.ts';

export interface OwedRelease {
  readonly hold: Hold;
  /** Until then the cache is told again and again. */
  readonly until: number;
}

/** What one process knows of a tenant's space. Moments are milliseconds of the process's clock. */
export interface SpaceView {
  /** The epoch that it saw named last; null: none yet. */
  readonly epoch: Epoch | null;
  /** Since when it has known that the epoch is closed, and so whoever else asks does. Null: it was open then. */
  readonly closedAt: number | null;
  /** The cache's clock minus ours, never more than it really is. Null: not known. */
  readonly ahead: number | null;
  /** Holds that are over but that the cache may have still, or come to have by a command that was given up. By id. */
  readonly owed: ReadonlyMap<string, OwedRelease>;
}

const nothing: SpaceView = { epoch: null, closedAt: null, ahead: null, owed: new Map() };

/** What a process knows of the spaces of its tenants. */
export class SpaceViews {
  readonly #views = new Map<string, SpaceView>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  get tenantIds(): readonly string[] {
    return [...this.#views.keys()];
  }

  get(tenantId: string): SpaceView {
    return this.#views.get(tenantId) ?? nothing;
  }

  change(tenantId: string, change: Partial<SpaceView>): void {
    this.#views.set(tenantId, { ...this.get(tenantId), ...change });
  }

  /** Takes in what the register named. Another epoch may be on another server, whose clock and holds are not known. */
  note(tenantId: string, named: NamedEpoch): void {
    const view = this.get(tenantId);
    const isSame = view.epoch === named.epoch;
    // What was asked before the closing may be noted after it.
    const known = isSame ? view.closedAt : null;
    const closedAt = known ?? (named.closed === null ? null : this.#clock());
    if (isSame) this.change(tenantId, { closedAt });
    else this.#views.set(tenantId, { ...nothing, epoch: named.epoch, closedAt });
  }

  /** Notes holds that the cache may have although they are over; of another epoch they are void. */
  owe(tenantId: string, holds: readonly Hold[], forMs: number): void {
    const until = this.#clock() + forMs;
    const { epoch, owed } = this.get(tenantId);
    const more = holds.filter((hold) => hold.epoch === epoch);
    this.change(tenantId, {
      owed: new Map([...owed, ...more.map((hold) => [hold.id, { hold, until }] as const)]),
    });
  }

  /** Forgets releases that the cache was told for long enough. */
  paid(tenantId: string): void {
    const left = [...this.get(tenantId).owed].filter(([, { until }]) => this.#clock() < until);
    this.change(tenantId, { owed: new Map(left) });
  }
}
