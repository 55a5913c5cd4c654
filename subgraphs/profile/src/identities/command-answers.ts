import type { LogEntry } from '@customer360/event-log';
import type { OperatorDecision } from '../database.ts';
import type { BatchContext } from './batch-context.ts';
import { loadClosure } from './closure.ts';
import { findMerge, isKeptApart, orderedPair } from './constraint-repository.ts';
import { findGate } from './gates.ts';
import type { IdentityCommand } from './identity-command.ts';
import { KeepApartPairs } from './keep-apart.ts';
import { blockReason, type IdentifierConstraints, type KnownIdentifier } from './known-identifier.ts';
import { loadSets } from './memory-loader.ts';
import { findPins } from './profile-ids.ts';
import { findMergedRecord } from './record-repository.ts';
import { refold } from './refold.ts';

type Pair = readonly [string, string];

/** What an answer makes happen; it is stored with the answer, so that a replay does the same. */
export type Decision =
  | { readonly accepted: true; readonly does: 'merge'; readonly pins: Pair; readonly lifts: boolean }
  | {
      readonly accepted: true;
      readonly does: 'keepApart';
      readonly pins: Pair;
      readonly revokes: number | null;
    }
  | {
      readonly accepted: true;
      readonly does: 'decide';
      readonly operator: OperatorDecision | null;
      /** Keep-apart pairs that a block voids. */
      readonly voided: readonly Pair[];
    }
  | {
      readonly accepted: true;
      readonly does: 'attribute';
      readonly identifierId: string;
      readonly attributionId: string;
    }
  | { readonly accepted: false; readonly reason: string };

/** An accepted answer of one kind. */
export type Deed<Kind extends string> = Extract<Decision, { readonly does: Kind }>;

/** Answers a command in the present state, in which everything is written. */
export function answerCommand(
  context: BatchContext,
  entry: LogEntry,
  command: IdentityCommand,
): Promise<Decision> {
  switch (command.command) {
    case 'mergeProfiles':
      return answerMerge(context, command);
    case 'unmergeProfiles':
      return answerUnmerge(context, command);
    case 'keepApart':
      return answerKeepApart(context, command);
    case 'blockIdentifier':
      return answerBlock(context, entry);
    case 'unblockIdentifier':
      return answerUnblock(context, entry);
    case 'setConsent':
      return answerConsent(context, command);
    default:
      return command satisfies never;
  }
}

function refuse(reason: string): Decision {
  return { accepted: false, reason };
}

/** The identifiers behind two profile ids, or why they cannot be had. */
async function pinBoth(
  { trx, tenantId }: BatchContext,
  { a, b }: { readonly a: string; readonly b: string },
): Promise<Pair | string> {
  const [x, y] = await findPins(trx, tenantId, [a, b]);
  if (x == null || y == null) return 'UNKNOWN_PROFILE';
  if (x.kind === 'remainder' || y.kind === 'remainder') return 'REMAINDER';
  return [x.identifierId, y.identifierId];
}

async function answerMerge(
  context: BatchContext,
  command: { readonly a: string; readonly b: string },
): Promise<Decision> {
  const { trx, tenantId, memory, limits } = context;
  const pins = await pinBoth(context, command);
  if (typeof pins === 'string') return refuse(pins);
  await loadSets(trx, tenantId, memory, pins);
  if (pins.some((id) => memory.identifier(id)?.blocked !== null)) return refuse('BLOCKED');
  const lifts = await isKeptApart(trx, tenantId, orderedPair(...pins));
  const { x, y, keepApart } = lifts ? await withoutPair(context, pins) : present(context, pins);
  if (x.set === y.set) {
    return lifts ? { accepted: true, does: 'merge', pins, lifts } : refuse('SAME_PROFILE');
  }
  const gate = findGate({ limits, keepApart }, x.set, y.set, { makesAlias: true, windowsAt: null });
  return gate === null ? { accepted: true, does: 'merge', pins, lifts } : refuse(gate);
}

interface PinnedState {
  readonly x: KnownIdentifier;
  readonly y: KnownIdentifier;
  readonly keepApart: BatchContext['memory']['keepApart'];
}

function present({ memory }: BatchContext, [a, b]: Pair): PinnedState {
  return { ...pinned((id) => memory.identifier(id), [a, b]), keepApart: memory.keepApart };
}

function pinned(find: (id: string) => KnownIdentifier | undefined, [a, b]: Pair) {
  const [x, y] = [find(a), find(b)];
  if (x === undefined || y === undefined) throw new Error('a pin of a command is not stored');
  return { x, y };
}

