import { DueQueue } from './due-queue.ts';
import type { ProfileState, SegmentMemory } from './memory.ts';
import type { Segments } from './segments.ts';

/** Everything that turns at one moment. */
export interface DueGroup {
  readonly at: number;
  /** Segments whose rule turns by the clock, for every profile. */
  readonly segmentIds: readonly string[];
  /** In order; those that turn by themselves, or all when a segment turns by the clock. */
  readonly profileIds: readonly string[];
}

/** When rules turn without an entry. */
export class DueSchedule {
  readonly #memory: SegmentMemory;
  readonly #segments: Segments;
  readonly #queue = new DueQueue();
  #clockTurns: { readonly at: number; readonly segmentId: string }[] = [];

  constructor(memory: SegmentMemory, segments: Segments) {
    this.#memory = memory;
    this.#segments = segments;
  }

  /** Lines up the clock's turns of all segments after a moment. */
  schedule(after: number): void {
    this.#clockTurns = this.#segments.ordered
      .flatMap(({ segmentId, clockTurns }) => clockTurns.map((at) => ({ at, segmentId })))
      .filter(({ at }) => at > after)
      .toSorted((a, b) => a.at - b.at);
  }

  /** Lines up what a profile has due. */
  add(profile: ProfileState): void {
    for (const at of profile.dues.values()) this.#queue.push(at, profile.profileId);
  }

  set(profile: ProfileState, segmentId: string, at: number | null): void {
    if (at === null) profile.dues.delete(segmentId);
    else if (profile.dues.get(segmentId) !== at) {
      profile.dues.set(segmentId, at);
      this.#queue.push(at, profile.profileId);
    }
  }

  /** The next moment at which something turns, milliseconds; null when nothing ever does. */
  next(): number | null {
    this.#skipStale();
    const moments = [this.#queue.peek()?.at, this.#clockTurns[0]?.at].filter((at) => at !== undefined);
    return moments.length === 0 ? null : Math.min(...moments);
  }

  /** Takes everything that turns at that next moment. */
  take(at: number): DueGroup {
    const segmentIds = this.#clockTurns.filter((turn) => turn.at === at).map(({ segmentId }) => segmentId);
    this.#clockTurns = this.#clockTurns.filter((turn) => turn.at !== at);
    const profileIds = new Set<string>(segmentIds.length > 0 ? this.#memory.profiles.keys() : []);
    for (let row = this.#queue.peek(); row?.at === at; row = this.#queue.peek()) {
      if (this.#isTrue(row)) profileIds.add(row.profileId);
      this.#queue.pop();
    }
    return { at, segmentIds, profileIds: [...profileIds].toSorted() };
  }

  #skipStale(): void {
    for (let row = this.#queue.peek(); row !== undefined && !this.#isTrue(row); row = this.#queue.peek()) {
      this.#queue.pop();
    }
  }

  #isTrue({ at, profileId }: { readonly at: number; readonly profileId: string }): boolean {
    const dues = this.#memory.profiles.get(profileId)?.dues;
    return dues !== undefined && [...dues.values()].includes(at);
  }
}
