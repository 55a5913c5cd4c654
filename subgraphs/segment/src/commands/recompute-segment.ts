import { countBatchSegment } from '../batch/count-batch-segment.ts';
import type { TenantEvaluation } from '../evaluation/tenant-evaluation.ts';
import { readDefinitions } from '../segments/definition-writes.ts';
import { accepted, refused, type CommandAnswer } from './answer.ts';
import type { CommandPlace } from './command-place.ts';
import type { ClientCommand } from './command.ts';

type Recompute = Extract<ClientCommand, { readonly command: 'recomputeSegment' }>;

/** Counts a batch segment anew, as of the command. */
export async function recomputeSegment(
  evaluation: TenantEvaluation,
  place: CommandPlace,
  { segmentId }: Recompute,
): Promise<CommandAnswer> {
  const segment = (await readDefinitions(evaluation.trx, evaluation.tenantId)).get(segmentId);
  if (segment === undefined) return refused('UNKNOWN_SEGMENT');
  if (segment.isArchived) return refused('ARCHIVED');
  if (segment.kind !== 'BATCH') {
    return refused('WRONG_KIND', 'Only a batch segment is counted; the others are right at every moment.');
  }
  await countBatchSegment(evaluation, place, segment);
  return accepted(segmentId);
}
