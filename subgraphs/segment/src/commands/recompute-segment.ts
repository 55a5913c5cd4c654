import { countBatchSegment } from '../batch/count-batch-segment.ts';
import type { TenantEvaluation } from '../evaluation/tenant-evaluation.ts';
import { readDefinitions, readRuleOf } from '../segments/definition-writes.ts';
import { accepted, refused, type CommandAnswer } from './answer.ts';
import type { CommandPlace } from './command-place.ts';
import type { ClientCommand } from './command.ts';

type Recompute = Extract<ClientCommand, { readonly command: 'recomputeSegment' }>;

/** Counts a batch segment anew, as of the command. One that is not in force yet is counted when it takes force. */
export async function recomputeSegment(
  evaluation: TenantEvaluation,
  place: CommandPlace,
  { segmentId }: Recompute,
): Promise<CommandAnswer> {
  const { trx, tenantId } = evaluation;
  const segment = (await readDefinitions(trx, tenantId)).get(segmentId);
  if (segment === undefined) return refused('UNKNOWN_SEGMENT');
  if (segment.isArchived) return refused('ARCHIVED');
  if (segment.kind !== 'BATCH') {
    return refused('WRONG_KIND', 'Only a batch segment is counted; the others are right at every moment.');
  }
  if (segment.version === 0) return accepted(segmentId);
  await countBatchSegment(evaluation, place, {
    ...segment,
    rule: await readRuleOf(trx, tenantId, segment),
  });
  return accepted(segmentId);
}
