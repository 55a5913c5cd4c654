import fc from 'fast-check';
import { CacheUnavailable } from '../src/index.ts';
import type { Cache } from '../src/index.ts';

/** What becomes of a command: it works, never arrives, loses its answer, or arrives long after it was given up. */
export type Outage = 'works' | 'lost' | 'unanswered' | 'late';

/** The fates of a client's commands in turn. Outages last for several commands. */
export const outages: fc.Arbitrary<readonly Outage[]> = fc
  .array(
    fc.record({
      fate: fc.constantFrom<Outage[]>('works', 'works', 'lost', 'lost', 'unanswered', 'late'),
      commands: fc.oneof(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 20, max: 60 })),
    }),
    { maxLength: 6 },
  )
  .map((runs) => runs.flatMap(({ fate, commands }) => Array.from({ length: commands }, () => fate)));

/** A client of a cache whose commands meet the given fates in turn, then work. */
export function faultyCache(
  cache: Cache,
  fates: readonly Outage[],
  on: {
    /** Lets others act on the way. */
    readonly tick: () => Promise<void>;
    /** For how long a late command is on its way. */
    readonly delay: () => Promise<void>;
    readonly isAlive: () => boolean;
  },
): Cache {
  const { tick, delay, isAlive } = on;
  let commands = 0;
  const guard =
    <Arguments extends unknown[], Answer>(call: (...args: Arguments) => Promise<Answer>) =>
    async (...args: Arguments): Promise<Answer> => {
      if (!isAlive()) throw new CacheUnavailable('the process is no more');
      const fate = fates[commands] ?? 'works';
      commands += 1;
      const send = async () => {
        await tick();
        return call(...args);
      };
      switch (fate) {
        case 'works': {
          const answer = await send();
          await tick();
          return answer;
        }
        case 'lost':
          break;
        case 'unanswered':
          await send();
          break;
        case 'late':
          void delay().then(send);
          break;
      }
      await tick();
      throw new CacheUnavailable(fate);
    };
  return {
    ...cache,
    getMany: guard((...args: Parameters<Cache['getMany']>) => cache.getMany(...args)),
    setMany: guard((...args: Parameters<Cache['setMany']>) => cache.setMany(...args)),
    begin: guard((...args: Parameters<Cache['begin']>) => cache.begin(...args)),
    hold: guard((...args: Parameters<Cache['hold']>) => cache.hold(...args)),
    release: guard((...args: Parameters<Cache['release']>) => cache.release(...args)),
    leave: guard((...args: Parameters<Cache['leave']>) => cache.leave(...args)),
    vouch: guard((...args: Parameters<Cache['vouch']>) => cache.vouch(...args)),
  };
}