/** The state as if the pair had never been kept apart. */
async function withoutPair({ trx, tenantId, limits }: BatchContext, pins: Pair): Promise<PinnedState> {
  const closure = await loadClosure(trx, tenantId, pins);
  const [a, b] = orderedPair(...pins);
  const pairs = closure.keepApart.filter((pair) => pair[0] !== a || pair[1] !== b);
  const folded = refold(closure, {
    limits,
    keepApart: pairs,
    merges: closure.merges,
    blocked: (known) => known,
  });
  return { ...pinned((id) => folded.identifiers.get(id), pins), keepApart: new KeepApartPairs(pairs) };
}

async function answerUnmerge(
  { trx, tenantId }: BatchContext,
  { recordId }: { readonly recordId: string },
): Promise<Decision> {
  const record = await findMergedRecord(trx, tenantId, recordId);
  if (record === undefined) return refuse('UNKNOWN_RECORD');
  if (record.active !== true) return refuse('NOT_ACTIVE');
  if (record.rule === 'MERGE_COMMAND') {
    const merge = await findMerge(trx, tenantId, record.evidence);
    if (merge === undefined) throw new Error('the record of a merge command has no command');
    return { accepted: true, does: 'keepApart', pins: merge.pins, revokes: merge.position };
  }
  const [winner, loser] = await findPins(trx, tenantId, [record.winnerId, record.loserId]);
  if (winner == null || loser == null) throw new Error('a record names profiles that are not known');
  return {
    accepted: true,
    does: 'keepApart',
    pins: [winner.identifierId, loser.identifierId],
    revokes: null,
  };
}

async function answerKeepApart(
  context: BatchContext,
  command: { readonly a: string; readonly b: string },
): Promise<Decision> {
  const pins = await pinBoth(context, command);
  if (typeof pins === 'string') return refuse(pins);
  if (pins[0] === pins[1]) return refuse('SAME_IDENTIFIER');
  if (await isKeptApart(context.trx, context.tenantId, orderedPair(...pins))) return refuse('ALREADY_APART');
  return { accepted: true, does: 'keepApart', pins, revokes: null };
}

async function answerBlock(context: BatchContext, entry: LogEntry): Promise<Decision> {
  const { memory, limits } = context;
  const { id, constraints } = await constraintsOf(context, entry);
  if (blockReason(constraints, limits.autoBlockUsers) !== null) return refuse('ALREADY_BLOCKED');
  const voided = memory.keepApart.othersOf(id).map((other) => orderedPair(id, other));
  return { accepted: true, does: 'decide', operator: 'BLOCKED', voided };
}

async function answerUnblock(context: BatchContext, entry: LogEntry): Promise<Decision> {
  const { autoBlockUsers } = context.limits;
  const { constraints } = await constraintsOf(context, entry);
  if (blockReason(constraints, autoBlockUsers) === null) return refuse('NOT_BLOCKED');
  const isBlockedAnyway = blockReason({ ...constraints, operator: null }, autoBlockUsers) !== null;
  return { accepted: true, does: 'decide', operator: isBlockedAnyway ? 'ALLOWED' : null, voided: [] };
}

/** What constrains the identifier that a command names, seen or not. */
export async function constraintsOf(
  { trx, tenantId, memory, unborn, configuration }: BatchContext,
  entry: LogEntry,
): Promise<{ readonly id: string; readonly constraints: IdentifierConstraints }> {
  const [identifier] = entry.identifiers;
  if (identifier === undefined) throw new Error('the command names no identifier');
  await loadSets(trx, tenantId, memory, [identifier.id]);
  const known = memory.identifier(identifier.id);
  if (known !== undefined) {
    const { operator, isPattern, userIds } = known;
    return { id: identifier.id, constraints: { operator, isPattern, userIds } };
  }
  await unborn.load(trx, tenantId, [identifier.id]);
  return { id: identifier.id, constraints: unborn.constraintsOf(identifier.id, configuration) };
}

async function answerConsent(
  { trx, tenantId }: BatchContext,
  { profileId }: { readonly profileId: string },
): Promise<Decision> {
  const [pin] = await findPins(trx, tenantId, [profileId]);
  if (pin == null) return refuse('UNKNOWN_PROFILE');
  const { identifierId, attributionId } = pin;
  return { accepted: true, does: 'attribute', identifierId, attributionId };
}
