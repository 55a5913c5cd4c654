import { randomUUID } from 'node:crypto';
import { createEventLog, ownEntry, type NewEntry } from '@customer360/event-log';
import type { AnyDatabase } from '@customer360/postgres';
import { readAuthorizationTable } from '@customer360/authorization';
import { createProfileSubgraph } from '@customer360/profile';
import { supergraphSdl } from '@customer360/schema';
import { createSegmentSubgraph } from '@customer360/segment';
import { createLogger, createTokenVerifier } from '@customer360/service';

const PATIENCE_MS = 5 * 60_000;

/** Windows that end in years only, so that two runs at different times come to the same. */
const rules = [
  { event_count: [{ event: 'Product Viewed', within: '3000d' }, '>=', 2] },
  {
    event_sequence: { steps: [{ event: 'Product Viewed' }, { event: 'Order Completed' }], within: '3000d' },
  },
  { and: [{ has_identifier: 'email' }, { not: { consent: ['MARKETING', 'GRANTED'] } }] },
  { event_sum: [{ event: 'Order Completed', property: 'total', within: '3000d' }, '>', 100] },
];

const segmentIds = rules.map((_, index) => `00000000-0000-4000-8000-00000000000${index}`);

/** Commands that make the segments and one that asks for the members of another. */
export function segmentCommands(now: number): readonly NewEntry[] {
  const member = { and: [{ in_segment: segmentIds[0] }, { in_segment: segmentIds[3] }] };
  return [...rules, member].map((rule, index) => {
    const segmentId = segmentIds[index] ?? '00000000-0000-4000-8000-000000000009';
    const command = { command: 'createSegment', segmentId, name: segmentId, description: null, rule };
    const payload = JSON.stringify({ ...command, kind: 'REALTIME' });
    return ownEntry({ sourceId: 'graphql', messageId: segmentId, kind: 'command', payload }, now);
  });
}

/** Works golden records and segments until nothing of the log is left to do, what they tell the log themselves included. */
export async function settle(database: AnyDatabase, tenantId: string): Promise<void> {
  const log = createEventLog(database);
  const options = {
    database,
    log,
    logger: createLogger({ name: 'settle', level: 'fatal' }),
    // Nobody asks here.
    verifier: createTokenVerifier({ issuer: 'http://127.0.0.1:9', audience: 'customer360' }),
    table: readAuthorizationTable(supergraphSdl()),
    newId: randomUUID,
  };
  const profile = await createProfileSubgraph(options);
  const segment = createSegmentSubgraph(options);
  await profile.start();
  await segment.start();
  for (let done = -1; ;) {
    const { through } = await log.head(tenantId);
    if (through === done) break;
    await profile.consumer.waitFor(tenantId, through, PATIENCE_MS);
    await segment.consumer.waitFor(tenantId, through, PATIENCE_MS);
    done = through;
  }
  await segment.stop();
  await profile.stop();
  await log.close();
}
