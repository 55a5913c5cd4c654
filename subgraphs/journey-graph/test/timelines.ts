import { createCursors } from '@customer360/subgraph';
import { createSessionService } from '../src/timeline/session-service.ts';
import type { Session } from '../src/timeline/session.ts';
import type { TestStore } from './open-store.ts';
import { analyst } from './viewers.ts';

/** All sessions of these profiles, read page by page as a client does. */
export async function timelines(
  store: TestStore,
  tenantId: string,
  profileIds: readonly string[],
): Promise<readonly Session[]> {
  const service = createSessionService({
    queries: store.queries(tenantId),
    viewer: analyst(tenantId),
    cursors: createCursors(tenantId),
    events: { byIds: async () => [] },
  });
  const sessions: Session[] = [];
  for (const id of profileIds) {
    let after: string | null = null;
    do {
      const { nodes, pageInfo } = await service.ofProfile({ id }, { first: 100, after });
      sessions.push(...nodes);
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
  }
  return sessions;
}
