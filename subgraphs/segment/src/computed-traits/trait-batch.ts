import type { ResolvedEvent } from '@customer360/event-log';
import type { ProfileValueChange } from '@customer360/segment-rules';
import type { ComputedValue } from './defined-trait.ts';
import type { OwnedIdentifier } from './identifier-owners.ts';
import { fold, observe, type ObservedEvent } from './observe.ts';
import { mergeStates, valuesOf, type TraitSet, type TraitStates } from './trait-set.ts';

/** Some identifiers with their states in memory, worked event by event. */
export class TraitBatch {
  readonly #set: TraitSet;
  /** Rules have windows of their own, so they are not offered traits that time alone changes. */
  readonly #offered: TraitSet['traits'];
  readonly #owners = new Map<string, string>();
  readonly #identifiers = new Map<string, Set<string>>();
  readonly #states: Map<string, TraitStates>;
  /** JSON of the values that rules know, by profile and trait. */
  readonly #known = new Map<string, ReadonlyMap<string, string>>();
  /** To be stored. */
  readonly observed: ObservedEvent[] = [];
  readonly changed = new Map<string, TraitStates>();
  readonly ceased = new Set<string>();

  constructor(
    set: TraitSet,
    owned: readonly OwnedIdentifier[],
    states: ReadonlyMap<string, TraitStates>,
    asOf: number,
  ) {
    this.#set = set;
    this.#offered = set.traits.filter(({ isSliding }) => !isSliding);
    this.#states = new Map(states);
    for (const { identifierId, profileId } of owned) this.#give(identifierId, profileId);
    for (const profileId of this.#identifiers.keys()) {
      this.#known.set(profileId, textsOf(this.#valuesOf(profileId, asOf)));
    }
  }

  /**
   * Takes over who owns what, states that were folded anew because events moved, then the event itself. Answers what rules
   * are to know anew.
   */
  apply(
    resolved: ResolvedEvent,
    refolded: ReadonlyMap<string, TraitStates> = new Map(),
  ): readonly ProfileValueChange[] {
    const touched = new Set<string>();
    for (const { identifierId, from, to } of resolved.setChanges) {
      if (from !== null) touched.add(from);
      this.#give(identifierId, to);
      touched.add(to);
    }
    for (const [identifierId, states] of refolded) this.#save(identifierId, states);
    for (const identifierId of resolved.ceased) this.#cease(identifierId, touched);
    const observed = observe(this.#set, resolved);
    if (observed !== null) {
      this.observed.push(observed);
      const { identifierId } = observed;
      this.#save(identifierId, fold(this.#set, this.#states.get(identifierId) ?? {}, [observed]));
    }
    const told = [...refolded.keys(), ...(observed === null ? [] : [observed.identifierId])];
    for (const identifierId of told) {
      const owner = this.#owners.get(identifierId);
      if (owner !== undefined) touched.add(owner);
    }
    return this.#changesOf(touched, resolved);
  }

  /** Every value of the profiles in memory, as rules are to know it. */
  present(resolved: ResolvedEvent): readonly ProfileValueChange[] {
    this.#known.clear();
    return this.#changesOf(new Set(this.#identifiers.keys()), resolved);
  }

  #give(identifierId: string, profileId: string): void {
    this.#identifiers.get(this.#owners.get(identifierId) ?? '')?.delete(identifierId);
    this.#owners.set(identifierId, profileId);
    const known = this.#identifiers.get(profileId);
    if (known === undefined) this.#identifiers.set(profileId, new Set([identifierId]));
    else known.add(identifierId);
  }

  #save(identifierId: string, states: TraitStates): void {
    this.#states.set(identifierId, states);
    this.changed.set(identifierId, states);
  }

  #cease(identifierId: string, touched: Set<string>): void {
    const owner = this.#owners.get(identifierId);
    if (owner !== undefined) {
      touched.add(owner);
      this.#identifiers.get(owner)?.delete(identifierId);
    }
    this.#owners.delete(identifierId);
    this.#states.delete(identifierId);
    this.changed.delete(identifierId);
    this.ceased.add(identifierId);
  }

  /** Nothing for a profile without identifiers: it is gone, and its facts with it. */
  #changesOf(profileIds: ReadonlySet<string>, { loggedAt, event }: ResolvedEvent): ProfileValueChange[] {
    return [...profileIds].flatMap((profileId) => {
      const known = this.#known.get(profileId);
      if ((this.#identifiers.get(profileId)?.size ?? 0) === 0) {
        this.#known.delete(profileId);
        return [];
      }
      const values = this.#valuesOf(profileId, loggedAt);
      const texts = textsOf(values);
      this.#known.set(profileId, texts);
      return [...values].flatMap(([trait, value]) => {
        if (texts.get(trait) === (known?.get(trait) ?? 'null')) return [];
        const observedAt = value === null ? null : event.time;
        return [{ profileId, source: 'computed' as const, trait, value, observedAt }];
      });
    });
  }

  #valuesOf(profileId: string, asOf: number): ReadonlyMap<string, ComputedValue> {
    const ids = [...(this.#identifiers.get(profileId) ?? [])];
    const states = ids.map((id) => this.#states.get(id) ?? {});
    return valuesOf(this.#offered, mergeStates({ traits: this.#offered }, states), asOf);
  }
}

function textsOf(values: ReadonlyMap<string, ComputedValue>): ReadonlyMap<string, string> {
  return new Map([...values].map(([trait, value]) => [trait, JSON.stringify(value)]));
}
