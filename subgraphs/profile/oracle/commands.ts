import type { LogEntry } from '@customer360/event-log';
import { pairKey, type Evidence } from './evidence.ts';
import type { Fold } from './fold.ts';

/** A MERGED record that was written, as far as `unmergeProfiles` needs it. */
export interface MergedRecord {
  readonly id: string;
  readonly rule: string;
  readonly evidence: number;
  readonly winnerId: string;
  readonly loserId: string;
  readonly active: boolean;
}

export interface CommandContext {
  readonly evidence: Evidence;
  /** The state before the command. */
  readonly state: Fold;
  /** The state before the command, had other things been decided. */
  readonly stateWith: (evidence: Evidence) => Fold;
  readonly records: readonly MergedRecord[];
}

/** The answer of a command, what was decided by it, and whom a consent is about. */
export interface Answer {
  /** Null when accepted. */
  readonly refused: string | null;
  readonly evidence: Evidence;
  readonly attributedTo: string | null;
}

export interface ProfileLookup {
  readonly kind: 'identifier' | 'remainder';
  readonly identifierId: string;
}

/** What a profile id means: an identifier, the remainder of one, or null. */
export function lookUp(state: Fold, profileId: string): ProfileLookup | null {
  for (const id of state.births.keys()) {
    if (state.ownProfileId(id) === profileId) return { kind: 'identifier', identifierId: id };
  }
  for (const id of state.closedFrom.keys()) {
    if (state.remainderProfileId(id) === profileId) return { kind: 'remainder', identifierId: id };
  }
  return null;
}

function text(command: Readonly<Record<string, unknown>>, name: string): string {
  return String(command[name]);
}

/** The answer of a command entry; null when it is none about identity or consent. */
export function answerCommand(entry: LogEntry, context: CommandContext): Answer | null {
  const command = JSON.parse(entry.payload ?? '{}') as Record<string, unknown>;
  const identifier = entry.identifiers[0]?.id ?? '';
  switch (command['command']) {
    case 'mergeProfiles':
      return mergeProfiles(entry, context, text(command, 'a'), text(command, 'b'));
    case 'unmergeProfiles':
      return unmergeProfiles(context, text(command, 'recordId'));
    case 'keepApart':
      return keepApart(context, text(command, 'a'), text(command, 'b'));
    case 'blockIdentifier':
      return block(context, identifier);
    case 'unblockIdentifier':
      return unblock(context, identifier);
    case 'setConsent':
      return setConsent(context, text(command, 'profileId'));
    default:
      return null;
  }
}

function refuse(context: CommandContext, reason: string): Answer {
  return { refused: reason, evidence: context.evidence, attributedTo: null };
}

function accept(evidence: Evidence): Answer {
  return { refused: null, evidence, attributedTo: null };
}

function mergeProfiles(entry: LogEntry, context: CommandContext, a: string, b: string): Answer {
  const { evidence, state } = context;
  const [x, y] = [lookUp(state, a), lookUp(state, b)];
  if (x === null || y === null) return refuse(context, 'UNKNOWN_PROFILE');
  if (x.kind === 'remainder' || y.kind === 'remainder') return refuse(context, 'REMAINDER');
  const pins = [x.identifierId, y.identifierId] as const;
  if (pins.some((pin) => state.blocked.has(pin))) return refuse(context, 'BLOCKED');

  const pair = pairKey(...pins);
  const lifted = evidence.keepApart.has(pair);
  const keepApart = new Set(evidence.keepApart);
  keepApart.delete(pair);
  const together = context.stateWith({ ...evidence, keepApart });
  if (together.setOf(pins[0]) !== together.setOf(pins[1])) {
    const gate = together.gate(pins[0], pins[1], { losing: 1, windowsAt: null });
    if (gate !== null) return refuse(context, gate);
  } else if (!lifted) {
    return refuse(context, 'SAME_PROFILE');
  }
  const merge = { position: entry.position, pins, revoked: false };
  return accept({ ...evidence, keepApart, merges: [...evidence.merges, merge] });
}

function unmergeProfiles(context: CommandContext, recordId: string): Answer {
  const { evidence, state, records } = context;
  const record = records.find(({ id }) => id === recordId);
  if (record === undefined) return refuse(context, 'UNKNOWN_RECORD');
  if (!record.active) return refuse(context, 'NOT_ACTIVE');
  const command = evidence.merges.find(({ position }) => position === record.evidence);
  if (record.rule === 'MERGE_COMMAND' && command !== undefined) {
    return accept({
      ...evidence,
      keepApart: new Set([...evidence.keepApart, pairKey(...command.pins)]),
      merges: evidence.merges.map((merge) => (merge === command ? { ...merge, revoked: true } : merge)),
    });
  }
  const winner = lookUp(state, record.winnerId)?.identifierId;
  const loser = lookUp(state, record.loserId)?.identifierId;
  if (winner === undefined || loser === undefined) throw new Error('a record names an unknown profile');
  return accept({ ...evidence, keepApart: new Set([...evidence.keepApart, pairKey(winner, loser)]) });
}

function keepApart(context: CommandContext, a: string, b: string): Answer {
  const { evidence, state } = context;
  const [x, y] = [lookUp(state, a), lookUp(state, b)];
  if (x === null || y === null) return refuse(context, 'UNKNOWN_PROFILE');
  if (x.kind === 'remainder' || y.kind === 'remainder') return refuse(context, 'REMAINDER');
  if (x.identifierId === y.identifierId) return refuse(context, 'SAME_IDENTIFIER');
  const pair = pairKey(x.identifierId, y.identifierId);
  if (evidence.keepApart.has(pair)) return refuse(context, 'ALREADY_APART');
  return accept({ ...evidence, keepApart: new Set([...evidence.keepApart, pair]) });
}

function block(context: CommandContext, id: string): Answer {
  const { evidence } = context;
  if (context.stateWith(evidence).blocked.has(id)) return refuse(context, 'ALREADY_BLOCKED');
  return accept({ ...evidence, operators: new Map([...evidence.operators, [id, 'BLOCKED']]) });
}

function unblock(context: CommandContext, id: string): Answer {
  const { evidence } = context;
  if (!context.stateWith(evidence).blocked.has(id)) return refuse(context, 'NOT_BLOCKED');
  const operators = new Map(evidence.operators);
  operators.delete(id);
  const stillBlocked = context.stateWith({ ...evidence, operators }).blocked.has(id);
  if (stillBlocked) operators.set(id, 'ALLOWED');
  return accept({ ...evidence, operators });
}

function setConsent(context: CommandContext, profileId: string): Answer {
  const { evidence, state } = context;
  const found = lookUp(state, profileId);
  if (found === null) return refuse(context, 'UNKNOWN_PROFILE');
  const { kind, identifierId } = found;
  const attributedTo = kind === 'remainder' ? state.remainderId(identifierId) : identifierId;
  return { refused: null, evidence, attributedTo };
}
