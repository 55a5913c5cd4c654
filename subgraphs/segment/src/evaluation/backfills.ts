/** How far something is. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** Back-fills that this process has under way: nobody else can see into their transaction. */
export class Backfills {
  readonly #progress = new Map<string, Progress>();

  set(tenantId: string, segmentId: string, progress: Progress): void {
    this.#progress.set(keyOf(tenantId, segmentId), progress);
  }

  end(tenantId: string, segmentId: string): void {
    this.#progress.delete(keyOf(tenantId, segmentId));
  }

  /** Null when none is under way here. */
  of(tenantId: string, segmentId: string): Progress | null {
    return this.#progress.get(keyOf(tenantId, segmentId)) ?? null;
  }
}

function keyOf(tenantId: string, segmentId: string): string {
  return `${tenantId} ${segmentId}`;
}
