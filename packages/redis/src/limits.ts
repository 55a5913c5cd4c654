import { isTenantId } from '@customer360/service';
import type { CacheEntry, CacheSpace, Hold, Lease } from './cache.ts';

/** What one call may carry. Sizes are characters. */
export const limits = {
  /** Keys or entries of one call. */
  keys: 500,
  tagsOfHold: 1000,
  tagsOfEntry: 16,
  nameLength: 256,
  valueLength: 1_000_000,
  ttlMs: 24 * 60 * 60 * 1000,
  /** Changed tags that a space remembers. Older fences than the oldest of them are refused. */
  tombstones: 16_384,
  /** Entries removed in one step of a deletion, so that no other command waits long. */
  sweep: 500,
} as const;

/** Printable ASCII without blank: tags are joined by tabs, and hash tags of a cluster are made of braces. */
const NAME = /^[!-z|~]+$/;

/** No colon: it ends the name inside a key. */
const SPACE = /^[a-z][a-z0-9-]{0,63}$/;

export function checkSpace(space: CacheSpace): void {
  checkTenant(space.tenantId);
  if (!SPACE.test(space.name)) {
    throw new RangeError('space.name must be 1 to 64 lower-case letters, digits and hyphens');
  }
}

export function checkTenant(tenantId: string): void {
  if (!isTenantId(tenantId))
    throw new RangeError(`tenantId is not the name of a tenant: ${String(tenantId)}`);
}

export function checkName(field: string, name: string): void {
  if (name.length > limits.nameLength) {
    throw new RangeError(`${field} has ${name.length} characters; the limit is ${limits.nameLength}`);
  }
  if (!NAME.test(name)) throw new RangeError(`${field} must be printable ASCII without blanks and braces`);
}

export function checkNames(field: string, names: readonly string[], limit: number): void {
  checkCount(field, names.length, limit);
  for (const [index, name] of names.entries()) checkName(`${field}[${index}]`, name);
}

export function checkEntries(entries: readonly CacheEntry[]): void {
  checkCount('entries', entries.length, limits.keys);
  for (const [index, { key, value, ttlMs, tags }] of entries.entries()) {
    const field = `entries[${index}]`;
    checkName(`${field}.key`, key);
    checkNames(`${field}.tags`, tags, limits.tagsOfEntry);
    if (tags.length === 0) throw new RangeError(`${field}.tags needs at least one tag`);
    checkTtl(`${field}.ttlMs`, ttlMs);
    checkCount(`${field}.value`, value.length, limits.valueLength);
  }
}

export function checkHold({ id, epoch, holder, leaseMs, tags }: Hold): void {
  checkName('hold.id', id);
  checkName('hold.holder', holder);
  checkTtl('hold.leaseMs', leaseMs);
  checkPositive('hold.epoch', epoch);
  checkNames('hold.tags', tags, limits.tagsOfHold);
}

export function checkLease({ holder, epoch, leaseMs }: Lease): void {
  checkName('lease.holder', holder);
  checkPositive('lease.epoch', epoch);
  checkTtl('lease.leaseMs', leaseMs);
}

export function checkTtl(field: string, ttlMs: number): void {
  if (Number.isInteger(ttlMs) && ttlMs >= 1 && ttlMs <= limits.ttlMs) return;
  throw new RangeError(
    `${field} is ${ttlMs}; it must be a whole number of milliseconds from 1 to ${limits.ttlMs}`,
  );
}

export function checkPositive(field: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 1) return;
  throw new RangeError(`${field} is ${value}; it must be a positive whole number`);
}

function checkCount(field: string, count: number, limit: number): void {
  if (count > limit) throw new RangeError(`${field} has ${count}; the limit is ${limit}`);
}
