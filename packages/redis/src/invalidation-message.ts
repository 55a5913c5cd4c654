import type { Invalidation } from './cache.ts';

/** What the deletion published. Null when it is not one of ours. */
export function parseInvalidation(message: string): Invalidation | null {
  try {
    const { space, tags } = JSON.parse(message);
    const known =
      typeof space?.tenantId === 'string' && typeof space.name === 'string' && Array.isArray(tags);
    return known
      ? { kind: 'tags', space: { tenantId: space.tenantId, name: space.name }, tags: tags.map(String) }
      : null;
  } catch {
    return null;
  }
}
