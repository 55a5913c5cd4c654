import type { IdentifierSet } from './known-identifier.ts';

/** Pairs of identifiers that must not share a set, both ways round. */
export class KeepApartPairs {
  readonly #others = new Map<string, Set<string>>();

  constructor(pairs: Iterable<readonly [string, string]> = []) {
    for (const [a, b] of pairs) this.add(a, b);
  }

  add(a: string, b: string): void {
    this.#of(a).add(b);
    this.#of(b).add(a);
  }

  remove(a: string, b: string): void {
    this.#others.get(a)?.delete(b);
    this.#others.get(b)?.delete(a);
  }

  has(a: string, b: string): boolean {
    return this.#others.get(a)?.has(b) ?? false;
  }

  othersOf(id: string): readonly string[] {
    return [...(this.#others.get(id) ?? [])].toSorted();
  }

  /** True when a pair has one end in each set. */
  separates(one: IdentifierSet, other: IdentifierSet): boolean {
    if (this.#others.size === 0) return false;
    const [small, large] = one.members.length < other.members.length ? [one, other] : [other, one];
    return small.members.some((member) => {
      const others = this.#others.get(member.birth.id);
      if (others === undefined || others.size === 0) return false;
      return large.members.some((candidate) => others.has(candidate.birth.id));
    });
  }

  #of(id: string): Set<string> {
    const known = this.#others.get(id);
    if (known !== undefined) return known;
    const others = new Set<string>();
    this.#others.set(id, others);
    return others;
  }
}
