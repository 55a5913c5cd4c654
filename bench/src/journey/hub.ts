import type { Graph } from '@customer360/journey-graph';

const LINKS = 5_000;

/** Puts an identifier with 5,000 links into the graph; identity resolution itself stops far below. Answers its profile id. */
export async function plantHub({ db }: Graph, tenantId: string): Promise<string> {
  const profileId = 'hub';
  const identifiers = Array.from({ length: LINKS + 1 }, (_, place) => ({
    _key: `${tenantId}:hub-${place}`,
    tenantId,
    identifierId: `hub-${place}`,
    type: 'anonymous_id',
    profileId,
    firstSeenAt: place,
    lastSeenAt: place,
    degree: place === 0 ? LINKS : 1,
  }));
  const links = identifiers.slice(1).map(({ _key, identifierId }, place) => ({
    _key: `${tenantId}:hub-0:${identifierId}`,
    _from: `identifiers/${tenantId}:hub-0`,
    _to: `identifiers/${_key}`,
    tenantId,
    rule: 'SHARED_EVENT',
    evidencePosition: place,
    evidenceId: `evidence-${place}`,
    at: place,
  }));
  await db.query('FOR d IN @documents INSERT d INTO identifiers', { documents: identifiers });
  await db.query('FOR d IN @documents INSERT d INTO links', { documents: links });
  return profileId;
}
