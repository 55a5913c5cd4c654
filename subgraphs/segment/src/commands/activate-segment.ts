import { conditionsOf, printPath, requireRule, segmentEntry } from '@customer360/segment-rules';
import { evaluateEverybody } from '../evaluation/everybody.ts';
import { countProfiles } from '../evaluation/state-repository.ts';
import { interestOf } from '../evaluation/interest.ts';
import type { TenantEvaluation } from '../evaluation/tenant-evaluation.ts';
import { countBatchSegment } from '../batch/count-batch-segment.ts';
import {
  activateVersion,
  readDefinitions,
  updateDefinition,
  type Definition,
} from '../segments/definition-writes.ts';
import type { CommandPlace } from './command-place.ts';
import type { ActivateSegment } from './command.ts';

/** A version takes force: everybody is evaluated anew. One that a later version has overtaken never does. */
export async function activateSegment(
  evaluation: TenantEvaluation,
  place: CommandPlace,
  { segmentId, version }: ActivateSegment,
): Promise<void> {
  const { trx, tenantId } = evaluation;
  const segment = (await readDefinitions(trx, tenantId)).get(segmentId);
  if (segment === undefined || segment.isArchived || version !== segment.latestVersion) return;
  const at = place.loggedAt;
  if (segment.kind === 'BATCH') {
    await activateVersion(trx, tenantId, { segmentId, version, at });
    evaluation.rules = await evaluation.readRules(trx, tenantId);
    await countBatchSegment(evaluation, place, { ...segment, version, rule: segment.latestRule });
    evaluation.rules = await evaluation.readRules(trx, tenantId);
    return;
  }
  const fault = await evaluateVersion(evaluation, place, segment).finally(() =>
    evaluation.backfills.end(tenantId, segmentId),
  );
  if (fault === null) await activateVersion(trx, tenantId, { segmentId, version, at });
  else await updateDefinition(trx, tenantId, segmentId, { last_error: fault });
  evaluation.rules = await evaluation.readRules(trx, tenantId);
}

/** Null when the version is in force for everybody, else why it cannot be. */
async function evaluateVersion(
  evaluation: TenantEvaluation,
  { loggedAt, eventId }: CommandPlace,
  { segmentId, latestVersion: version, latestRule }: Definition,
): Promise<string | null> {
  const entry = segmentEntry({
    loggedAt,
    eventId,
    segmentChanges: [{ kind: 'ACTIVATED', segmentId, version, rule: latestRule }],
  });
  let fault: string | null = null;
  const { trx, tenantId, backfills } = evaluation;
  const total = await countProfiles(trx, tenantId);
  backfills.set(tenantId, segmentId, { done: 0, total });
  await evaluateEverybody(evaluation, {
    onProgress: (done) => backfills.set(tenantId, segmentId, { done, total }),
    interest: interestOf(conditionsOf(requireRule(latestRule))),
    work: ({ evaluator }) => {
      const { changes, refusals } = evaluator.apply(entry);
      const faults = refusals.flatMap((refusal) => refusal.faults);
      if (faults.length > 0) {
        fault = faults.map(({ path, message }) => `${printPath(path)}: ${message}`).join('; ');
        return false;
      }
      evaluation.changes.push(...changes);
      return true;
    },
  });
  return fault;
}
