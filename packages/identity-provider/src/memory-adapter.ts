import { LRUCache } from 'lru-cache';
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

const maxEntries = 10_000;

/** Sessions, codes and grants of one provider, in memory: signing in again after a restart is fine for a demo. */
export function createMemoryAdapter(): AdapterFactory {
  const entries = new LRUCache<string, AdapterPayload>({ max: maxEntries });
  return (model) => adapterOf(model, entries);
}

function adapterOf(model: string, entries: LRUCache<string, AdapterPayload>): Adapter {
  const keyOf = (id: string) => `${model}:${id}`;
  const findBy = (matches: (payload: AdapterPayload) => boolean) =>
    [...entries].find(([key, payload]) => key.startsWith(`${model}:`) && matches(payload))?.[1];
  return {
    async upsert(id, payload, expiresIn) {
      entries.set(keyOf(id), payload, expiresIn ? { ttl: expiresIn * 1_000 } : {});
    },
    async find(id) {
      return entries.get(keyOf(id));
    },
    async findByUid(uid) {
      return findBy((payload) => payload.uid === uid);
    },
    async findByUserCode(userCode) {
      return findBy((payload) => payload.userCode === userCode);
    },
    async consume(id) {
      const payload = entries.get(keyOf(id));
      if (payload) payload.consumed = Math.floor(Date.now() / 1_000);
    },
    async destroy(id) {
      entries.delete(keyOf(id));
    },
    async revokeByGrantId(grantId) {
      for (const [key, payload] of entries) if (payload.grantId === grantId) entries.delete(key);
    },
  };
}
