import type { TenantEvaluation } from '../evaluation/tenant-evaluation.ts';
import { readDefinitions } from '../segments/definition-writes.ts';
import { refused, type CommandAnswer } from './answer.ts';
import type { CommandPlace } from './command-place.ts';
import type { ClientCommand } from './command.ts';
import { createSegment } from './create-segment.ts';

type Duplicate = Extract<ClientCommand, { readonly command: 'duplicateSegment' }>;

/** A new segment with the latest rule and the schedule of another one. The copy of a list begins empty. */
export async function duplicateSegment(
  evaluation: TenantEvaluation,
  place: CommandPlace,
  { segmentId, copyId, name }: Duplicate,
): Promise<CommandAnswer> {
  const original = (await readDefinitions(evaluation.trx, evaluation.tenantId)).get(segmentId);
  if (original === undefined) return refused('UNKNOWN_SEGMENT');
  const { description, kind, latestRule: rule, schedule } = original;
  return createSegment(evaluation, place, {
    segmentId: copyId,
    name,
    description,
    kind,
    rule,
    schedule,
  });
}
