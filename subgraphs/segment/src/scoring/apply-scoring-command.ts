import type { ResolvedEvent } from '@customer360/event-log';
import { RULES_TAG } from '../cache/tags.ts';
import { retireArchetype, saveArchetype } from '../personas/apply-archetype-command.ts';
import { isRebuild, type TenantEvaluation } from '../evaluation/tenant-evaluation.ts';
import type { ScoringAnswer } from './scoring-answer.ts';
import { insertScoringRun, updateScoringRun } from './scoring-run-repository.ts';
import type { ScoringCommand } from './scoring-command.ts';

/** Does what a command of scoring says; `tags` are those of the cache whose values change. */
export async function applyScoringCommand(
  evaluation: Pick<TenantEvaluation, 'trx' | 'tenantId' | 'logTenantId' | 'ids'>,
  place: Pick<ResolvedEvent, 'position' | 'loggedAt' | 'eventId'>,
  command: ScoringCommand,
): Promise<{ readonly answer: ScoringAnswer; readonly tags: readonly string[] }> {
  const { trx, tenantId, ids } = evaluation;
  switch (command.command) {
    case 'startScoring':
      await insertScoringRun(trx, tenantId, {
        id: place.eventId,
        position: place.position,
        asOf: command.asOf ?? place.loggedAt,
        proposes: command.proposeArchetypes,
        startedAt: place.loggedAt,
      });
      if (isRebuild(evaluation)) await loseRun(trx, tenantId, place.eventId, place.loggedAt);
      return { answer: { accepted: true, runId: place.eventId }, tags: [] };
    case 'saveArchetype':
      return { answer: await saveArchetype(trx, { tenantId, ids }, command), tags: [RULES_TAG] };
    case 'retireArchetype':
      return { answer: await retireArchetype(trx, tenantId, command), tags: [RULES_TAG] };
    default:
      return command satisfies never;
  }
}

/** What a run computed is not in the log, so that one that the store has lost is shown as failed instead of run again. */
function loseRun(
  trx: TenantEvaluation['trx'],
  tenantId: string,
  runId: string,
  endedAt: number,
): Promise<void> {
  return updateScoringRun(trx, tenantId, runId, {
    status: 'FAILED',
    ended_at: endedAt,
    error: 'What this run computed is lost. Start it again with the same key.',
  });
}
