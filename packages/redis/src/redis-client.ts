import { Cluster, Redis } from 'ioredis';
import type { RedisOptions } from 'ioredis';
import type { RedisTarget } from './redis-url.ts';

export type RedisClient = Redis | Cluster;

export interface RedisTimes {
  /** Milliseconds to make a connection. */
  readonly connectMs: number;
  /** Milliseconds until a command counts as unanswered. */
  readonly commandMs: number;
  /** Longest pause between two attempts to connect, in milliseconds. Attempts never end. */
  readonly reconnectMs: number;
}

/** Pauses double from 50 ms up to the longest; half of each is random, so that processes do not come back together. */
export function reconnectPause(attempt: number, longestMs: number, random: () => number): number {
  const pause = Math.min(longestMs, 50 * 2 ** Math.min(attempt - 1, 16));
  return Math.round(pause / 2 + (random() * pause) / 2);
}

/**
 * A client that fails a command at once while there is no connection and never sends a command twice: whether to try
 * again is the caller's decision. Reads go to masters only, as replicas lag behind.
 */
export function openRedisClient(target: RedisTarget, times: RedisTimes, random: () => number): RedisClient {
  const retry = (attempt: number) => reconnectPause(attempt, times.reconnectMs, random);
  const tls = target.tls ? { tls: {} } : {};
  const shared: RedisOptions = {
    ...(target.username === null ? {} : { username: target.username }),
    ...(target.password === null ? {} : { password: target.password }),
    ...tls,
    connectTimeout: times.connectMs,
    commandTimeout: times.commandMs,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    enableOfflineQueue: false,
    autoResubscribe: false,
    retryStrategy: retry,
    connectionName: 'customer360',
  };
  switch (target.kind) {
    case 'single':
      return new Redis({ ...shared, ...target.node, db: target.database });
    case 'sentinel':
      return new Redis({
        ...shared,
        sentinels: [...target.nodes],
        name: target.master,
        db: target.database,
        enableTLSForSentinelMode: target.tls,
        ...(target.tls ? { sentinelTLS: {} } : {}),
        sentinelRetryStrategy: retry,
      });
    case 'cluster': {
      // The cluster client decides itself when to connect again to which node.
      const { retryStrategy: _ours, ...node } = shared;
      return new Cluster([...target.nodes], {
        redisOptions: node,
        enableOfflineQueue: false,
        scaleReads: 'master',
        maxRedirections: 4,
        clusterRetryStrategy: retry,
        slotsRefreshTimeout: times.connectMs,
      });
    }
    default:
      return target satisfies never;
  }
}
