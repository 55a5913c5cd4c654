import { segmentEntry } from '@customer360/segment-rules';
import { endBatchSegment } from '../batch/count-batch-segment.ts';
import { evaluateEverybody } from '../evaluation/everybody.ts';
import type { TenantEvaluation } from '../evaluation/tenant-evaluation.ts';
import { readDefinitions, updateDefinition } from '../segments/definition-writes.ts';
import { accepted, refused, type CommandAnswer } from './answer.ts';
import type { CommandPlace } from './command-place.ts';
import { dependentsOf } from './command-checks.ts';
import type { ClientCommand } from './command.ts';

type Archive = Extract<ClientCommand, { readonly command: 'archiveSegment' }>;

/** Ends a segment: everybody leaves it. */
export async function archiveSegment(
  evaluation: TenantEvaluation,
  place: CommandPlace,
  { segmentId }: Archive,
): Promise<CommandAnswer> {
  const { trx, tenantId, rules } = evaluation;
  const definitions = await readDefinitions(trx, tenantId);
  const segment = definitions.get(segmentId);
  if (segment === undefined) return refused('UNKNOWN_SEGMENT');
  if (segment.isArchived) return refused('ARCHIVED');
  const inForce = rules.compiled.filter(({ references }) => references.includes(segmentId));
  const dependents = [
    ...dependentsOf(definitions, segmentId),
    ...inForce.map((one) => definitions.get(one.segmentId)?.name ?? one.segmentId),
  ];
  if (dependents.length > 0) {
    return refused('REFERENCED', `These segments ask for it: ${[...new Set(dependents)].join(', ')}.`);
  }
  if (segment.kind === 'BATCH') await endBatchSegment(evaluation, place, segment);
  else if (segment.version > 0) await leaveSegment(evaluation, place, segmentId);
  await updateDefinition(trx, tenantId, segmentId, { archived_at: place.loggedAt, count_due_at: null });
  await trx
    .deleteFrom('segment.list_entry')
    .where('tenant_id', '=', tenantId)
    .where('list_id', '=', segmentId)
    .execute();
  evaluation.rules = await evaluation.readRules(trx, tenantId);
  return accepted(segmentId);
}

async function leaveSegment(
  evaluation: TenantEvaluation,
  { loggedAt, eventId }: CommandPlace,
  segmentId: string,
): Promise<void> {
  const entry = segmentEntry({ loggedAt, eventId, segmentChanges: [{ kind: 'ARCHIVED', segmentId }] });
  await evaluateEverybody(evaluation, {
    interest: null,
    work: ({ evaluator }) => {
      evaluation.changes.push(...evaluator.apply(entry).changes);
      return true;
    },
  });
}
