import { LRUCache } from 'lru-cache';
import type { Transaction } from 'kysely';
import type { ProfileDatabase } from '../database.ts';
import { IdentityMemory } from '../identities/memory.ts';

/**
 * Memories of tenants between batches. One is in step with the tables only as long as nobody else wrote and every
 * batch was committed, so each batch leaves a mark in both: marks that differ make the memory worthless.
 */
export class Memories {
  readonly #kept: LRUCache<string, { readonly mark: string; readonly memory: IdentityMemory }>;

  /** `size` bounds the identifiers and lists that are kept, of all tenants together. */
  constructor(size: number) {
    this.#kept = new LRUCache({ maxSize: size, sizeCalculation: ({ memory }) => memory.size + 1 });
  }

  /** The memory of a tenant, empty unless it is in step. The caller gives it back when its batch is worked. */
  async take(trx: Transaction<ProfileDatabase>, tenantId: string): Promise<IdentityMemory> {
    const kept = this.#kept.get(tenantId);
    this.#kept.delete(tenantId);
    if (kept === undefined) return new IdentityMemory();
    const state = await trx
      .selectFrom('profile.resolver_state')
      .select('writer')
      .where('tenant_id', '=', tenantId)
      .executeTakeFirst();
    return state?.writer === kept.mark ? kept.memory : new IdentityMemory();
  }

  give(tenantId: string, mark: string, memory: IdentityMemory): void {
    this.#kept.set(tenantId, { mark, memory });
  }
}
