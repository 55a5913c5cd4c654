import type { Position, ResolvedConsumerOptions, ResolvedEvent, Watermark } from '../src/index.ts';

/**
 * A projection with a store of its own: what it was handed, and its position, per tenant. Tenants that were not added are
 * consumed already, so that a test sees its own alone.
 */
export class Projection {
  readonly positions = new Map<string, Position>();
  readonly seen = new Map<string, string[]>();
  readonly parked: [Position, string][] = [];
  readonly watermarks: Watermark[] = [];
  readonly batches: number[] = [];

  /** What the runner is given; a test replaces what it is about. */
  options(): Pick<ResolvedConsumerOptions, 'position' | 'handle' | 'park'> {
    return {
      position: async (tenantId) => this.#positionOf(tenantId),
      handle: async (tenantId, events, watermark, after) => this.write(tenantId, events, watermark, after),
      park: async (tenantId, event, error) => {
        this.parked.push([event.position, String(error)]);
        this.positions.set(tenantId, event.position);
      },
    };
  }

  /** One step of the store: all or nothing. */
  write(
    tenantId: string,
    events: readonly ResolvedEvent[],
    watermark: Watermark,
    after: Position,
  ): void | 'restart' {
    if (this.#positionOf(tenantId) !== after) return 'restart';
    this.seen.set(tenantId, [...this.seenBy(tenantId), ...events.map(nameOf)]);
    this.positions.set(tenantId, events.at(-1)?.position ?? after);
    this.watermarks.push(watermark);
    this.batches.push(events.length);
  }

  seenBy(tenantId: string): string[] {
    return this.seen.get(tenantId) ?? [];
  }

  /** Sends the projection back to the beginning. */
  clear(tenantId: string): void {
    this.seen.delete(tenantId);
    this.positions.set(tenantId, 0);
  }

  add(tenantId: string): void {
    this.positions.set(tenantId, 0);
  }

  #positionOf(tenantId: string): Position {
    return this.positions.get(tenantId) ?? Number.MAX_SAFE_INTEGER;
  }
}

export function nameOf({ position, event }: ResolvedEvent): string {
  return `${position} ${event.messageId ?? ''}`;
}
