import { isConnectionFailure } from '@customer360/postgres';
import { createDrain } from './drain.ts';
import type { Position, ResolvedEvent, Watermark } from './event-log.ts';
import { OvertakenError } from './overtaken-error.ts';
import type { ResolvedConsumerOptions } from './resolved-consumer-options.ts';
import { readResolved } from './resolved-stream.ts';

/** An event with its surroundings in the stream: positions that were parked are missing in it. */
interface Placed {
  readonly position: Position;
  /** The position that is stored when this event is next. */
  readonly after: Position;
  readonly event: ResolvedEvent;
  readonly watermark: Watermark;
}

interface Context {
  readonly options: ResolvedConsumerOptions;
  readonly signal: AbortSignal;
  readonly onPosition: (tenantId: string, position: Position) => void;
}

/**
 * Works a tenant's resolved stream to its end. Resolves with the position through which everything is then consumed, or
 * with null when it was stopped before.
 */
export function createResolvedTenantConsumer({ options, signal, onPosition }: Context) {
  const batchSize = options.batchSize ?? 500;
  const stored = new Map<string, Position>();
  const ends = new Map<string, Position>();

  function moved(tenantId: string, position: Position): void {
    stored.set(tenantId, position);
    onPosition(tenantId, position);
  }

  async function read(tenantId: string, after: Position): Promise<readonly Placed[]> {
    const { events, watermark } = await readResolved(options.database, tenantId, after, batchSize);
    if (events.length === 0) ends.set(tenantId, Math.max(watermark.through, after));
    else ends.delete(tenantId);
    return events.map((event, index) => ({
      position: event.position,
      after: events[index - 1]?.position ?? after,
      event,
      watermark,
    }));
  }

  async function storedPosition(tenantId: string): Promise<Position> {
    const position = await options.position(tenantId);
    moved(tenantId, position);
    return position;
  }

  async function consume(tenantId: string, placed: readonly Placed[]): Promise<void> {
    const [first, last] = [placed[0], placed.at(-1)];
    if (!first || !last) throw new RangeError('An empty batch');
    const events = placed.map(({ event }) => event);
    const answer = await options.handle(tenantId, events, last.watermark, first.after);
    if (answer === 'restart') throw new OvertakenError();
    moved(tenantId, last.position);
  }

  async function park(tenantId: string, { event, position }: Placed, error: unknown): Promise<void> {
    if ((await options.park(tenantId, event, error)) === 'restart') throw new OvertakenError();
    moved(tenantId, position);
    options.logger?.error(
      { err: error, consumer: options.name, tenantId, position, eventId: event.eventId },
      'event parked',
    );
  }

  const drain = createDrain<Placed>({
    options,
    signal,
    read,
    storedPosition,
    consume,
    park,
    isInterruption: (error) => isConnectionFailure(error) || (options.isInterruption?.(error) ?? false),
  });

  return async (tenantId: string): Promise<Position | null> => {
    await drain(tenantId, stored.get(tenantId) ?? null);
    // The last batch that was read is the one that was empty.
    return signal.aborted ? null : (ends.get(tenantId) ?? null);
  };
}
