import DataLoader from 'dataloader';
import type { PageRequest, TenantReader } from '@customer360/subgraph';
import type { Transaction } from 'kysely';
import type { ProfileDatabase } from '../database.ts';

/** One page of a list that every profile has. */
export interface ProfilePageKey {
  readonly profileId: string;
  readonly request: PageRequest;
}

/** Items of a page, one more than asked for when there are more. */
export type ProfilePageLoader<Item> = DataLoader<ProfilePageKey, readonly Item[], string>;

/** Reads the pages of many profiles at once; pages of different shape take one read each. */
export function createPageLoader<Item>(
  reader: TenantReader<ProfileDatabase>,
  find: (
    trx: Transaction<ProfileDatabase>,
    tenantId: string,
    pages: { readonly profileIds: readonly string[]; readonly request: PageRequest },
  ) => Promise<readonly (Item & { readonly profileId: string })[]>,
): ProfilePageLoader<Item> {
  return new DataLoader(
    async (keys) => {
      const shapes = [...Map.groupBy(keys, ({ request }) => JSON.stringify(request)).values()];
      const found = await reader.read((trx) =>
        inOrder(shapes, async (shape) => {
          const [first] = shape;
          if (first === undefined) return [];
          const profileIds = shape.map((key) => key.profileId);
          const items = await find(trx, reader.tenantId, { profileIds, request: first.request });
          const byProfile = Map.groupBy(items, (item) => item.profileId);
          return shape.map((key) => [keyOf(key), byProfile.get(key.profileId) ?? []] as const);
        }),
      );
      const pages = new Map(found.flat());
      return keys.map((key) => pages.get(keyOf(key)) ?? []);
    },
    { cacheKeyFn: keyOf },
  );
}

function keyOf({ profileId, request }: ProfilePageKey): string {
  return JSON.stringify([profileId, request.first, request.after]);
}

/** One after the other: a transaction has one connection. */
async function inOrder<A, B>(items: readonly A[], work: (item: A) => Promise<B>): Promise<B[]> {
  const results: B[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}
