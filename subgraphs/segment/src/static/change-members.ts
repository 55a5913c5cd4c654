import { segmentEntry } from '@customer360/segment-rules';
import { refused, type CommandAnswer } from '../commands/answer.ts';
import type { CommandPlace } from '../commands/apply-command.ts';
import type { ClientCommand } from '../commands/command.ts';
import { evaluateEntries } from '../evaluation/evaluate-entries.ts';
import type { TenantEvaluation } from '../evaluation/tenant-evaluation.ts';
import { readDefinitions } from '../segments/definition-writes.ts';
import { findListed, findOwnIdentifiers } from './list-repository.ts';

type ChangeMembers = Extract<
  ClientCommand,
  { readonly command: 'addSegmentMembers' | 'removeSegmentMembers' }
>;

/** Puts profiles on a list or takes them off. The list holds on to their identifiers, all that they have now. */
export async function changeMembers(
  evaluation: TenantEvaluation,
  { loggedAt, eventId }: CommandPlace,
  { command, segmentId, profileIds }: ChangeMembers,
): Promise<CommandAnswer> {
  const { trx, tenantId } = evaluation;
  const segment = (await readDefinitions(trx, tenantId)).get(segmentId);
  if (segment === undefined) return refused('UNKNOWN_SEGMENT');
  if (segment.isArchived) return refused('ARCHIVED');
  if (segment.kind !== 'STATIC') return refused('WRONG_KIND', 'Only a static segment is kept by hand.');
  const identifiers = await findOwnIdentifiers(trx, tenantId, profileIds);
  const known = new Set(identifiers.map(({ profileId }) => profileId));
  const listed = await findListed(trx, tenantId, segmentId, [...known]);
  const isAdding = command === 'addSegmentMembers';
  const identifierIds = identifiers.map(({ identifierId }) => identifierId);
  if (identifierIds.length > 0) {
    const change = isAdding ? 'ADDED' : 'REMOVED';
    const listChanges = [{ listId: segmentId, change, identifierIds } as const];
    await evaluateEntries(evaluation, [segmentEntry({ loggedAt, eventId, listChanges })]);
  }
  return {
    accepted: true,
    segmentId,
    changed: isAdding ? known.size - listed.size : listed.size,
    unknown: profileIds.filter((id) => !known.has(id)),
  };
}
