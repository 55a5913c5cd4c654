import type { TestDatabase } from '@customer360/testing';
import { uuidOf } from '../oracle/play.ts';
import {
  requireRule,
  SegmentEvaluator,
  segmentEntry,
  selectMembers,
  writeEntries,
  type MembershipChange,
  type RuleEvent,
  type SegmentEntry,
  type SegmentProjection,
} from '../src/index.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const start = Date.parse('2026-03-02T12:00:00Z');

const who = (name: string) => uuidOf(`identifier ${name}`);
export const profileOf = (name: string) => uuidOf(`profile ${name}`);

export type Said = Partial<Omit<RuleEvent, 'identifierId'>> & { readonly by: string };

/** Tells a stream what happened, entry by entry, and keeps the entries for SQL. */
export class Story {
  readonly entries: SegmentEntry[] = [];
  readonly changes: MembershipChange[] = [];
  readonly evaluator = new SegmentEvaluator({
    tenantId: 'acme',
    newId: (...parts) => uuidOf(parts.join('|')),
    history: { eventsOf: () => this.entries.flatMap(({ event }) => event ?? []) },
  });

  entry(hours: number, given: Partial<SegmentEntry>): void {
    const eventId = given.eventId ?? uuidOf(`entry ${this.entries.length}`);
    const entry = segmentEntry({ ...given, loggedAt: start + hours * HOUR, eventId });
    this.changes.push(...this.evaluator.apply(entry).changes);
    this.entries.push(entry);
  }

  born(hours: number, name: string, type: string | null = 'email'): void {
    const firstSeenAt = start + hours * HOUR;
    const change = { identifierId: who(name), type, firstSeenAt, from: null, to: profileOf(name) };
    this.entry(hours, { identifierChanges: [change] });
  }

  happened(hours: number, { by, ...given }: Said): void {
    const eventId = given.eventId ?? uuidOf(`event ${this.entries.length}`);
    const time = start + hours * HOUR;
    const event = {
      eventId,
      identifierId: who(by),
      name: 'A',
      source: 'web',
      time,
      properties: {},
      traits: {},
      ...given,
    };
    this.entry(hours, { event, eventId });
  }

  has(hours: number, name: string, trait: string, value: unknown): void {
    const observedAt = value === null ? null : start + hours * HOUR;
    this.entry(hours, {
      traitChanges: [{ profileId: profileOf(name), source: 'trait', trait, value, observedAt }],
    });
  }

  moved(hours: number, name: string, from: string, to: string): void {
    const change = {
      identifierId: who(name),
      type: 'email',
      firstSeenAt: start,
      from: profileOf(from),
      to: profileOf(to),
    };
    this.entry(hours, { identifierChanges: [change] });
  }

  rule(hours: number, segmentId: string, rule: unknown, version = 1): void {
    this.entry(hours, { segmentChanges: [{ kind: 'ACTIVATED', segmentId, version, rule }] });
  }

  /** Names of the given profiles that are in a segment. */
  members(segmentId: string, names: readonly string[]): readonly string[] {
    const { profiles } = this.evaluator.memory;
    return names.filter((name) => profiles.get(profileOf(name))?.memberships.has(segmentId));
  }

  /** What the stream said, as `ENTERED segment name at+hours`. */
  said(names: readonly string[]): readonly string[] {
    return this.changes.map(({ kind, segmentId, profileId, at, reason }) => {
      const name = names.find((one) => profileOf(one) === profileId) ?? profileId;
      return `${kind} ${segmentId} ${name} ${(at - start) / HOUR}h${reason === 'RULE' ? '' : ` ${reason}`}`;
    });
  }
}

/** Names of the given profiles for which a rule holds by SQL, over what the story told. */
export async function membersBySql(
  database: TestDatabase<SegmentProjection>,
  story: Story,
  asked: {
    readonly tenantId: string;
    readonly rule: unknown;
    readonly at: number;
    readonly names: readonly string[];
  },
): Promise<readonly string[]> {
  const { tenantId, at, names } = asked;
  const rule = requireRule(asked.rule);
  const rows = await database.inTenant(tenantId, async (trx) => {
    await writeEntries(trx, tenantId, story.entries);
    return selectMembers({ db: trx, tenantId, at, rules: new Map(), profileId: null }, rule).execute();
  });
  const ids = new Set(rows.map((row) => row.profile_id));
  return names.filter((name) => ids.has(profileOf(name)));
}
