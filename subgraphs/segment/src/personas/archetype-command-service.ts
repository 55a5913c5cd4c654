import { requireScope, type Viewer } from '@customer360/service';
import {
  checkIdempotencyKey,
  checkText,
  firstInvalid,
  idempotencyConflict,
  type IdempotencyConflict,
  invalidInput,
  type InvalidInput,
} from '@customer360/subgraph';
import type { NormaliseOptions } from '@customer360/tracking';
import { loggedRuleCommand } from '../commands/rule-command.ts';
import type { RuleView } from '../masking/rule-view.ts';
import { readRuleInput, type InvalidRule, type RuleInput } from '../rules/rule-input.ts';
import type { ScoringCommand } from '../scoring/scoring-command.ts';
import type { ScoringCommands } from '../scoring/scoring-run-service.ts';
import type { ArchetypeService } from './archetype-service.ts';

/** An archetype that was changed. */
export interface ArchetypeChanged {
  readonly kind: 'ArchetypeChanged';
  readonly code: string;
  /** Of the command in the log. */
  readonly position: number;
}

/** A change that cannot be: no archetype has the code. */
export interface ArchetypeRefused {
  readonly kind: 'SegmentRefused';
  readonly reason: 'UNKNOWN_ARCHETYPE';
  readonly message: string;
}

export type ArchetypeResult =
  ArchetypeChanged | ArchetypeRefused | InvalidRule | InvalidInput | IdempotencyConflict;

interface Keyed {
  readonly code: string;
  readonly idempotencyKey?: string | null | undefined;
}
export interface SaveArchetypeInput extends Keyed {
  readonly name: string;
  readonly summary: string;
  readonly rule?: RuleInput | null | undefined;
  readonly nextBestAction?: string | null | undefined;
}

/** Changes of archetypes, each a command in the log. */
export interface ArchetypeCommandService {
  save(input: SaveArchetypeInput): Promise<ArchetypeResult>;
  retire(input: Keyed): Promise<ArchetypeResult>;
}

const CODE = /^[a-z0-9-]{1,40}$/;

export function createArchetypeCommandService({
  viewer,
  commands,
  archetypes,
  identifiers,
  ruleView,
  newId,
}: {
  readonly viewer: Viewer;
  readonly commands: ScoringCommands;
  readonly archetypes: ArchetypeService;
  /** How identifiers are normalised, as at ingestion. */
  readonly identifiers: NormaliseOptions;
  readonly ruleView: () => Promise<RuleView>;
  readonly newId: () => string;
}): ArchetypeCommandService {
  async function run(
    command: ScoringCommand,
    key: Keyed['idempotencyKey'],
    sameness: unknown,
  ): Promise<ArchetypeResult> {
    const outcome = await commands.submit(viewer.tenantId, {
      ...loggedRuleCommand(command, identifiers),
      messageId: key ?? newId(),
      sameness: [command.command, sameness],
    });
    if (outcome.kind === 'conflict') return idempotencyConflict();
    const { answer, position } = outcome;
    if (!answer.accepted) return { kind: 'SegmentRefused', reason: answer.reason, message: answer.message };
    if (!('code' in answer)) throw new Error('an archetype was answered like a scoring run');
    return { kind: 'ArchetypeChanged', code: answer.code, position };
  }

  return {
    async save({ code, name, summary, rule: given, nextBestAction, idempotencyKey }) {
      requireScope(viewer, 'segment:write');
      const invalid = firstInvalid(
        checkCode(code),
        checkText('input.name', name, 100),
        checkText('input.summary', summary, 1_000),
        nextBestAction == null ? null : checkText('input.nextBestAction', nextBestAction, 200),
        checkIdempotencyKey(idempotencyKey),
      );
      if (invalid !== null) return invalid;
      const rule = given == null ? null : readRuleInput('input.rule', given);
      if (rule !== null && 'kind' in rule) return rule;
      if (rule !== null) (await ruleView()).requireOpen('input.rule', rule.rule);
      const said = { code, name, summary, rule: rule?.json ?? null, nextBestAction: nextBestAction ?? null };
      const centre = rule === null ? await archetypes.centreOf(code) : null;
      return run({ command: 'saveArchetype', ...said, centre }, idempotencyKey, said);
    },

    async retire({ code, idempotencyKey }) {
      requireScope(viewer, 'segment:write');
      const invalid = firstInvalid(checkCode(code), checkIdempotencyKey(idempotencyKey));
      if (invalid !== null) return invalid;
      return run({ command: 'retireArchetype', code }, idempotencyKey, { code });
    },
  };
}

function checkCode(code: string): InvalidInput | null {
  return CODE.test(code) ? null : invalidInput('input.code', 'must be 1 to 40 of a-z, 0-9 and -.');
}
