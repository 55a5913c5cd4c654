import { requireScope, type Viewer } from '@customer360/service';
import {
  checkId,
  checkIdempotencyKey,
  checkText,
  firstInvalid,
  idempotencyConflict,
  type IdempotencyConflict,
  invalidInput,
  type InvalidInput,
} from '@customer360/subgraph';
import type { NormaliseOptions } from '@customer360/tracking';
import type { SegmentCommands } from '../commands/segment-commands.ts';
import { loggedRuleCommand } from '../commands/rule-command.ts';
import type { ClientCommand } from '../commands/command.ts';
import type { RefusalReason } from '../commands/answer.ts';
import type { RuleView } from '../masking/rule-view.ts';
import { readRuleInput, type InvalidRule, type RuleInput } from '../rules/rule-input.ts';
import { faultOf, type Schedule } from '../schedules/schedule.ts';
import { MAX_NAME, type SegmentKind } from './segment.ts';

/** A segment that was changed. */
export interface SegmentChanged {
  readonly kind: 'SegmentChanged';
  readonly segmentId: string;
  /** Of the command in the log. */
  readonly position: number;
}

/** A change that a rule refuses. */
export interface SegmentRefused {
  readonly kind: 'SegmentRefused';
  readonly reason: RefusalReason;
  readonly message: string;
}

export type SegmentResult =
  SegmentChanged | SegmentRefused | InvalidRule | InvalidInput | IdempotencyConflict;

/** The time zone is UTC when left out. */
export type ScheduleInput = Pick<Schedule, 'cron'> & { readonly timeZone?: string | null | undefined };

interface Keyed {
  readonly idempotencyKey?: string | null | undefined;
}
export interface CreateInput extends Keyed {
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly kind: SegmentKind;
  readonly rule?: RuleInput | null | undefined;
  readonly schedule?: ScheduleInput | null | undefined;
}
export interface UpdateInput extends Keyed {
  readonly id: string;
  readonly expectedVersion?: number | null | undefined;
  readonly name?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly rule?: RuleInput | null | undefined;
  /** Null takes it away. */
  readonly schedule?: ScheduleInput | null | undefined;
}
export type SegmentInput = Keyed & { readonly id: string };
export type DuplicateInput = SegmentInput & { readonly name: string };

/** Changes of segments, each a command in the log. */
export interface SegmentCommandService {
  create(input: CreateInput): Promise<SegmentResult>;
  update(input: UpdateInput): Promise<SegmentResult>;
  archive(input: SegmentInput): Promise<SegmentResult>;
  duplicate(input: DuplicateInput): Promise<SegmentResult>;
  recompute(input: SegmentInput): Promise<SegmentResult>;
}

const MAX_DESCRIPTION = 1_000;

