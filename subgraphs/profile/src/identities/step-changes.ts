import type { LogEntry, QuarantineChange, SetChange } from '@customer360/event-log';
import type { BatchContext } from './batch-context.ts';
import type { FoldChanges } from './fold-changes.ts';
import { profileIdOf } from './known-identifier.ts';
import { distinctFacts, toLedger, toLinkChanges, toRecord } from './records.ts';
import type { Absorption, Step } from './step.ts';

const NONE: readonly never[] = [];

export type StepChanges = Pick<
  Step,
  'setChanges' | 'ceased' | 'reattributed' | 'linkChanges' | 'quarantineChanges' | 'absorbed' | 'rebuilt'
>;

/** What a step says that changes nothing. */
export const unchanged: StepChanges = {
  setChanges: NONE,
  ceased: NONE,
  reattributed: NONE,
  linkChanges: NONE,
  quarantineChanges: NONE,
  absorbed: NONE,
  rebuilt: NONE,
};

/** A step that changes nothing but what it is given. */
export function quietStep(entry: LogEntry, rest: Partial<Step> = {}): Step {
  return {
    entry,
    identifierId: null,
    profileId: null,
    listKey: null,
    ...unchanged,
    answer: null,
    ...rest,
  };
}

/** Notes what one folded entry did, for the tables and for the step. */
export function applyChanges(context: BatchContext, trigger: LogEntry, changes: FoldChanges): StepChanges {
  const { memory, pending, ids } = context;
  for (const identifier of changes.touched) pending.identifierIds.add(identifier.birth.id);
  if (changes.moved.size === 0 && changes.facts.length === 0) return unchanged;

  const setChanges: SetChange[] = [];
  for (const identifier of changes.closed) {
    const { remainderId, remainderProfileId } = identifier.birth;
    memory.close(identifier);
    pending.identifierIds.add(identifier.birth.id);
    pending.profileIds.add(remainderProfileId);
    setChanges.push({ identifierId: remainderId, from: null, to: remainderProfileId });
  }
  for (const [identifier, from] of changes.moved) {
    const to = profileIdOf(identifier.set);
    pending.identifierIds.add(identifier.birth.id);
    pending.profileIds.add(to);
    if (from !== null) pending.profileIds.add(from);
    if (from !== to) setChanges.push({ identifierId: identifier.birth.id, from, to });
  }
  const facts = distinctFacts(changes.facts);
  for (const fact of facts) pending.records.push(toRecord(ids, trigger, fact));
  const ledger = toLedger(trigger.position, NONE, changes.links);
  pending.ledger.push(...ledger);
  const absorbed: Absorption[] = [];
  const anchor = changes.links[0] && memory.identifier(changes.links[0].a);
  for (const { kind, loser } of facts) {
    // All links of one entry hang on one anchor, so all that lost are in its set.
    if (kind === 'MERGED' && anchor !== undefined)
      absorbed.push({ from: loser, to: profileIdOf(anchor.set) });
  }
  setChanges.sort((one, other) => (one.identifierId < other.identifierId ? -1 : 1));
  // A remainder that comes back finds what was pinned to it before.
  const rebuilt = [...changes.closed].map(({ birth }) => birth.remainderProfileId).toSorted();
  return {
    setChanges,
    ceased: NONE,
    reattributed: NONE,
    linkChanges: toLinkChanges(ledger),
    quarantineChanges: bornQuarantined(changes),
    absorbed,
    rebuilt,
  };
}

/** While constraints stay, the only profiles that become quarantined are those of blocked values that are born. */
function bornQuarantined({ moved }: FoldChanges): readonly QuarantineChange[] {
  return [...moved]
    .filter(([{ blocked }, from]) => from === null && blocked !== null)
    .map(([{ birth }]) => ({ profileId: birth.ownProfileId, quarantined: true }))
    .toSorted(byProfileId);
}

export function byProfileId(one: QuarantineChange, other: QuarantineChange): number {
  return one.profileId < other.profileId ? -1 : 1;
}
