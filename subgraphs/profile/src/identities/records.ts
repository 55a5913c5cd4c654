import type { KeyedIds, LinkChange, LogEntry } from '@customer360/event-log';
import { factKey, type Fact, type Link } from './fold-changes.ts';
import type { LedgerRow, NewRecord } from './record-repository.ts';

/** The record of a fact that came about or, for UNMERGED, ceased to hold. */
export function toRecord(
  ids: KeyedIds,
  trigger: LogEntry,
  fact: Fact,
  kind: NewRecord['kind'] = fact.kind,
): NewRecord {
  const { evidence, evidenceEventId, winner, loser, rule } = fact;
  return {
    id: ids.of('record', trigger.eventId, evidenceEventId, kind, winner, loser, rule),
    kind,
    rule,
    winnerId: winner,
    loserId: loser,
    trigger: trigger.position,
    triggerEventId: trigger.eventId,
    evidence,
    evidenceEventId,
    occurredAt: trigger.time,
  };
}

/** Equal facts count once. */
export function distinctFacts(facts: readonly Fact[]): readonly Fact[] {
  if (facts.length < 2) return facts;
  return [...new Map(facts.map((fact) => [factKey(fact), fact])).values()];
}

/** Ledger rows of one trigger: what was taken back, then what was linked, each by evidence and identifiers. */
export function toLedger(trigger: number, retracted: readonly Link[], linked: readonly Link[]): LedgerRow[] {
  const rows = [
    ...retracted.toSorted(compareLinks).map((link) => ({ ...link, kind: 'RETRACT' as const })),
    ...linked.toSorted(compareLinks).map((link) => ({ ...link, kind: 'LINK' as const })),
  ];
  return rows.map((row, ordinal) => ({ ...row, trigger, ordinal }));
}

/** What ledger rows say to the readers of the resolved stream, in their order. */
export function toLinkChanges(rows: readonly LedgerRow[]): readonly LinkChange[] {
  return rows.map(({ kind, a, b, rule, evidence, evidenceEventId, evidenceAt }) => ({
    change: kind,
    a,
    b,
    rule,
    evidenceEventId,
    evidencePosition: evidence,
    evidenceAt,
    merge: rule === 'MERGE_COMMAND',
  }));
}

function compareLinks(one: Link, other: Link): number {
  if (one.evidence !== other.evidence) return one.evidence - other.evidence;
  if (one.a !== other.a) return one.a < other.a ? -1 : 1;
  if (one.b !== other.b) return one.b < other.b ? -1 : 1;
  return 0;
}
