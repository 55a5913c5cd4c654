import type { Faults } from './space-model.ts';

/** Rules of the protocol, each with what the model is without it. */
export const plantedFaults: readonly (readonly [rule: string, Faults])[] = [
  [
    'a change keeps the name of the epoch until its commit',
    {
      register: (register) => ({
        ...register,
        confirm: async (_transaction, tenantId) => (await register.read([tenantId])).get(tenantId) ?? null,
      }),
    },
  ],
  [
    'an epoch that the cache has lost is not begun again under its name',
    {
      cache: (cache) => ({
        ...cache,
        vouch: async (space, lease) => {
          const answer = await cache.vouch(space, lease);
          if (answer.outcome !== 'lapsed') return answer;
          await cache.begin(space, lease.epoch, lease.leaseMs);
          return cache.vouch(space, lease);
        },
      }),
    },
  ],
  [
    'nobody vouches for another epoch than the one that the cache has',
    {
      cache: (cache) => {
        let begun = 0;
        return {
          ...cache,
          begin: async (space, epoch, lifeMs) => {
            begun = epoch;
            await cache.begin(space, epoch, lifeMs);
          },
          vouch: (space, lease) => cache.vouch(space, { ...lease, epoch: Math.max(begun, 1) }),
        };
      },
    },
  ],
  [
    'nobody vouches for an epoch that is closed',
    {
      register: (register) => ({
        ...register,
        read: async (tenantIds) =>
          new Map(
            [...(await register.read(tenantIds))].map(([id, named]) => [id, { ...named, closed: null }]),
          ),
      }),
    },
  ],
  [
    'who is cut off tells the others that the epoch is closed',
    {
      register: (register) => {
        const closed = new Set<number>();
        return {
          ...register,
          close: async (_tenantId, epoch) => {
            closed.add(epoch);
            return true;
          },
          confirm: async (transaction, tenantId) => {
            const named = await register.confirm(transaction, tenantId);
            if (named === null || !closed.has(named.epoch)) return named;
            return { ...named, closed: { by: 'nobody', forMs: 0 } };
          },
        };
      },
    },
  ],
  [
    'who is cut off waits until leases have ended',
    {
      cache: (cache) => ({
        ...cache,
        vouch: (space, lease) => cache.vouch(space, { ...lease, leaseMs: lease.leaseMs * 10 }),
      }),
    },
  ],
  [
    'a tag is held until every hold of it is released',
    {
      cache: (cache) => {
        const byTag =
          (call: typeof cache.hold): typeof cache.hold =>
          async (space, hold) => {
            for (const tag of hold.tags) await call(space, { ...hold, id: tag, tags: [tag] });
          };
        return {
          ...cache,
          hold: byTag((space, hold) => cache.hold(space, hold)),
          release: byTag((space, hold) => cache.release(space, hold)),
        };
      },
    },
  ],
  [
    'tags are held until the release',
    {
      cache: (cache) => ({
        ...cache,
        hold: async (space, hold) => {
          await cache.hold(space, hold);
          await cache.release(space, hold);
        },
      }),
    },
  ],
];

/** What costs the cache, and no answer: tags of the dead stay held for good. */
export const joinsWithoutLapse: Faults = {
  cache: (cache) => ({
    ...cache,
    vouch: (space, lease) => cache.vouch(space, { ...lease, holder: 'everybody' }),
    hold: (space, hold) => cache.hold(space, { ...hold, holder: 'everybody' }),
  }),
};
