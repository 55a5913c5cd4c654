import type { Graph } from '@customer360/journey-graph';

/** Ids of segments: one of every tenth profile, one of all. */
export const plantedSegments = {
  tenth: '5e600000-0000-8000-8000-000000000010',
  all: '5e600000-0000-8000-8000-000000000100',
} as const;

/** Makes profiles members, as the segments' own events would. */
export async function plantSegments({ db }: Graph, tenantId: string): Promise<void> {
  const ids = await db.query<string>(
    'FOR p IN profiles FILTER p.tenantId == @tenantId SORT p._key RETURN p.profileId',
    { tenantId },
  );
  const profileIds = await ids.all();
  const members = [
    ...profileIds.map((profileId) => ({ segmentId: plantedSegments.all, profileId })),
    ...profileIds
      .filter((_id, place) => place % 10 === 0)
      .map((profileId) => ({ segmentId: plantedSegments.tenth, profileId })),
  ];
  const documents = members.map((one) => ({
    _key: `${tenantId}:${one.segmentId}:${one.profileId}`,
    tenantId,
    ...one,
  }));
  await db.query('FOR d IN @documents INSERT d INTO memberships', { documents });
}
