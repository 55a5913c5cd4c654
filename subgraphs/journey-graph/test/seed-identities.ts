import type { Database } from 'arangojs';
import type { IdentifierDocument, LinkEdge } from '../src/store/documents.ts';
import { idOf, keyOf } from '../src/store/keys.ts';

/** Identifiers of one profile in order of their age, joined by links: `a-b` was observed, `a=b` was merged. */
export interface SeedIdentities {
  readonly profileId: string;
  readonly identifiers: readonly string[];
  readonly links: readonly string[];
}

/** Writes identifiers with their degrees, and links; the type of an identifier is its name up to the first dot. */
export async function seedIdentities(
  db: Database,
  tenantId: string,
  { profileId, identifiers, links }: SeedIdentities,
): Promise<void> {
  const edges = links.map((link, place) => ({
    merged: link.includes('='),
    edge: toLink(tenantId, link, place),
  }));
  const degrees = new Map<string, number>();
  for (const { edge } of edges) {
    const { _from, _to } = edge;
    for (const end of [_from, _to]) degrees.set(end, (degrees.get(end) ?? 0) + 1);
  }
  const documents = identifiers.map((identifierId, place): IdentifierDocument => {
    const key = keyOf(tenantId, identifierId);
    const type = identifierId.split('.')[0] ?? '';
    return {
      _key: key,
      tenantId,
      identifierId,
      type: type === 'rest' ? null : type,
      profileId,
      firstSeenAt: place,
      lastSeenAt: place + 1,
      degree: degrees.get(idOf('identifiers', key)) ?? 0,
    };
  });
  await db.collection('identifiers').import(documents);
  const ofKind = (kind: boolean) => edges.filter(({ merged }) => merged === kind).map(({ edge }) => edge);
  await db.collection('links').import(ofKind(false));
  await db.collection('same_as').import(ofKind(true));
}

function toLink(tenantId: string, link: string, place: number): LinkEdge {
  const [a = '', b = ''] = link.split(/[-=]/);
  return {
    _key: keyOf(tenantId, a, b, String(place)),
    _from: idOf('identifiers', keyOf(tenantId, a)),
    _to: idOf('identifiers', keyOf(tenantId, b)),
    tenantId,
    rule: 'same-event',
    evidencePosition: place,
    evidenceId: `evidence-${place}`,
    at: place * 10,
  };
}
