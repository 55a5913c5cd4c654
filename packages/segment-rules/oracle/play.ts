import { createHash } from 'node:crypto';
import {
  segmentEntry,
  type ProfileValueChange,
  type RuleEvent,
  type SegmentEntry,
} from '../src/facts/entry.ts';
import type { Scenario, Step } from './steps.ts';

interface Person {
  readonly id: string;
  readonly home: string;
  readonly type: string | null;
  readonly firstSeenAt: number;
  readonly birth: number;
  profile: string;
}

const types = ['user_id', 'email', 'anonymous_id', 'anonymous_id', null, 'email', 'phone'] as const;

export function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * The entries that a scenario makes: a small model of identity resolution that names a profile after its oldest
 * identifier and keeps the newest observation of a trait. Steps that make no sense say nothing.
 */
export function play({ start, steps }: Scenario): readonly SegmentEntry[] {
  const model = new Model();
  let at = start;
  return steps.map((step, index) => {
    at += step.wait;
    return model.take(step, at, index);
  });
}

class Model {
  readonly #people = new Map<number, Person>();
  readonly #dead = new Set<number>();
  readonly #blocked = new Set<number>();
  #events: RuleEvent[] = [];
  #golden = new Map<
    string,
    ReadonlyMap<string, { readonly text: string; readonly at: number; readonly value: unknown }>
  >();
  readonly #versions = new Map<string, number>();

