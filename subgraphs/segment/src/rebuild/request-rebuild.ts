import { readAnswers, readRebuildRequest, type ResolvedEvent } from '@customer360/event-log';
import { isRebuild, type TenantEvaluation } from '../evaluation/tenant-evaluation.ts';
import { insertRebuild } from './rebuild-repository.ts';

/** Lines up the rebuild that an entry asks for, unless it has been: then its answer stands in the log. */
export async function requestRebuild(evaluation: TenantEvaluation, event: ResolvedEvent): Promise<void> {
  const { trx, tenantId } = evaluation;
  const { position, loggedAt, eventId } = event;
  if (isRebuild(evaluation) || readRebuildRequest(event.event) !== 'segments') return;
  if ((await readAnswers(trx, tenantId, [position])).has(position)) return;
  await insertRebuild(trx, tenantId, { id: eventId, position, requestedAt: loggedAt });
}
