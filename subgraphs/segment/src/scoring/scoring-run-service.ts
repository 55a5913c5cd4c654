import { requireScope, type Viewer } from '@customer360/service';
import {
  checkIdempotencyKey,
  type CommandLog,
  firstInvalid,
  idempotencyConflict,
  type IdempotencyConflict,
  invalidInput,
  type InvalidInput,
  isUuid,
  type TenantReader,
} from '@customer360/subgraph';
import type { SegmentDatabase } from '../store/tables.ts';
import type { ScoringAnswer } from './scoring-answer.ts';
import type { ScoringCommand } from './scoring-command.ts';
import { findScoringRun, reopenRun } from './scoring-run-repository.ts';
import type { ScoringRun } from './scoring-run.ts';

export type ScoringCommands = CommandLog<ScoringCommand, ScoringAnswer>;

/** A run as readers see it. */
export interface StartedRun extends ScoringRun {
  readonly kind: 'ScoringRun';
}

export interface StartScoringInput {
  readonly idempotencyKey: string;
  /** Milliseconds; now when left out. */
  readonly asOf?: number | null | undefined;
  readonly proposeArchetypes?: boolean | null | undefined;
}

/** Scoring runs, for who may start and who may follow them. */
export interface ScoringRunService {
  /** Null when the tenant has none with this id. */
  find(id: string): Promise<StartedRun | null>;
  /** Queues behind a run that is under way; a run that failed goes on where it was. */
  start(input: StartScoringInput): Promise<StartedRun | InvalidInput | IdempotencyConflict>;
}

export function createScoringRunService({
  viewer,
  reader,
  commands,
  clock,
}: {
  readonly viewer: Viewer;
  readonly reader: TenantReader<SegmentDatabase>;
  readonly commands: ScoringCommands;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}): ScoringRunService {
  const { tenantId } = viewer;
  return {
    async find(id) {
      requireScope(viewer, 'segment:read');
      if (!isUuid(id)) return null;
      const run = await reader.read((trx) => findScoringRun(trx, tenantId, id.toLowerCase()));
      return run && { kind: 'ScoringRun', ...run };
    },

    async start({ idempotencyKey, asOf = null, proposeArchetypes }) {
      requireScope(viewer, 'segment:write');
      const invalid = firstInvalid(
        checkIdempotencyKey(idempotencyKey),
        asOf !== null && asOf > clock() ? invalidInput('input.asOf', 'must not be later than now.') : null,
      );
      if (invalid !== null) return invalid;
      const said = { asOf, proposeArchetypes: proposeArchetypes ?? false };
      const outcome = await commands.submit(tenantId, {
        command: { command: 'startScoring', ...said },
        messageId: idempotencyKey,
        sameness: ['startScoring', said],
      });
      if (outcome.kind === 'conflict') return idempotencyConflict();
      const { answer } = outcome;
      if (!('runId' in answer)) throw new Error('a scoring run was answered like an archetype');
      const run = await reader.read(async (trx) => {
        await reopenRun(trx, tenantId, answer.runId);
        return findScoringRun(trx, tenantId, answer.runId);
      });
      if (run === null) throw new Error(`run ${answer.runId} was answered and is not stored`);
      return { kind: 'ScoringRun', ...run };
    },
  };
}
