import { setImmediate } from 'node:timers/promises';
import { isConcurrencyFailure } from '@customer360/postgres';
import type { RunOptions } from './consumer-options.ts';
import type { Position } from './event-log.ts';
import { OvertakenError } from './overtaken-error.ts';

const LONGEST_PAUSE_MS = 5_000;

/** What a tenant's work is read from and given to. `Item` is an entry of the stream with its place. */
export interface DrainSource<Item extends { readonly position: Position }> {
  readonly options: RunOptions;
  readonly signal: AbortSignal;
  /** Next items after a position, in order; none at the end of the stream. */
  read(tenantId: string, after: Position): Promise<readonly Item[]>;
  storedPosition(tenantId: string): Promise<Position>;
  /** Works items and moves the position. Throws OvertakenError when they are not next. */
  consume(tenantId: string, items: readonly Item[]): Promise<void>;
  /** Sets an item aside and moves the position past it. Throws OvertakenError when it is not next. */
  park(tenantId: string, item: Item, error: unknown): Promise<void>;
  /** True for a failure that says nothing of the items: the same work is tried again without end. */
  isInterruption(error: unknown): boolean;
}

/**
 * Works a tenant's stream to its end: the next batch is read while one is worked, one that fails is halved until the item
 * at fault stands alone, and a lost connection is waited for. `from` null begins at the stored position.
 */
export function createDrain<Item extends { readonly position: Position }>(source: DrainSource<Item>) {
  const { options, signal } = source;
  const maxAttempts = options.maxAttempts ?? 3;

  async function drain(tenantId: string, from: Position | null): Promise<void> {
    let next = from === null ? readFromStored(tenantId) : read(tenantId, from);
    let failures = 0;
    let overtakes = 0;
    while (!signal.aborted) {
      try {
        const items = await next;
        const last = items.at(-1);
        if (!last) return;
        next = read(tenantId, last.position);
        await workBatch(tenantId, items);
        failures = 0;
        overtakes = 0;
        // A long backlog on the embedded engine lets everybody else in between.
        await setImmediate();
      } catch (error) {
        if (error instanceof OvertakenError) {
          // Once is common between two processes; again and again would be a loop without a breath.
          if (overtakes > 0) await pause(overtakes);
          overtakes += 1;
        } else {
          failures += 1;
          options.logger?.warn(
            { err: error, consumer: options.name, tenantId, failures },
            'consumer interrupted, goes on from its stored position',
          );
          await pause(failures);
        }
        next = readFromStored(tenantId);
      }
    }
    await next.catch(() => undefined);
  }

  function read(tenantId: string, after: Position): Promise<readonly Item[]> {
    return awaitedLater(source.read(tenantId, after));
  }

  function readFromStored(tenantId: string): Promise<readonly Item[]> {
    return awaitedLater(source.storedPosition(tenantId).then((position) => source.read(tenantId, position)));
  }

  async function workBatch(tenantId: string, items: readonly Item[]): Promise<void> {
    const start = performance.now();
    const parked = await workOrSplit(tenantId, items);
    const milliseconds = performance.now() - start;
    options.onBatch?.({ consumer: options.name, tenantId, entries: items.length, parked, milliseconds });
  }

  /** Halves what fails until the item that cannot be worked stands alone. Returns how many were parked. */
  async function workOrSplit(tenantId: string, items: readonly Item[]): Promise<number> {
    try {
      await tryTwice(() => source.consume(tenantId, items));
      return 0;
    } catch (error) {
      if (isInterruption(error)) throw error;
      const [only] = items;
      if (only && items.length === 1) return workAlone(tenantId, only, error);
      const middle = Math.ceil(items.length / 2);
      const first = await workOrSplit(tenantId, items.slice(0, middle));
      return first + (await workOrSplit(tenantId, items.slice(middle)));
    }
  }

  async function workAlone(tenantId: string, item: Item, firstError: unknown): Promise<number> {
    let error = firstError;
    for (let attempts = 1; attempts < maxAttempts; attempts += 1) {
      await pause(attempts);
      try {
        await source.consume(tenantId, [item]);
        return 0;
      } catch (again) {
        if (isInterruption(again)) throw again;
        error = again;
      }
    }
    await source.park(tenantId, item, error);
    return 1;
  }

  function isInterruption(error: unknown): boolean {
    return error instanceof OvertakenError || signal.aborted || source.isInterruption(error);
  }

  async function pause(failures: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = () => resolve();
    const milliseconds = (options.retryDelayMs ?? 100) * 2 ** (failures - 1);
    const timer = setTimeout(end, Math.min(milliseconds, LONGEST_PAUSE_MS));
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
    await promise;
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }

  return drain;
}

/** A failure until somebody awaits it is not yet unhandled. */
function awaitedLater<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined);
  return promise;
}

/** A deadlock or a lock that took too long says nothing of the entries. */
async function tryTwice(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isConcurrencyFailure(error)) throw error;
    await work();
  }
}