  take(step: Step, at: number, index: number): SegmentEntry {
    const before = new Map([...this.#people.values()].map((person) => [person, person.profile]));
    const quarantined = this.#quarantined();
    const facts = this.#facts(step, at, index);
    const identifierChanges = [...this.#people.values()]
      .filter((person) => before.get(person) !== person.profile)
      .map((person) => ({
        identifierId: person.id,
        type: person.type,
        firstSeenAt: person.firstSeenAt,
        from: before.get(person) ?? null,
        to: person.profile,
      }));
    const eventId = step.kind === 'event' ? step.id : uuidOf(`entry ${index}`);
    const traitChanges = [...this.#traitChanges(), ...(facts.traitChanges ?? [])];
    const quarantineChanges = changesOf(quarantined, this.#quarantined());
    return segmentEntry({
      loggedAt: at,
      eventId,
      ...facts,
      identifierChanges,
      traitChanges,
      quarantineChanges,
    });
  }

  #facts(step: Step, at: number, index: number): Partial<SegmentEntry> {
    switch (step.kind) {
      case 'event':
        return this.#event(step, at, index);
      case 'merge':
        this.#unite(step.one, step.other);
        return {};
      case 'split':
        this.#split(step.who);
        return {};
      case 'move':
        return this.#move(step.nth, step.who);
      case 'erase':
        return this.#erase(step.who);
      case 'block':
        this.#blocked.add(step.who);
        this.#split(step.who);
        return {};
      case 'unblock':
        this.#blocked.delete(step.who);
        return {};
      case 'activate': {
        const version = (this.#versions.get(step.segmentId) ?? 0) + 1;
        this.#versions.set(step.segmentId, version);
        return {
          segmentChanges: [{ kind: 'ACTIVATED', segmentId: step.segmentId, version, rule: step.rule }],
        };
      }
      case 'archive':
        return { segmentChanges: [{ kind: 'ARCHIVED', segmentId: step.segmentId }] };
      case 'recompute': {
        const quarantined = this.#quarantined();
        const profileIds = step.members
          .flatMap((who) => this.#people.get(who)?.profile ?? [])
          .filter((id) => !quarantined.has(id));
        return {
          segmentChanges: [
            { kind: 'RECOMPUTED', segmentId: step.segmentId, profileIds: [...new Set(profileIds)] },
          ],
        };
      }
      case 'consent':
      case 'computed':
      case 'list':
        return this.#aboutPerson(step, at);
      case 'tick':
        return {};
      default:
        return step satisfies never;
    }
  }

  #aboutPerson(
    step: Extract<Step, { kind: 'consent' | 'computed' | 'list' }>,
    at: number,
  ): Partial<SegmentEntry> {
    const person = this.#people.get(step.who);
    if (person === undefined) return {};
    const profileId = person.profile;
    if (step.kind === 'consent') {
      const { purpose, status, lasts } = step;
      return {
        consentChanges: [{ profileId, purpose, status, expiresAt: lasts === null ? null : at + lasts }],
      };
    }
    if (step.kind === 'list') {
      return { listChanges: [{ listId: step.list, change: step.change, identifierIds: [person.id] }] };
    }
    const { trait, value } = step;
    const observedAt = value === null ? null : at;
    return { traitChanges: [{ profileId, source: 'computed', trait, value, observedAt }] };
  }

  #event(step: Extract<Step, { kind: 'event' }>, at: number, index: number): Partial<SegmentEntry> {
    const time = at - step.late;
    const person = this.#person(step.who, time, index);
    if (person === null) return {};
    if (step.also !== null && this.#person(step.also, time, index) !== null) this.#unite(step.who, step.also);
    const { id: eventId, name, source, properties, traits } = step;
    const event = { eventId, identifierId: person.id, name, source, time, properties, traits };
    this.#events.push(event);
    return { event };
  }

  #person(who: number, time: number, index: number): Person | null {
    const known = this.#people.get(who);
    if (known !== undefined || this.#dead.has(who)) return known ?? null;
    const home = uuidOf(`profile ${who}`);
    const person: Person = {
      id: uuidOf(`identifier ${who}`),
      home,
      type: types[who % types.length] ?? null,
      firstSeenAt: time,
      birth: index * 10 + this.#people.size,
      profile: home,
    };
    this.#people.set(who, person);
    return person;
  }

  #unite(one: number, other: number): void {
    const [a, b] = [this.#people.get(one), this.#people.get(other)];
    if (a === undefined || b === undefined || this.#blocked.has(one) || this.#blocked.has(other)) return;
    this.#name([...this.#members(a.profile), ...this.#members(b.profile)]);
  }

  #split(who: number): void {
    const person = this.#people.get(who);
    if (person === undefined) return;
    const rest = this.#members(person.profile).filter((one) => one !== person);
    this.#name([person]);
    this.#name(rest);
  }

  #move(nth: number, who: number): Partial<SegmentEntry> {
    const event = this.#events.length === 0 ? undefined : this.#events[nth % this.#events.length];
    const person = this.#people.get(who);
    if (event === undefined || person === undefined || event.identifierId === person.id) return {};
    this.#events = this.#events.map((one) => (one === event ? { ...one, identifierId: person.id } : one));
    return { reattributed: [{ eventId: event.eventId, from: event.identifierId, to: person.id }] };
  }

  #erase(who: number): Partial<SegmentEntry> {
    const person = this.#people.get(who);
    if (person === undefined) return {};
    this.#people.delete(who);
    this.#dead.add(who);
    this.#events = this.#events.filter(({ identifierId }) => identifierId !== person.id);
    this.#name(this.#members(person.profile));
    return { erased: [person.id] };
  }

  /** Profiles of blocked identifiers, each of its own. */
  #quarantined(): ReadonlySet<string> {
    return new Set([...this.#blocked].flatMap((who) => this.#people.get(who)?.profile ?? []));
  }

  #members(profile: string): readonly Person[] {
    return [...this.#people.values()].filter((person) => person.profile === profile);
  }

  #name(members: readonly Person[]): void {
    const [oldest] = members.toSorted((a, b) => a.birth - b.birth);
    if (oldest !== undefined) for (const person of members) person.profile = oldest.home;
  }

  #traitChanges(): readonly ProfileValueChange[] {
    const golden = new Map(
      [...this.#people.values()].map(({ profile }) => [profile, this.#goldenOf(profile)]),
    );
    const changes = [...golden].flatMap(([profileId, values]) => {
      const former = this.#golden.get(profileId);
      const traits = new Set([...(former?.keys() ?? []), ...values.keys()]);
      return [...traits].flatMap((trait): ProfileValueChange[] => {
        const [old, present] = [former?.get(trait), values.get(trait)];
        if (old?.text === present?.text && old?.at === present?.at) return [];
        const value = present?.value ?? null;
        return [{ profileId, source: 'trait', trait, value, observedAt: present?.at ?? null }];
      });
    });
    this.#golden = golden;
    return changes;
  }

  #goldenOf(profile: string) {
    const ids = new Set(this.#members(profile).map(({ id }) => id));
    const values = new Map<string, { readonly text: string; readonly at: number; readonly value: unknown }>();
    const events = this.#events
      .filter(({ identifierId, source }) => ids.has(identifierId) && !source.startsWith('internal:'))
      .toSorted((a, b) => a.time - b.time || (a.eventId < b.eventId ? -1 : 1));
    for (const { traits, time } of events) {
      for (const [trait, value] of Object.entries(traits)) {
        if (value === null) values.delete(trait);
        else values.set(trait, { text: JSON.stringify(value), at: time, value });
      }
    }
    return values;
  }
}

function changesOf(
  before: ReadonlySet<string>,
  after: ReadonlySet<string>,
): SegmentEntry['quarantineChanges'] {
  return [...new Set([...before, ...after])]
    .filter((profileId) => before.has(profileId) !== after.has(profileId))
    .map((profileId) => ({ profileId, quarantined: after.has(profileId) }))
    .toSorted((a, b) => (a.profileId < b.profileId ? -1 : 1));
}
