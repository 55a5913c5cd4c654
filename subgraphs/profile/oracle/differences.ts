import type { KeyedIds, LogEntry } from '@customer360/event-log';
import type { Link, LedgerRow, MergeRecordRow, ResolvedState } from './snapshot.ts';
import { compareLinks, type KeyedFact, type View } from './view.ts';

/** What the ledger gains between two states. */
export function linkChanges(entry: LogEntry, before: View, after: View): LedgerRow[] {
  const key = (link: Link) => [link.evidence, link.a, link.b, link.rule].join(' ');
  const former = new Set(before.links().map(key));
  const present = new Set(after.links().map(key));
  const rows = (kind: LedgerRow['kind'], links: readonly Link[]): LedgerRow[] =>
    links.toSorted(compareLinks).map((link) => ({ trigger: entry.position, kind, ...link }));
  return [
    ...rows(
      'RETRACT',
      before.links().filter((link) => !present.has(key(link))),
    ),
    ...rows(
      'LINK',
      after.links().filter((link) => !former.has(key(link))),
    ),
  ];
}

/** The merge records that an entry leaves between two states. */
export function factChanges(entry: LogEntry, before: View, after: View, ids: KeyedIds): MergeRecordRow[] {
  const former = new Set(before.facts().map(({ key }) => key));
  const present = new Set(after.facts().map(({ key }) => key));
  const record = (fact: KeyedFact, kind: MergeRecordRow['kind']): MergeRecordRow => ({
    id: ids.of('record', entry.eventId, fact.evidence.eventId, kind, fact.winner, fact.loser, fact.rule),
    kind,
    rule: fact.rule,
    winnerId: fact.winner,
    loserId: fact.loser,
    trigger: entry.position,
    evidence: fact.evidence.position,
    time: entry.time,
    active: null,
  });
  return [
    ...before
      .facts()
      .filter(({ key, kind }) => kind === 'MERGED' && !present.has(key))
      .map((fact) => record(fact, 'UNMERGED')),
    ...after
      .facts()
      .filter(({ key }) => !former.has(key))
      .map((fact) => record(fact, fact.kind)),
  ];
}

/** The lists of the resolved stream. */
export function listChanges(
  entry: LogEntry,
  before: View,
  after: View,
): Omit<ResolvedState, 'position' | 'identifierId' | 'profileId' | 'linkChanges'> {
  const profileIds = [...after.profiles().keys()].toSorted();
  return {
    setChanges: [...after.placements()]
      .map(([identifierId, to]) => ({ identifierId, from: before.profileOf(identifierId), to }))
      .filter(({ from, to }) => from !== to)
      .toSorted((a, b) => (a.identifierId < b.identifierId ? -1 : 1)),
    ceased: [...before.placements().keys()].filter((id) => !after.placements().has(id)).toSorted(),
    reattributed: [...after.attributions()]
      .filter(([earlier]) => earlier !== entry)
      .map(([earlier, to]) => ({ eventId: earlier.eventId, from: before.attributionOf(earlier) ?? '', to }))
      .filter(({ from, to }) => from !== to),
    traitChanges: profileIds.flatMap((profileId) => traitChanges(profileId, before, after)),
    consentChanges: profileIds.flatMap((profileId) => consentChanges(profileId, before, after)),
    quarantineChanges: quarantineChanges(before, after),
  };
}

function quarantineChanges(before: View, after: View): ResolvedState['quarantineChanges'] {
  const began = [...after.quarantined()].filter((id) => !before.quarantined().has(id));
  const ended = [...before.quarantined()].filter((id) => !after.quarantined().has(id));
  return [...began, ...ended]
    .toSorted()
    .map((profileId) => ({ profileId, quarantined: began.includes(profileId) }));
}

function traitChanges(profileId: string, before: View, after: View): ResolvedState['traitChanges'] {
  const former = new Map(before.goldenOf(profileId).map((golden) => [golden.trait, golden]));
  const present = new Map(after.goldenOf(profileId).map((golden) => [golden.trait, golden]));
  return [...new Set([...former.keys(), ...present.keys()])]
    .toSorted()
    .filter((trait) => former.get(trait)?.value !== present.get(trait)?.value)
    .map((trait) => {
      const golden = present.get(trait);
      if (golden === undefined) return { profileId, trait, value: null, observedAt: null };
      return { profileId, trait, value: JSON.parse(golden.value) as unknown, observedAt: golden.entry.time };
    });
}

function consentChanges(profileId: string, before: View, after: View): ResolvedState['consentChanges'] {
  const missing = { status: 'DENIED', expiresAt: null } as const;
  const former = new Map(before.decisionsOf(profileId).map((decision) => [decision.purpose, decision]));
  const present = new Map(after.decisionsOf(profileId).map((decision) => [decision.purpose, decision]));
  return [...new Set([...former.keys(), ...present.keys()])].toSorted().flatMap((purpose) => {
    const was = former.get(purpose) ?? missing;
    const { status, expiresAt } = present.get(purpose) ?? missing;
    if (was.status === status && was.expiresAt === expiresAt) return [];
    return [{ profileId, purpose, status, expiresAt }];
  });
}
