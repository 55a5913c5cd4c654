import { setTimeout as delay } from 'node:timers/promises';

/** Sends request bodies to `/v1/import`, one at a time: log order is the order of the calls. */
export interface ImportClient {
  /** The parsed answer. Waits and tries again on 429, 5xx and broken connections; throws on anything else. */
  post(body: string): Promise<unknown>;
}

export interface ImportClientOptions {
  readonly ingestionUrl: string;
  readonly writeKey: string;
  /** Failed tries in a row before it gives up. A 429 is no failure: it is waited out. */
  readonly maxAttempts?: number;
  readonly requestTimeoutMs?: number;
  readonly wait?: (ms: number) => Promise<unknown>;
}

const firstPauseMs = 250;
const longestPauseMs = 10_000;
/** Ten minutes of nothing but 429 is a log that stands still. */
const longestThrottleMs = 600_000;

export function createImportClient(options: ImportClientOptions): ImportClient {
  const { maxAttempts = 8, requestTimeoutMs = 60_000, wait = delay } = options;
  const url = new URL('/v1/import', options.ingestionUrl).href;
  const headers = {
    'content-type': 'application/json',
    authorization: `Basic ${Buffer.from(`${options.writeKey}:`).toString('base64')}`,
  };
  const attempt = async (body: string): Promise<Response> =>
    fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(requestTimeoutMs) });

  return {
    async post(body) {
      let failures = 0;
      let throttledMs = 0;
      for (;;) {
        const outcome = await attempt(body).catch((cause: unknown) => new Error('no answer', { cause }));
        if (outcome instanceof Response && outcome.ok) return outcome.json();
        if (outcome instanceof Response && outcome.status === 429) {
          const pause = retryAfterMs(outcome.headers.get('retry-after'));
          throttledMs += pause;
          if (throttledMs > longestThrottleMs) throw new Error(`${url} answers nothing but 429`);
          await wait(pause);
          continue;
        }
        if (outcome instanceof Response && outcome.status < 500) {
          throw new Error(`${url} answered ${outcome.status}: ${(await outcome.text()).slice(0, 300)}`);
        }
        failures += 1;
        if (failures >= maxAttempts) throw giveUp(url, failures, outcome);
        await wait(Math.min(firstPauseMs * 2 ** (failures - 1), longestPauseMs));
      }
    },
  };
}

function giveUp(url: string, failures: number, outcome: Response | Error): Error {
  if (outcome instanceof Error)
    return new Error(`${url} gave no answer in ${failures} tries`, { cause: outcome });
  return new Error(`${url} answered ${outcome.status} in the last of ${failures} tries`);
}

/** Retry-After is seconds or an HTTP date; without one, a second. */
export function retryAfterMs(header: string | null, now = Date.now()): number {
  if (header === null || header.trim() === '') return 1_000;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(seconds, 0) * 1_000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? 1_000 : Math.max(date - now, 0);
}
