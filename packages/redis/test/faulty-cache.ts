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
      commands: fc.integer({ min: 1, max: 10 }),
    }),
    { maxLength: 8 },
  )
  .map((runs) => runs.flatMap(({ fate, commands }) => Array.from({ length: commands }, () => fate)));

/** A client of a cache whose commands meet the given fates in turn, then work. `tick` lets others act on the way. */
export function faultyCache(
  cache: Cache,
  fates: readonly Outage[],
  tick: (what: string) => Promise<void>,
  isAlive: () => boolean = () => true,
): Cache {
  let commands = 0;
  const guard =
    <Arguments extends unknown[], Answer>(name: string, call: (...args: Arguments) => Promise<Answer>) =>
    async (...args: Arguments): Promise<Answer> => {
      if (!isAlive()) throw new CacheUnavailable('the process is no more');
      const fate = fates[commands] ?? 'works';
      commands += 1;
      const send = async () => {
        await tick(`${name} sent`);
        return call(...args);
      };
      switch (fate) {
        case 'works': {
          const answer = await send();
          await tick(`${name} answered`);
          return answer;
        }
        case 'lost':
          break;
        case 'unanswered':
          await send();
          break;
        case 'late':
          void tick(`${name} delayed`).then(send);
          break;
      }
      await tick(`${name} given up`);
      throw new CacheUnavailable(fate);
    };
  return {
    ...cache,
    getMany: guard('getMany', (...args: Parameters<Cache['getMany']>) => cache.getMany(...args)),
    setMany: guard('setMany', (...args: Parameters<Cache['setMany']>) => cache.setMany(...args)),
    deleteTags: guard('deleteTags', (...args: Parameters<Cache['deleteTags']>) => cache.deleteTags(...args)),
    vouch: guard('vouch', (...args: Parameters<Cache['vouch']>) => cache.vouch(...args)),
  };
}
