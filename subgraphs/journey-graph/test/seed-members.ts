import type { Database } from 'arangojs';
import type { MembershipDocument } from '../src/store/documents.ts';
import { keyOf } from '../src/store/keys.ts';

/** Makes profiles members of a segment, as the projection does when they enter. */
export async function seedMembers(
  db: Database,
  tenantId: string,
  segmentId: string,
  profileIds: Iterable<string>,
): Promise<void> {
  const documents = [...profileIds].map((profileId): MembershipDocument => ({
    _key: keyOf(tenantId, segmentId, profileId),
    tenantId,
    segmentId,
    profileId,
  }));
  await db.query('FOR d IN @documents INSERT d INTO memberships', { documents });
}
