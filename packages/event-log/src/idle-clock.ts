import type { Position } from './event-log.ts';
import type { ResolvedConsumerOptions } from './resolved-consumer-options.ts';

/** Tells a projection that has read to the end how late it is by the log's clock, at most once per `pollMs` and tenant. */
export function createIdleClock(options: ResolvedConsumerOptions) {
  const { log, onIdle, logger, name, pollMs = 1_000 } = options;
  const lastLook = new Map<string, number>();
  const told = new Map<string, number>();

  function isDue(tenantId: string): boolean {
    return onIdle !== undefined && performance.now() - (lastLook.get(tenantId) ?? -Infinity) >= pollMs;
  }

  async function tell(tenantId: string, through: Position): Promise<void> {
    if (!onIdle || !isDue(tenantId)) return;
    lastLook.set(tenantId, performance.now());
    try {
      const head = await log.advanceClock(tenantId);
      // What is accepted and not resolved yet may be earlier than the clock.
      if (head.through !== through || head.clock <= (told.get(tenantId) ?? -Infinity)) return;
      await onIdle(tenantId, head);
      told.set(tenantId, head.clock);
    } catch (error) {
      logger?.warn({ err: error, consumer: name, tenantId }, 'idle tenant was not worked');
    }
  }

  return { isDue, tell };
}
