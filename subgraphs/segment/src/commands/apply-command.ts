import type { TenantEvaluation } from '../evaluation/tenant-evaluation.ts';
import { changeMembers } from '../static/change-members.ts';
import { activateSegment } from './activate-segment.ts';
import type { CommandAnswer } from './answer.ts';
import { archiveSegment } from './archive-segment.ts';
import type { CommandPlace } from './command-place.ts';
import type { SegmentCommand } from './command.ts';
import { createSegment } from './create-segment.ts';
import { duplicateSegment } from './duplicate-segment.ts';
import { recomputeSegment } from './recompute-segment.ts';
import { updateSegment } from './update-segment.ts';

/** Does what a command says, or says why not. Null for commands that nobody waits for. */
export async function applyCommand(
  evaluation: TenantEvaluation,
  place: CommandPlace,
  command: SegmentCommand,
): Promise<CommandAnswer | null> {
  switch (command.command) {
    case 'createSegment':
      return createSegment(evaluation, place, command);
    case 'updateSegment':
      return updateSegment(evaluation, place, command);
    case 'archiveSegment':
      return archiveSegment(evaluation, place, command);
    case 'duplicateSegment':
      return duplicateSegment(evaluation, place, command);
    case 'recomputeSegment':
      return recomputeSegment(evaluation, place, command);
    case 'addSegmentMembers':
    case 'removeSegmentMembers':
      return changeMembers(evaluation, place, command);
    case 'activateSegment':
      await activateSegment(evaluation, place, command);
      return null;
    default:
      return command satisfies never;
  }
}
