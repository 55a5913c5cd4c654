import type { LogEntry } from '@customer360/event-log';
import type { BatchContext } from './batch-context.ts';
import { answerCommand, constraintsOf, type Deed, type Decision } from './command-answers.ts';
import { changeConstraints, toStepChanges } from './constraint-change.ts';
import {
  deleteKeepApart,
  insertKeepApart,
  insertMerge,
  orderedPair,
  revokeMerge,
  saveOperatorDecision,
  type MergeCommand,
} from './constraint-repository.ts';
import { noChanges } from './fold-changes.ts';
import { foldMerge } from './fold.ts';
import type { IdentityCommand } from './identity-command.ts';
import { loadSets } from './memory-loader.ts';
import type { Step } from './step.ts';
import { applyChanges, quietStep, type StepChanges } from './step-changes.ts';

/** Answers a command, or takes the answer that it was given before, and does what the answer says. */
export async function commandStep(
  context: BatchContext,
  entry: LogEntry,
  command: IdentityCommand,
  stored: Decision | undefined,
): Promise<Step> {
  const { trx, tenantId, pending } = context;
  await pending.write(trx, tenantId);
  const answer = stored ?? (await answerCommand(context, entry, command));
  return quietStep(entry, { answer, ...(await perform(context, entry, answer)) });
}

async function perform(context: BatchContext, entry: LogEntry, decision: Decision): Promise<Partial<Step>> {
  if (!decision.accepted) return {};
  switch (decision.does) {
    case 'merge':
      return merge(context, entry, decision);
    case 'keepApart':
      return keepApart(context, entry, decision);
    case 'decide':
      return decide(context, entry, decision.operator);
    case 'attribute':
      return attributeTo(context, decision);
    default:
      return decision satisfies never;
  }
}

async function merge(
  context: BatchContext,
  entry: LogEntry,
  { pins, lifts }: Deed<'merge'>,
): Promise<StepChanges> {
  const { trx, tenantId, memory, pending, limits } = context;
  const { position, eventId, time } = entry;
  const command: MergeCommand = { position, eventId, time, pins };
  const pair = orderedPair(...pins);
  if (lifts) {
    const outcome = await changeConstraints(context, {
      trigger: entry,
      lifts: pair,
      merge: command,
      start: pins,
    });
    pending.constraints.push((t, tenant) => deleteKeepApart(t, tenant, pair));
    pending.constraints.push((t, tenant) => insertMerge(t, tenant, command));
    return toStepChanges(outcome);
  }
  pending.constraints.push((t, tenant) => insertMerge(t, tenant, command));
  await loadSets(trx, tenantId, memory, pins);
  const [x, y] = [memory.identifier(pins[0]), memory.identifier(pins[1])];
  if (x === undefined || y === undefined) throw new Error('a pin of a merge is not stored');
  const changes = noChanges((union, former) => memory.rename(union, former));
  foldMerge({ rules: { limits, keepApart: memory.keepApart }, point: entry, changes }, [x, y]);
  return applyChanges(context, entry, changes);
}

async function keepApart(
  context: BatchContext,
  entry: LogEntry,
  { pins, revokes }: Deed<'keepApart'>,
): Promise<StepChanges> {
  const pair = orderedPair(...pins);
  const outcome = await changeConstraints(context, {
    trigger: entry,
    keepApart: pair,
    start: pins,
    ...(revokes === null ? {} : { revokes }),
  });
  const { pending, memory } = context;
  memory.keepApart.add(...pair);
  pending.constraints.push((t, tenant) => insertKeepApart(t, tenant, pair, entry.position));
  if (revokes !== null)
    pending.constraints.push((t, tenant) => revokeMerge(t, tenant, revokes, entry.position));
  return toStepChanges(outcome);
}

async function decide(
  context: BatchContext,
  entry: LogEntry,
  operator: Deed<'decide'>['operator'],
): Promise<StepChanges> {
  const { pending, unborn, memory } = context;
  const { id, constraints } = await constraintsOf(context, entry);
  const outcome = await changeConstraints(context, {
    trigger: entry,
    identifiers: new Map([[id, { ...constraints, operator }]]),
  });
  if (memory.identifier(id) === undefined) unborn.decide(id, operator);
  pending.constraints.push((t, tenant) =>
    saveOperatorDecision(t, tenant, { identifierId: id, decision: operator, position: entry.position }),
  );
  return toStepChanges(outcome);
}

async function attributeTo(
  { trx, tenantId, memory }: BatchContext,
  { identifierId, attributionId }: Deed<'attribute'>,
): Promise<Partial<Step>> {
  await loadSets(trx, tenantId, memory, [identifierId]);
  return { identifierId: attributionId, profileId: memory.profileOf(attributionId) };
}
