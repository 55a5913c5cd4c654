import type { SegmentEntry } from '../src/facts/entry.ts';
import { midnights } from './local-days.ts';
import { objectsIn } from './raw.ts';
import { instantOf, isTrue, lengthOf } from './truth.ts';
import { emptyWorld, identifiersOf, learn, profilesOf, type World } from './world.ts';

export interface ExpectedChange {
  readonly at: number;
  readonly cause: string;
  readonly profileId: string;
  readonly segmentId: string;
  readonly version: number;
  readonly kind: 'ENTERED' | 'EXITED';
  readonly reason: 'RULE' | 'MERGED' | 'ARCHIVED' | 'QUARANTINED';
}

export interface Expected {
  readonly changes: readonly ExpectedChange[];
  /** `segment profile enteredAt version` of every membership at the end. */
  readonly members: readonly string[];
  readonly refused: readonly string[];
}

/** What must happen, by asking for every rule and profile at every moment that could matter. */
export function timeline(entries: readonly SegmentEntry[], through: number): Expected {
  const run = new Run();
  for (const entry of entries) run.entry(entry);
  run.pass(through);
  return { changes: run.changes, members: run.memberList(), refused: run.refused };
}

class Run {
  readonly world: World = emptyWorld();
  readonly changes: ExpectedChange[] = [];
  readonly refused: string[] = [];
  readonly #members = new Map<string, Map<string, { enteredAt: number; version: number }>>();
  #clock: number | null = null;

  memberList(): readonly string[] {
    return [...this.#members]
      .flatMap(([segmentId, members]) =>
        [...members].map(([id, { enteredAt, version }]) => `${segmentId} ${id} ${enteredAt} ${version}`),
      )
      .toSorted();
  }

  /** Time goes by without an entry. */
  pass(through: number): void {
    if (this.#clock !== null) {
      for (const at of moments(this.world, this.#clock, through)) this.#settle(at, `due:${at}`, new Map());
    }
    this.#clock = through;
  }

  entry(entry: SegmentEntry): void {
    const { loggedAt: at, eventId: cause } = entry;
    this.pass(at);
    const homes = new Map([...this.world.identifiers].map(([id, { profile }]) => [id, profile]));
    const versions = new Map([...this.world.rules].map(([id, { version }]) => [id, version]));
    const gone = learn(this.world, entry);
    this.refused.push(...gone.refused);
    const inherited = new Map<string, number>();
    for (const [segmentId, members] of this.#members) {
      const isArchived = gone.archived.includes(segmentId);
      const version = this.world.rules.get(segmentId)?.version ?? versions.get(segmentId) ?? 0;
      for (const [profileId, { enteredAt }] of members) {
        const isMerged = gone.merged.includes(profileId);
        const isQuarantined = this.world.quarantined.has(profileId);
        if (gone.erased.includes(profileId) && !isArchived) members.delete(profileId);
        if (!isArchived && !isMerged && !isQuarantined) continue;
        members.delete(profileId);
        const reason = isArchived ? 'ARCHIVED' : isMerged ? 'MERGED' : 'QUARANTINED';
        this.changes.push({ at, cause, profileId, segmentId, version, kind: 'EXITED', reason });
        if (!isMerged || isArchived) continue;
        for (const [id, home] of homes) {
          if (home !== profileId) continue;
          const heir = this.world.identifiers.get(id)?.profile;
          const key = `${segmentId} ${heir ?? ''}`;
          inherited.set(key, Math.min(enteredAt, inherited.get(key) ?? enteredAt));
        }
      }
    }
    this.#settle(at, cause, inherited);
  }

  #settle(at: number, cause: string, inherited: ReadonlyMap<string, number>): void {
    for (const profile of candidates(this.world)) {
      for (const [segmentId, { rule, version }] of this.world.rules) {
        const members =
          this.#members.get(segmentId) ?? new Map<string, { enteredAt: number; version: number }>();
        this.#members.set(segmentId, members);
        const former = members.get(profile);
        const isMember = isTrue(rule, { world: this.world, profile, at });
        if (isMember) {
          const enteredAt = former?.enteredAt ?? inherited.get(`${segmentId} ${profile}`) ?? at;
          members.set(profile, { enteredAt, version });
        } else members.delete(profile);
        if (isMember === (former !== undefined)) continue;
        const kind = isMember ? 'ENTERED' : 'EXITED';
        this.changes.push({ at, cause, profileId: profile, segmentId, version, kind, reason: 'RULE' });
      }
    }
  }
}

/** Every moment after one and through another at which any rule could turn by itself: too many rather than too few. */
export function moments(world: World, after: number, through: number): readonly number[] {
  const objects = [...world.rules.values()].flatMap(({ rule }) => objectsIn(rule));
  const lengths = objects.flatMap(({ within, now }) =>
    [within, now].filter((one) => typeof one === 'string').map(lengthOf),
  );
  const zones = new Set(
    objects.flatMap(({ calendar }) =>
      calendar === undefined ? [] : (objectsIn(calendar)[0]?.['zone'] ?? []),
    ),
  );
  const dates = objects.filter((one) => typeof one['date'] === 'string').map((one) => instantOf(one, 0));
  const consents = [...world.consents.values()].flatMap((of) =>
    [...of.values()].map(({ expiresAt }) => expiresAt ?? 0),
  );
  const values = [...world.computed.values()].flatMap((of) => [...of.values()].map(({ value }) => value));
  const instants = [
    ...world.events.flatMap(({ properties, traits }) => [properties, traits]),
    values,
  ].flatMap(instantsIn);
  const shifted = [...world.events.map(({ time }) => time), ...instants].flatMap((time) =>
    lengths.flatMap((length) => [time + length, time - length, time - length + 1]),
  );
  const starts = [...zones].flatMap((zone) =>
    typeof zone === 'string' ? midnights(zone, after, through) : [],
  );
  const all = [...shifted, ...consents, ...dates.flatMap((at) => [at, at + 1]), ...starts];
  return [...new Set(all)].filter((at) => at > after && at <= through).toSorted((a, b) => a - b);
}

function instantsIn(value: unknown): readonly number[] {
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\dT/.test(value) ? [Date.parse(value)] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(instantsIn) : [];
}

/** Profiles that rules may hold for. */
function candidates(world: World): readonly string[] {
  return profilesOf(world).filter((profile) => !world.quarantined.has(profile));
}

/** Members of every segment at a moment, as `segment profile`. */
export function membersAt(world: World, at: number): readonly string[] {
  return candidates(world)
    .filter((profile) =>
      identifiersOf(world, profile).some((id) => (world.identifiers.get(id)?.firstSeenAt ?? at) <= at),
    )
    .flatMap((profile) =>
      [...world.rules]
        .filter(([, { rule }]) => isTrue(rule, { world, profile, at }))
        .map(([segmentId]) => `${segmentId} ${profile}`),
    )
    .toSorted();
}
