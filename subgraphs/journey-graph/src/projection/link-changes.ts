import type { LinkChange, ResolvedEvent } from '@customer360/event-log';
import { aqlFile } from '../store/aql-file.ts';
import type { LinkEdge } from '../store/documents.ts';
import { idOf, keyOf, keyPart } from '../store/keys.ts';
import type { TenantTransaction } from '../store/tenant-transaction.ts';
import type { IdentityOutcome } from './identity-fold.ts';
import type { ProjectionWrites } from './projection-writes.ts';

const presentLinks = aqlFile(import.meta.url, './present-links.aql');

/** Key of the edge of a link. */
function linkKeyOf(tenantId: string, { a, b, evidenceEventId, rule }: LinkChange): string {
  return keyOf(tenantId, a, b, evidenceEventId, keyPart(rule));
}

const collectionOf = ({ merge }: LinkChange): 'links' | 'same_as' => (merge ? 'same_as' : 'links');

/** Notes the links that come and go. Returns by how much the degree of each identifier changes. */
export async function writeLinks(
  transaction: TenantTransaction,
  writes: ProjectionWrites,
  events: readonly ResolvedEvent[],
  { identifiers }: IdentityOutcome,
): Promise<ReadonlyMap<string, number>> {
  const { tenantId } = transaction;
  const changes = events
    .flatMap(({ linkChanges }) => linkChanges)
    .filter(({ a, b }) => identifiers.has(a) && identifiers.has(b));
  const last = new Map(changes.map((change) => [linkKeyOf(tenantId, change), change]));
  const degrees = new Map<string, number>();
  if (last.size === 0) return degrees;
  const present = new Set(await transaction.run<string>(presentLinks, { keys: [...last.keys()] }));
  for (const [key, change] of last) {
    const comes = change.change === 'LINK';
    if (present.has(key) === comes) continue;
    if (comes) writes.put(collectionOf(change), toEdge(tenantId, change));
    else writes.remove(collectionOf(change), key);
    for (const id of [change.a, change.b]) degrees.set(id, (degrees.get(id) ?? 0) + (comes ? 1 : -1));
  }
  return degrees;
}

function toEdge(tenantId: string, change: LinkChange): LinkEdge {
  const { a, b, rule, evidenceEventId, evidencePosition, evidenceAt } = change;
  return {
    _key: linkKeyOf(tenantId, change),
    _from: idOf('identifiers', keyOf(tenantId, a)),
    _to: idOf('identifiers', keyOf(tenantId, b)),
    tenantId,
    rule,
    evidenceId: evidenceEventId,
    evidencePosition,
    at: evidenceAt,
  };
}
