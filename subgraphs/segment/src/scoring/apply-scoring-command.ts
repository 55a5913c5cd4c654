import type { ResolvedEvent } from '@customer360/event-log';
import { RULES_TAG } from '../cache/tags.ts';
import { retireArchetype, saveArchetype } from '../personas/apply-archetype-command.ts';
import type { TenantEvaluation } from '../evaluation/tenant-evaluation.ts';
import type { ScoringAnswer } from './scoring-answer.ts';
import { insertScoringRun } from './scoring-run-repository.ts';
import type { ScoringCommand } from './scoring-command.ts';

/** Does what a command of scoring says; `tags` are those of the cache whose values change. */
export async function applyScoringCommand(
  { trx, tenantId, ids }: Pick<TenantEvaluation, 'trx' | 'tenantId' | 'ids'>,
  place: Pick<ResolvedEvent, 'position' | 'loggedAt' | 'eventId'>,
  command: ScoringCommand,
): Promise<{ readonly answer: ScoringAnswer; readonly tags: readonly string[] }> {
  switch (command.command) {
    case 'startScoring':
      await insertScoringRun(trx, tenantId, {
        id: place.eventId,
        position: place.position,
        asOf: command.asOf ?? place.loggedAt,
        proposes: command.proposeArchetypes,
        startedAt: place.loggedAt,
      });
      return { answer: { accepted: true, runId: place.eventId }, tags: [] };
    case 'saveArchetype':
      return { answer: await saveArchetype(trx, { tenantId, ids }, command), tags: [RULES_TAG] };
    case 'retireArchetype':
      return { answer: await retireArchetype(trx, tenantId, command), tags: [RULES_TAG] };
    default:
      return command satisfies never;
  }
}
