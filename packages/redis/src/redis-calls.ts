import { createBreaker } from './breaker.ts';
import { CacheUnavailable } from './cache-unavailable.ts';
import type { RedisClient } from './redis-client.ts';
import type { Script } from './scripts.ts';

type Values = readonly (string | number)[];

/** Runs scripts and turns every failure to reach the server into CacheUnavailable. */
export interface RedisCalls {
  list(script: Script, keys: readonly string[], values: Values): Promise<readonly unknown[]>;
  number(script: Script, keys: readonly string[], values: Values): Promise<number>;
  close(): Promise<void>;
}

export function createRedisCalls(client: RedisClient, clock: () => number): RedisCalls {
  const breaker = createBreaker(clock, 3, 1000);
  const call = async (script: Script, keys: readonly string[], values: Values): Promise<unknown> => {
    if (breaker.isOpen()) throw new CacheUnavailable('Redis did not answer a moment ago');
    try {
      const reply = await runScript(client, script, keys, values);
      breaker.succeeded();
      return reply;
    } catch (error) {
      if (isProgrammingError(error)) throw error;
      if (isTimeout(error)) breaker.timedOut();
      throw new CacheUnavailable('Redis cannot be reached or did not answer in time', { cause: error });
    }
  };
  return {
    list: async (script, keys, values) => {
      const reply = await call(script, keys, values);
      if (!Array.isArray(reply)) throw new Error('Redis answered a script with something else than a list');
      return reply;
    },
    number: async (script, keys, values) => Number(await call(script, keys, values)),
    close: () => {
      client.disconnect();
      return Promise.resolve();
    },
  };
}

async function runScript(client: RedisClient, script: Script, keys: readonly string[], values: Values) {
  try {
    return await client.evalsha(script.sha, keys.length, ...keys, ...values);
  } catch (error) {
    if (!isReply(error, 'NOSCRIPT')) throw error;
    return client.eval(script.text, keys.length, ...keys, ...values);
  }
}

/** A script that Redis refuses to understand is a defect of ours, not an outage. */
function isProgrammingError(error: unknown): boolean {
  return ['ERR Error compiling', 'ERR user_script', 'WRONGTYPE', 'CROSSSLOT'].some((start) =>
    isReply(error, start),
  );
}

function isReply(error: unknown, start: string): boolean {
  return error instanceof Error && error.name === 'ReplyError' && error.message.startsWith(start);
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.message === 'Command timed out';
}
