import { analyzeTables, type AnyDatabase } from '@customer360/postgres';
import type { ConsumerLogger } from './consumer-options.ts';

const FIRST_LOOK = 500;
const STEP = 4;
const LAST_ON_SERVER = 8_000;

/**
 * Renews the planner's statistics while tables are young: after 500 consumed entries, 2,000, 8,000 and so on. A server
 * goes on by itself from the last of these; the embedded engine has nobody else.
 */
export function createGrowthWatch(database: AnyDatabase, logger?: ConsumerLogger) {
  let consumed = 0;
  let next = FIRST_LOOK;
  let analyzing: Promise<void> | null = null;
  return {
    add(entries: number): void {
      consumed += entries;
      if (consumed < next || analyzing) return;
      next = database.engine === 'postgres' && consumed >= LAST_ON_SERVER ? Infinity : consumed * STEP;
      analyzing = analyzeTables(database)
        .catch((error: unknown) => logger?.warn({ err: error }, 'statistics are not renewed'))
        .finally(() => (analyzing = null));
    },
    /** Resolves when no work is under way. */
    async settled(): Promise<void> {
      await analyzing;
    },
  };
}
