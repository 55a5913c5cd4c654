import { createHash } from 'node:crypto';

/** Keys begin with the tenant, so that no two tenants ever share a document. Tenant ids hold no colon. */
export function keyOf(tenantId: string, ...parts: readonly string[]): string {
  return [tenantId, ...parts].join(':');
}

/** Document id of a key in a collection. */
export function idOf(collection: string, key: string): string {
  return `${collection}/${key}`;
}

/** A text of any length and any characters as a part of a key; null has one of its own. */
export function keyPart(text: string | null): string {
  if (text === null) return '-';
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
