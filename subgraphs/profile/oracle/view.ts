import type { LogEntry } from '@customer360/event-log';
import { decisionsOf, type Belonging, type Decision, type Statement } from './consents.ts';
import { isEvent, type Evidence } from './evidence.ts';
import type { Fold, IdentifierSet } from './fold.ts';
import { goldenOf, sortedJson, traitsOf, type Golden, type Survivorship } from './golden.ts';
import type { IdentifierState, Link, ProfileState, Snapshot } from './snapshot.ts';

export interface KeyedFact {
  readonly key: string;
  readonly kind: 'MERGED' | 'REFUSED';
  readonly rule: string;
  readonly evidence: LogEntry;
  readonly winner: string;
  readonly loser: string;
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Everything that can be read off one state. */
export class View implements Belonging {
  readonly #fold: Fold;
  readonly #entries: readonly LogEntry[];
  readonly #profileOf = new Map<string, string>();
  readonly #membersOf = new Map<string, string[]>();
  readonly #attributions = new Map<LogEntry, string>();
  readonly #statements: readonly Statement[];
  readonly #survivorship: Survivorship;
  readonly #golden = new Map<string, readonly Golden[]>();
  readonly #decisions = new Map<string, readonly Decision[]>();

  constructor(
    fold: Fold,
    entries: readonly LogEntry[],
    statements: readonly Statement[],
    survivorship: Survivorship,
  ) {
    this.#fold = fold;
    this.#entries = entries.slice();
    for (const id of fold.births.keys()) this.#profileOf.set(id, fold.profileIdOf(id));
    for (const id of fold.closedFrom.keys())
      this.#profileOf.set(fold.remainderId(id), fold.remainderProfileId(id));
    for (const [id, profileId] of this.#profileOf) {
      this.#membersOf.set(profileId, [...(this.#membersOf.get(profileId) ?? []), id].toSorted());
    }
    for (const entry of entries) {
      if (!isEvent(entry)) continue;
      const attribution = fold.attributionOf(entry);
      if (attribution !== null) this.#attributions.set(entry, attribution);
    }
    this.#statements = statements.slice();
    this.#survivorship = survivorship;
  }

  profileOf(attributionId: string): string | null {
    return this.#profileOf.get(attributionId) ?? null;
  }

  attributionOf(entry: LogEntry): string | null {
    return this.#attributions.get(entry) ?? null;
  }

  attributionsOf(profileId: string): readonly string[] {
    return this.#membersOf.get(profileId) ?? [];
  }

  profiles(): ReadonlyMap<string, readonly string[]> {
    return this.#membersOf;
  }

  attributions(): ReadonlyMap<LogEntry, string> {
    return this.#attributions;
  }

  placements(): ReadonlyMap<string, string> {
    return this.#profileOf;
  }

  links(): readonly Link[] {
    return this.#fold.links.toSorted(compareLinks);
  }

