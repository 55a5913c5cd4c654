import type { Cache, CacheSpace } from './cache.ts';
import { limits } from './limits.ts';

/** Deletes or holds any number of tags. */
export async function deleteInParts(
  cache: Cache,
  space: CacheSpace,
  tags: readonly string[],
  how: 'delete' | 'hold',
): Promise<void> {
  for (let from = 0; from < tags.length; from += limits.tagsOfCall) {
    await cache.deleteTags(space, tags.slice(from, from + limits.tagsOfCall), how);
  }
}
