import { CacheUnavailable } from './cache-unavailable.ts';
import type { Invalidation } from './cache.ts';
import { parseInvalidation } from './invalidation-message.ts';
import type { RedisClient } from './redis-client.ts';

type Listener = (invalidation: Invalidation) => void;

export interface RedisSubscription {
  add(listener: Listener): Promise<() => void>;
  close(): void;
}

/**
 * One connection for all listeners of a process, opened by the first. Listeners hear of a gap when the connection is lost
 * and again once a new one is subscribed.
 */
export function createRedisSubscription(open: () => RedisClient, channel: string): RedisSubscription {
  const listeners = new Set<Listener>();
  const tell = (invalidation: Invalidation) => listeners.forEach((listener) => listener(invalidation));
  let client: RedisClient | null = null;
  let subscribed: Promise<void> | null = null;
  return {
    add: async (listener) => {
      client ??= listen(open(), tell);
      subscribed ??= firstSubscription(client, channel, tell);
      try {
        await subscribed;
      } catch (error) {
        client?.disconnect();
        client = null;
        subscribed = null;
        throw new CacheUnavailable('Redis cannot be subscribed to', { cause: error });
      }
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => {
      listeners.clear();
      client?.disconnect();
    },
  };
}

function listen(client: RedisClient, tell: Listener): RedisClient {
  client.on('message', (_channel: string, message: string) =>
    tell(parseInvalidation(message) ?? { kind: 'gap' }),
  );
  client.on('close', () => tell({ kind: 'gap' }));
  return client;
}

/** Subscribes on this connection and on each that follows it. */
function firstSubscription(client: RedisClient, channel: string, tell: Listener): Promise<void> {
  return new Promise((resolve, reject) => {
    const subscribe = async () => {
      try {
        await client.subscribe(channel);
        tell({ kind: 'gap' });
        resolve();
      } catch (error) {
        reject(error instanceof Error ? error : new Error('subscribe failed', { cause: error }));
        // A connection that lives but is not subscribed would be deaf: the next one tries again.
        client.disconnect(true);
      }
    };
    client.on('ready', () => void subscribe());
    client.once('error', reject);
    client.once('end', () => reject(new Error('The connection ended')));
  });
}
