import type { AnyDatabase } from '@customer360/postgres';
import type { RunOptions } from './consumer-options.ts';
import type { EventLog, Position, ResolvedEvent, Watermark } from './event-log.ts';

/**
 * What a projection of the resolved stream does. Its position may live in another store than the log. `restart` says that
 * nothing was written because the stored position is another than the runner thinks (it was moved by another process, or
 * set to 0 for a rebuild): the runner reads it again and goes on from there.
 */
export interface ResolvedConsumerOptions extends RunOptions {
  readonly log: EventLog;
  readonly database: AnyDatabase;
  /** The position that the projection has stored for a tenant; 0 before the first event. */
  position(tenantId: string): Promise<Position>;
  /**
   * Works events in order, and moves the stored position to the last of them with what it writes or, where the store lacks
   * that, after it. `after` is the position that must be stored before: when another one is, nothing may be written and
   * the answer is `restart`. It may be called again with the same events after a failure.
   */
  handle(
    tenantId: string,
    events: readonly ResolvedEvent[],
    watermark: Watermark,
    after: Position,
  ): Promise<void | 'restart'>;
  /** Records an event that cannot be worked, and moves the stored position past it. */
  park(tenantId: string, event: ResolvedEvent, error: unknown): Promise<void | 'restart'>;
  /**
   * Told that a tenant is consumed to its end and that no later entry is logged before `watermark.clock`: what falls due
   * until then may fall due. At most once per `pollMs` and tenant; a failure is logged, and the next call comes as usual.
   */
  readonly onIdle?: (tenantId: string, watermark: Watermark) => Promise<void>;
  /** True for a failure of the store and not of an event, besides lost connections: tried again without end. */
  readonly isInterruption?: (error: unknown) => boolean;
}
