/** Which rules must be evaluated again for which profiles. */
export class Touched {
  readonly #segments = new Map<string, Set<string> | 'ALL'>();

  all(profileId: string): void {
    this.#segments.set(profileId, 'ALL');
  }

  add(profileId: string, segmentIds: Iterable<string>): void {
    const known = this.#segments.get(profileId);
    if (known === 'ALL') return;
    const set = known ?? new Set<string>();
    for (const id of segmentIds) set.add(id);
    if (set.size > 0) this.#segments.set(profileId, set);
  }

  /** By profile id. */
  entries(): readonly (readonly [string, ReadonlySet<string> | 'ALL'])[] {
    return [...this.#segments].toSorted(([a], [b]) => (a < b ? -1 : 1));
  }
}
