import type { KeyedIds, LogEntry } from '@customer360/event-log';
import type { Evidence, MergeCommand, Values } from './evidence.ts';
import { blockedIdentifiers, isEvent, pairKey } from './evidence.ts';
import type { BlockReason, Link } from './snapshot.ts';

export interface Birth {
  readonly id: string;
  readonly type: string;
  readonly entry: LogEntry;
  readonly rank: number;
}

/** Identifiers that are held to be one person. */
export interface IdentifierSet {
  readonly members: readonly string[];
  /** Founders that lost, in the order in which they did, with the entry at which they did. */
  readonly losers: readonly { readonly id: string; readonly entry: LogEntry }[];
}

export interface Fact {
  readonly kind: 'MERGED' | 'REFUSED';
  readonly rule: string;
  readonly evidence: LogEntry;
  readonly winner: string;
  readonly loser: string;
}

export type Gate = 'TWO_USERS' | 'KEEP_APART' | 'IDENTIFIER_CAP' | 'MERGE_CAP' | 'TYPE_LIMIT';

export interface FoldInput {
  readonly entries: readonly LogEntry[];
  readonly evidence: Evidence;
  readonly values: Values;
  readonly ids: KeyedIds;
}

const limitedTypes = (input: FoldInput) => Object.keys(input.evidence.limits.types).toSorted();

/** F: who is who after a log, from nothing but the log and what people decided. */
export class Fold {
  readonly births = new Map<string, Birth>();
  readonly lastSeenAt = new Map<string, number>();
  readonly blocked: ReadonlyMap<string, BlockReason>;
  readonly closedFrom = new Map<string, number>();
  readonly seenWith = new Map<string, ReadonlySet<string>>();
  readonly facts: Fact[] = [];
  readonly links: Link[] = [];
  readonly #sets = new Map<string, IdentifierSet>();
  readonly #input: FoldInput;

  constructor(input: FoldInput) {
    this.#input = input;
    this.blocked = blockedIdentifiers(input.entries, input.evidence, input.values);
    const merges = new Map(input.evidence.merges.filter((m) => !m.revoked).map((m) => [m.position, m]));
    for (const entry of input.entries) {
      const merge = merges.get(entry.position);
      if (merge !== undefined) this.#merge(entry, merge);
      if (isEvent(entry)) this.#observe(entry);
    }
  }

  setOf(id: string): IdentifierSet {
    const set = this.#sets.get(id);
    if (set === undefined) throw new Error(`identifier ${id} is not born`);
    return set;
  }

