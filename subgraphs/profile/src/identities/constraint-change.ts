import type { LinkChange, LogEntry } from '@customer360/event-log';
import type { BlockReason } from '../database.ts';
import type { BatchContext } from './batch-context.ts';
import { loadClosure, type Closure, type ClosureIdentifier } from './closure.ts';
import type { ConstraintChange } from './change.ts';
import { compareFolds, type Difference } from './difference.ts';
import { adopt } from './adoption.ts';
import { blockReason, type IdentifierConstraints } from './known-identifier.ts';
import type { IdentityLimits } from './limits.ts';
import { loadSets } from './memory-loader.ts';
import { toLedger, toLinkChanges, toRecord } from './records.ts';
import { unchanged, type StepChanges } from './step-changes.ts';
import { refold, type Constraints, type Folded } from './refold.ts';
import { beforeEvent, withEvent } from './triggering-event.ts';

export interface ConstraintOutcome {
  readonly difference: Difference;
  readonly after: Folded;
  readonly linkChanges: readonly LinkChange[];
}

/**
 * Folds what a change of constraints bears on again, as if the constraints had always been the new ones. Null when it
 * bears on nothing. Everything pending is written first; the outcome is pending afterwards.
 */
export async function changeConstraints(
  context: BatchContext,
  change: ConstraintChange,
): Promise<ConstraintOutcome | null> {
  const { trx, tenantId, pending } = context;
  await pending.write(trx, tenantId);
  const start = await findStart(context, change);
  if (start.length === 0) return null;
  const closure = await loadClosure(trx, tenantId, start);
  context.onClosure({
    tenantId,
    position: change.trigger.position,
    identifiers: closure.identifiers.size,
    observations: closure.observations.length,
  });
  return foldAgain(context, change, closure);
}

/** Where the closure starts: at identifiers that are not blocked before or after the change. */
async function findStart(context: BatchContext, change: ConstraintChange): Promise<string[]> {
  const { trx, tenantId, memory, pending, limits } = context;
  const constrained = change.identifiers ?? new Map<string, IdentifierConstraints>();
  await loadSets(trx, tenantId, memory, [...constrained.keys(), ...(change.start ?? [])]);
  const start = new Set<string>();
  for (const [id, constraints] of constrained) {
    const identifier = memory.identifier(id);
    if (identifier === undefined) continue;
    const blocked = blockReason(constraints, (change.limits ?? limits).autoBlockUsers);
    if ((blocked === null) !== (identifier.blocked === null)) {
      start.add(id);
      continue;
    }
    Object.assign(identifier, { ...constraints, blocked });
    pending.identifierIds.add(identifier.birth.id);
  }
  for (const id of change.start ?? []) if (memory.identifier(id)?.blocked === null) start.add(id);
  return [...start];
}

async function foldAgain(
  context: BatchContext,
  change: ConstraintChange,
  reached: Closure,
): Promise<ConstraintOutcome> {
  const { trigger, event } = change;
  const former = event === undefined ? reached : beforeEvent(context, reached, trigger);
  const closure = event === undefined ? former : withEvent(context, former, trigger, event);
  const before = refold(former, present(context, former));
  const after = refold(closure, changed(context, former, change));
  const difference = compareFolds(former, before, after);
  await adopt(context, { closure, before, after, difference, change });
  const linkChanges = note(context, trigger, difference);
  return { difference, after, linkChanges };
}

function present({ limits }: BatchContext, closure: Closure): Constraints {
  const { keepApart, merges } = closure;
  return { limits, keepApart, merges, blocked: ({ constraints, blocked }) => ({ constraints, blocked }) };
}

function changed(context: BatchContext, closure: Closure, change: ConstraintChange): Constraints {
  const limits = change.limits ?? context.limits;
  const { lifts, keepApart, merge, revokes } = change;
  const kept = closure.keepApart.filter(([a, b]) => a !== lifts?.[0] || b !== lifts[1]);
  const merges = closure.merges.filter(({ position }) => position !== revokes);
  return {
    limits,
    keepApart: keepApart === undefined ? kept : [...kept, keepApart],
    merges: merge === undefined ? merges : [...merges, merge],
    blocked: (identifier) => constraintsAfter(identifier, change, limits),
  };
}

function constraintsAfter(
  identifier: ClosureIdentifier,
  change: ConstraintChange,
  limits: IdentityLimits,
): { readonly constraints: IdentifierConstraints; readonly blocked: BlockReason | null } {
  const constraints = change.identifiers?.get(identifier.birth.id);
  if (constraints === undefined) return identifier;
  return { constraints, blocked: blockReason(constraints, limits.autoBlockUsers) };
}

function note(
  { pending, ids }: BatchContext,
  trigger: LogEntry,
  difference: Difference,
): readonly LinkChange[] {
  const { retracted, linked, undone, facts } = difference;
  const ledger = toLedger(trigger.position, retracted, linked);
  pending.ledger.push(...ledger);
  for (const fact of undone) {
    pending.records.push(toRecord(ids, trigger, fact, 'UNMERGED'));
    pending.active.push({ fact, active: false });
  }
  for (const fact of facts) {
    pending.records.push(toRecord(ids, trigger, fact));
    // The fact may have held before: its older records hold again.
    if (fact.kind === 'MERGED' && fact.evidence < trigger.position)
      pending.active.push({ fact, active: true });
  }
  return toLinkChanges(ledger);
}

/** The part of an outcome that a step says. */
export function toStepChanges(outcome: ConstraintOutcome | null): StepChanges {
  if (outcome === null) return unchanged;
  const { setChanges, ceased, reattributed, quarantineChanges, absorbed, rebuilt } = outcome.difference;
  const { linkChanges } = outcome;
  return { setChanges, ceased, reattributed, linkChanges, quarantineChanges, absorbed, rebuilt };
}
