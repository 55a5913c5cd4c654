import type { SegmentRule } from '../rule/rule.ts';
import type { CompiledSegment } from './compiled-segment.ts';

/** The segments of one tenant that are in force. */
export class Segments {
  readonly #compiled = new Map<string, CompiledSegment>();
  readonly #batch = new Map<string, ReadonlySet<string>>();
  #ordered: readonly CompiledSegment[] = [];
  readonly #places = new Map<string, number>();
  readonly #dependents = new Map<string, readonly string[]>();

  /** Every real-time segment after those that it asks for. */
  get ordered(): readonly CompiledSegment[] {
    return this.#ordered;
  }

  get(segmentId: string): CompiledSegment | undefined {
    return this.#compiled.get(segmentId);
  }

  /** The first of these in `ordered`; undefined when none is in force. */
  firstOf(segmentIds: Iterable<string>): CompiledSegment | undefined {
    let first = this.#ordered.length;
    for (const id of segmentIds) first = Math.min(first, this.#places.get(id) ?? first);
    return this.#ordered[first];
  }

  /** Segments whose rules ask for this one. */
  dependentsOf(segmentId: string): readonly string[] {
    return this.#dependents.get(segmentId) ?? [];
  }

  /** Members of a batch segment as of its last recompute; null for other segments. */
  batchMembers(segmentId: string): ReadonlySet<string> | null {
    return this.#batch.get(segmentId) ?? null;
  }

  /** The rules in force, null for batch segments. */
  rules(): ReadonlyMap<string, SegmentRule | null> {
    return new Map<string, SegmentRule | null>([
      ...[...this.#batch.keys()].map((id) => [id, null] as const),
      ...[...this.#compiled].map(([id, { rule }]) => [id, rule] as const),
    ]);
  }

  set(segment: CompiledSegment): void {
    this.#compiled.set(segment.segmentId, segment);
    this.#order();
  }

  setBatch(segmentId: string, profileIds: ReadonlySet<string>): void {
    this.#batch.set(segmentId, profileIds);
  }

  /** Takes a profile out of the batch segments; true when it was in one. */
  leaveBatches(profileId: string): boolean {
    const left = [...this.#batch].filter(([, members]) => members.has(profileId));
    for (const [segmentId, members] of left) {
      this.#batch.set(segmentId, new Set([...members].filter((id) => id !== profileId)));
    }
    return left.length > 0;
  }

  delete(segmentId: string): void {
    this.#compiled.delete(segmentId);
    this.#batch.delete(segmentId);
    this.#order();
  }

  #order(): void {
    const ordered = new Map<string, CompiledSegment>();
    const visit = (segmentId: string): void => {
      const segment = this.#compiled.get(segmentId);
      if (segment === undefined || ordered.has(segmentId)) return;
      for (const id of segment.references.toSorted()) visit(id);
      ordered.set(segmentId, segment);
    };
    for (const id of [...this.#compiled.keys()].toSorted()) visit(id);
    this.#ordered = [...ordered.values()];
    this.#places.clear();
    for (const [place, { segmentId }] of this.#ordered.entries()) this.#places.set(segmentId, place);
    this.#dependents.clear();
    for (const { segmentId, references } of this.#ordered) {
      for (const id of references) {
        this.#dependents.set(id, [...(this.#dependents.get(id) ?? []), segmentId]);
      }
    }
  }
}