  sets(): IdentifierSet[] {
    return [...new Set(this.#sets.values())];
  }

  usersOf(...members: readonly string[]): Set<string> {
    const users = new Set<string>();
    for (const id of members) {
      if (this.births.get(id)?.type === 'user_id') users.add(id);
      for (const user of this.seenWith.get(id) ?? []) users.add(user);
    }
    return users;
  }

  founderOf(members: readonly string[]): Birth {
    const births = members.map((id) => this.#birthOf(id));
    const user = births.find((birth) => birth.type === 'user_id');
    if (user !== undefined) return user;
    const oldest = births.toSorted((a, b) => a.entry.position - b.entry.position || a.rank - b.rank)[0];
    if (oldest === undefined) throw new Error('an empty set has no founder');
    return oldest;
  }

  /** The profile id that the birth of an identifier gives it. */
  ownProfileId(id: string): string {
    const { entry, type, rank } = this.#birthOf(id);
    return this.#input.ids.of('profile', entry.sourceId, String(entry.messageId), type, rank);
  }

  remainderId(id: string): string {
    return this.#input.ids.of('remainder', id, 0);
  }

  remainderProfileId(id: string): string {
    const { entry, type, rank } = this.#birthOf(id);
    return this.#input.ids.of('profile-remainder', entry.sourceId, String(entry.messageId), type, rank, 0);
  }

  profileIdOf(id: string): string {
    return this.ownProfileId(this.founderOf(this.setOf(id).members).id);
  }

  /** The first gate that refuses to join two sets. */
  gate(
    x: string,
    y: string,
    options: { readonly losing: number; readonly windowsAt: number | null },
  ): Gate | null {
    const a = this.setOf(x);
    const b = this.setOf(y);
    const { keepApart, limits } = this.#input.evidence;
    if (this.usersOf(...a.members, ...b.members).size > 1) return 'TWO_USERS';
    const apart = a.members.some((one) => b.members.some((other) => keepApart.has(pairKey(one, other))));
    if (apart) return 'KEEP_APART';
    if (a.members.length + b.members.length > limits.maxIdentifiers) return 'IDENTIFIER_CAP';
    if (a.losers.length + b.losers.length + options.losing > limits.maxMerges) return 'MERGE_CAP';
    if (options.windowsAt === null) return null;
    for (const type of limitedTypes(this.#input)) {
      const inA = this.#count(a, type, options.windowsAt);
      const inB = this.#count(b, type, options.windowsAt);
      const limit = limits.types[type]?.limit ?? Infinity;
      if (inA + inB > limit && inA + inB > Math.max(inA, inB)) return 'TYPE_LIMIT';
    }
    return null;
  }

  /** The attribution id of an event: an identifier, a remainder, or nobody. */
  attributionOf(entry: LogEntry): string | null {
    const ids = entry.identifiers.map((identifier) => identifier.id);
    const id = ids.find((candidate) => !this.blocked.has(candidate)) ?? ids[0];
    if (id === undefined) return null;
    const closed = this.closedFrom.get(id);
    return closed !== undefined && entry.position > closed ? this.remainderId(id) : id;
  }

  #birthOf(id: string): Birth {
    const birth = this.births.get(id);
    if (birth === undefined) throw new Error(`identifier ${id} is not born`);
    return birth;
  }

  #count(set: IdentifierSet, type: string, time: number): number {
    const window = this.#input.evidence.limits.types[type]?.windowMs ?? null;
    return set.members.filter((id) => {
      const birth = this.#birthOf(id);
      if (birth.type !== type) return false;
      if (window === null) return true;
      return Math.abs(birth.entry.time - time) < window;
    }).length;
  }

  #observe(event: LogEntry): void {
    event.identifiers.forEach(({ id, type }, rank) => {
      if (!this.births.has(id)) {
        this.births.set(id, { id, type, entry: event, rank });
        this.#sets.set(id, { members: [id], losers: [] });
      }
      this.lastSeenAt.set(id, Math.max(this.lastSeenAt.get(id) ?? -Infinity, event.time));
    });
    let usable = event.identifiers.filter(({ id }) => !this.blocked.has(id) && !this.closedFrom.has(id));
    const user = event.identifiers.find(({ id, type }) => type === 'user_id' && !this.blocked.has(id))?.id;
    if (user !== undefined) {
      usable = usable.filter(({ id }) => id === user || !this.#closeOrRemember(event, user, id));
    }
    const [anchor, ...others] = usable;
    if (anchor === undefined) return;
    for (const other of others) this.#link(event, anchor.id, other.id);
  }

  /** Whether the value had to be closed, because somebody else uses it. */
  #closeOrRemember(event: LogEntry, user: string, id: string): boolean {
    const users = this.usersOf(...this.setOf(id).members);
    users.delete(user);
    if (users.size === 0) {
      this.seenWith.set(id, new Set([...(this.seenWith.get(id) ?? []), user]));
      return false;
    }
    this.closedFrom.set(id, event.position);
    this.#refuse(event, 'SHARED_VALUE', user, id);
    return true;
  }

  #link(event: LogEntry, anchor: string, id: string): void {
    if (this.setOf(anchor) === this.setOf(id)) return;
    const losing = this.#isSeenBefore(this.#loserOf(anchor, id), event) ? 1 : 0;
    const gate = this.gate(anchor, id, { losing, windowsAt: event.time });
    if (gate === null) this.#join(event, 'SHARED_EVENT', anchor, id);
    else this.#refuse(event, gate, anchor, id);
  }

  #merge(command: LogEntry, { pins: [x, y] }: MergeCommand): void {
    if (this.blocked.has(x) || this.blocked.has(y) || this.setOf(x) === this.setOf(y)) return;
    if (this.gate(x, y, { losing: 1, windowsAt: null }) !== null) return;
    this.#join(command, 'MERGE_COMMAND', x, y);
  }

  #loserOf(x: string, y: string): Birth {
    const founders = [this.founderOf(this.setOf(x).members), this.founderOf(this.setOf(y).members)] as const;
    const winner = this.founderOf([...this.setOf(x).members, ...this.setOf(y).members]);
    return founders[0].id === winner.id ? founders[1] : founders[0];
  }

  #isSeenBefore(birth: Birth, entry: LogEntry): boolean {
    return birth.entry.position < entry.position;
  }

  #join(entry: LogEntry, rule: string, x: string, y: string): void {
    const a = this.setOf(x);
    const b = this.setOf(y);
    const loser = this.#loserOf(x, y);
    const lost = this.#isSeenBefore(loser, entry);
    const union: IdentifierSet = {
      members: [...a.members, ...b.members],
      losers: [...a.losers, ...b.losers, ...(lost ? [{ id: loser.id, entry }] : [])],
    };
    for (const id of union.members) this.#sets.set(id, union);
    this.links.push({ a: x, b: y, evidence: entry.position, rule });
    if (!lost) return;
    const winner = this.profileIdOf(x);
    this.facts.push({ kind: 'MERGED', rule, evidence: entry, winner, loser: this.ownProfileId(loser.id) });
  }

  #refuse(entry: LogEntry, rule: string, x: string, y: string): void {
    this.facts.push({
      kind: 'REFUSED',
      rule,
      evidence: entry,
      winner: this.profileIdOf(x),
      loser: this.profileIdOf(y),
    });
  }
}
