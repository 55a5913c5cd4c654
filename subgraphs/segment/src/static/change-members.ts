import { segmentEntry } from '@customer360/segment-rules';
import { refused, type CommandAnswer } from '../commands/answer.ts';
import type { CommandPlace } from '../commands/command-place.ts';
import type { ClientCommand } from '../commands/command.ts';
import { evaluateEntries } from '../evaluation/evaluate-entries.ts';
import type { TenantEvaluation } from '../evaluation/tenant-evaluation.ts';
import { readDefinitions } from '../segments/definition-writes.ts';
import { findListed, findOwnIdentifiers, findValueIdentifiers } from './list-repository.ts';

type ChangeMembers = Extract<
  ClientCommand,
  { readonly command: 'addSegmentMembers' | 'removeSegmentMembers' }
>;

/**
 * Puts profiles on a list or takes them off. The list holds on to their identifiers: to all that they have now, or to
 * the one that named them.
 */
export async function changeMembers(
  evaluation: TenantEvaluation,
  { loggedAt, eventId }: CommandPlace,
  change: ChangeMembers,
): Promise<CommandAnswer> {
  const { trx, tenantId } = evaluation;
  const { segmentId, profileIds } = change;
  const valueHashes = ('valueHashes' in change && change.valueHashes) || [];
  const segment = (await readDefinitions(trx, tenantId)).get(segmentId);
  if (segment === undefined) return refused('UNKNOWN_SEGMENT');
  if (segment.isArchived) return refused('ARCHIVED');
  if (segment.kind !== 'STATIC') return refused('WRONG_KIND', 'Only a static segment is kept by hand.');
  const named = [
    ...(await findOwnIdentifiers(trx, tenantId, profileIds)),
    ...(await findValueIdentifiers(evaluation, valueHashes)),
  ];
  const known = new Set(named.map(({ profileId }) => profileId));
  const listed = await findListed(trx, tenantId, segmentId, [...known]);
  const isAdding = change.command === 'addSegmentMembers';
  const identifierIds = [...new Set(named.map(({ identifierId }) => identifierId))];
  if (identifierIds.length > 0) {
    const listChange = { listId: segmentId, change: isAdding ? 'ADDED' : 'REMOVED', identifierIds } as const;
    await evaluateEntries(evaluation, [segmentEntry({ loggedAt, eventId, listChanges: [listChange] })]);
  }
  const found = new Set(named.map(({ namedBy }) => namedBy));
  return {
    accepted: true,
    segmentId,
    changed: isAdding ? known.size - listed.size : listed.size,
    unknown: [...profileIds, ...valueHashes].flatMap((name, place) => (found.has(name) ? [] : [place])),
  };
}