export function createSegmentCommandService({
  viewer,
  commands,
  identifiers,
  ruleView,
  newId,
  forget,
}: {
  readonly viewer: Viewer;
  readonly commands: SegmentCommands;
  /** How identifiers are normalised, as at ingestion. */
  readonly identifiers: NormaliseOptions;
  readonly ruleView: () => Promise<RuleView>;
  readonly newId: () => string;
  /** Makes reads after a command see what it did. */
  readonly forget: () => void;
}): SegmentCommandService {
  async function run(
    command: ClientCommand,
    { idempotencyKey }: Keyed,
    sameness: unknown,
  ): Promise<SegmentResult> {
    const outcome = await commands.submit(viewer.tenantId, {
      ...loggedRuleCommand(command, identifiers),
      messageId: idempotencyKey ?? newId(),
      sameness: [command.command, sameness],
    });
    if (outcome.kind === 'conflict') return idempotencyConflict();
    forget();
    const { answer, position } = outcome;
    if (answer.accepted) return { kind: 'SegmentChanged', segmentId: answer.segmentId, position };
    const { reason, message } = answer;
    return { kind: 'SegmentRefused', reason, message };
  }

  async function runOn(
    command: 'archiveSegment' | 'recomputeSegment',
    input: SegmentInput,
  ): Promise<SegmentResult> {
    requireScope(viewer, 'segment:write');
    const invalid = firstInvalid(checkId('input.id', input.id), checkIdempotencyKey(input.idempotencyKey));
    if (invalid !== null) return invalid;
    const segmentId = input.id.toLowerCase();
    return run({ command, segmentId }, input, { segmentId });
  }

  return {
    async create(input) {
      requireScope(viewer, 'segment:write');
      const { name, description, kind } = input;
      const invalid = firstInvalid(
        checkText('input.name', name, MAX_NAME),
        checkDescription(description),
        checkKind(input),
        checkSchedule(input.schedule),
        checkIdempotencyKey(input.idempotencyKey),
      );
      if (invalid !== null) return invalid;
      const rule = input.rule == null ? null : readRuleInput('input.rule', input.rule);
      if (rule !== null && 'kind' in rule) return rule;
      if (rule !== null) (await ruleView()).requireOpen('input.rule', rule.rule);
      const said = { name, description: description || null, kind, rule: rule?.json ?? null };
      const schedule = toSchedule(input.schedule);
      const command = { command: 'createSegment', segmentId: newId(), ...said, schedule } as const;
      // What was not said stays out: commands of the log without a schedule are repeated by the same call.
      return run(command, input, schedule === null ? said : { ...said, schedule });
    },

    async update(input) {
      requireScope(viewer, 'segment:write');
      const { name, description, expectedVersion } = input;
      const invalid = firstInvalid(
        checkId('input.id', input.id),
        name == null ? null : checkText('input.name', name, MAX_NAME),
        checkDescription(description),
        checkSchedule(input.schedule),
        checkIdempotencyKey(input.idempotencyKey),
      );
      if (invalid !== null) return invalid;
      const rule = input.rule == null ? null : readRuleInput('input.rule', input.rule);
      if (rule !== null && 'kind' in rule) return rule;
      if (rule !== null) (await ruleView()).requireOpen('input.rule', rule.rule);
      const said = {
        segmentId: input.id.toLowerCase(),
        expectedVersion: expectedVersion ?? null,
        name: name ?? null,
        description: description ?? null,
        rule: rule?.json ?? null,
        ...(input.schedule === undefined ? {} : { schedule: toSchedule(input.schedule) }),
      };
      return run({ command: 'updateSegment', ...said }, input, said);
    },

    archive: (input) => runOn('archiveSegment', input),
    recompute: (input) => runOn('recomputeSegment', input),

    async duplicate(input) {
      requireScope(viewer, 'segment:write');
      const invalid = firstInvalid(
        checkId('input.id', input.id),
        checkText('input.name', input.name, MAX_NAME),
        checkIdempotencyKey(input.idempotencyKey),
      );
      if (invalid !== null) return invalid;
      const said = { segmentId: input.id.toLowerCase(), name: input.name };
      return run({ command: 'duplicateSegment', copyId: newId(), ...said }, input, said);
    },
  };
}

function checkDescription(description: string | null | undefined): InvalidInput | null {
  return description == null || description === ''
    ? null
    : checkText('input.description', description, MAX_DESCRIPTION);
}

function toSchedule(input: ScheduleInput | null | undefined): Schedule | null {
  return input == null ? null : { cron: input.cron, timeZone: input.timeZone ?? 'UTC' };
}

function checkSchedule(input: ScheduleInput | null | undefined): InvalidInput | null {
  const schedule = toSchedule(input);
  const fault = schedule && faultOf(schedule);
  return fault && invalidInput(`input.schedule.${fault.field}`, fault.message);
}

function checkKind({ kind, rule, schedule }: CreateInput): InvalidInput | null {
  if (schedule != null && kind !== 'BATCH') {
    return invalidInput('input.schedule', `must be left out for a ${kind.toLowerCase()} segment.`);
  }
  if (kind === 'STATIC') {
    return rule == null ? null : invalidInput('input.rule', 'must be left out for a static segment.');
  }
  return rule == null
    ? invalidInput('input.rule', `must be given for a ${kind.toLowerCase()} segment.`)
    : null;
}