  facts(): readonly KeyedFact[] {
    const facts = this.#fold.facts.map((fact) => ({
      ...fact,
      key: [fact.evidence.position, fact.kind, fact.rule, fact.winner, fact.loser].join(' '),
    }));
    return [...new Map(facts.map((fact) => [fact.key, fact])).values()];
  }

  /** Ids of the profiles that hold a blocked identifier. */
  quarantined(): ReadonlySet<string> {
    return new Set([...this.#fold.blocked.keys()].flatMap((id) => this.#profileOf.get(id) ?? []));
  }

  goldenOf(profileId: string): readonly Golden[] {
    const golden = this.#golden.get(profileId) ?? goldenOf(this.#eventsOf(profileId), this.#survivorship);
    this.#golden.set(profileId, golden);
    return golden;
  }

  decisionsOf(profileId: string): readonly Decision[] {
    const decisions = this.#decisions.get(profileId) ?? decisionsOf(profileId, this.#statements, this);
    this.#decisions.set(profileId, decisions);
    return decisions;
  }

  snapshot(evidence: Evidence): Omit<Snapshot, 'ledger' | 'records' | 'answers' | 'resolved'> {
    const linked = new Set(this.#fold.links.map(({ evidence: position }) => position));
    return {
      identifiers: [...this.#fold.births.keys()].toSorted().map((id) => this.#identifier(id)),
      operators: [...evidence.operators]
        .map(([identifierId, operator]) => ({ identifierId, operator }))
        .toSorted((a, b) => byText(a.identifierId, b.identifierId)),
      profiles: this.#profiles(),
      links: this.links(),
      keepApart: [...evidence.keepApart].toSorted().map((pair) => {
        const [a = '', b = ''] = pair.split(' ');
        return [a, b] as const;
      }),
      merges: evidence.merges.map(({ position, pins, revoked }) => ({
        position,
        pins: pins[0] < pins[1] ? pins : ([pins[1], pins[0]] as const),
        state: revoked ? 'REVOKED' : linked.has(position) ? 'IN_FORCE' : 'DORMANT',
      })),
      attributions: [...this.#attributions].map(([{ position }, identifierId]) => ({
        position,
        identifierId,
        profileId: this.#profileOf.get(identifierId) ?? '',
      })),
      sourceRecords: [...this.#attributions]
        .filter(([entry]) => Object.keys(traitsOf(entry)).length > 0)
        .map(([entry, identifierId]) => ({
          position: entry.position,
          identifierId,
          traits: sortedJson(traitsOf(entry)),
        })),
      goldenValues: [...this.#membersOf.keys()].toSorted().flatMap((profileId) =>
        this.goldenOf(profileId).map(({ trait, value, entry, rule }) => ({
          profileId,
          trait,
          value,
          sourceId: entry.sourceId,
          eventId: entry.eventId,
          observedAt: entry.time,
          rule,
        })),
      ),
      consents: [...this.#membersOf.keys()]
        .toSorted()
        .flatMap((profileId) => this.decisionsOf(profileId).map((decision) => ({ profileId, ...decision }))),
    };
  }

  #eventsOf(profileId: string): LogEntry[] {
    return this.#entries.filter((entry) => {
      const attribution = this.#attributions.get(entry);
      return attribution !== undefined && this.#profileOf.get(attribution) === profileId;
    });
  }

  #identifier(id: string): IdentifierState {
    const { births, lastSeenAt, closedFrom, blocked, seenWith } = this.#fold;
    const birth = births.get(id);
    if (birth === undefined) throw new Error(`identifier ${id} is not born`);
    return {
      id,
      type: birth.type,
      birthPosition: birth.entry.position,
      birthRank: birth.rank,
      birthEventId: birth.entry.eventId,
      firstSeenAt: birth.entry.time,
      lastSeenAt: lastSeenAt.get(id) ?? birth.entry.time,
      closedFrom: closedFrom.get(id) ?? null,
      blocked: blocked.get(id) ?? null,
      seenWith: [...(seenWith.get(id) ?? [])].toSorted(),
      profileId: this.#fold.profileIdOf(id),
      ownProfileId: this.#fold.ownProfileId(id),
    };
  }

  #profiles(): ProfileState[] {
    const seen = (id: string) => {
      const times = this.#eventsOf(id).map(({ time }) => time);
      return {
        firstSeenAt: times.length === 0 ? null : Math.min(...times),
        lastSeenAt: times.length === 0 ? null : Math.max(...times),
      };
    };
    const ofSet = (set: IdentifierSet): ProfileState => {
      const founder = this.#fold.founderOf(set.members);
      const id = this.#fold.ownProfileId(founder.id);
      return {
        id,
        founderId: founder.id,
        members: set.members.toSorted(),
        aliases: set.losers
          .map((loser) => ({
            id: this.#fold.ownProfileId(loser.id),
            position: loser.entry.position,
            since: loser.entry.time,
          }))
          .toSorted((a, b) => byText(a.id, b.id)),
        quarantined: this.#fold.blocked.has(founder.id),
        remainder: false,
        ...seen(id),
      };
    };
    const ofClosed = (closed: string): ProfileState => {
      const id = this.#fold.remainderProfileId(closed);
      return {
        id,
        founderId: closed,
        members: [this.#fold.remainderId(closed)],
        aliases: [],
        quarantined: false,
        remainder: true,
        ...seen(id),
      };
    };
    const profiles = [...this.#fold.sets().map(ofSet), ...[...this.#fold.closedFrom.keys()].map(ofClosed)];
    return profiles.toSorted((a, b) => byText(a.id, b.id));
  }
}

export function compareLinks(x: Link, y: Link): number {
  return x.evidence - y.evidence || byText(x.a, y.a) || byText(x.b, y.b);
}
