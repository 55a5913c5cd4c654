import type { Position, ResolvedEvent, Watermark } from '@customer360/event-log';
import type { NormaliseOptions } from '@customer360/tracking';
import { readMapping } from '../mapping/read-mapping.ts';
import { parseMapping } from '../mapping/tenant-mapping.ts';
import { aqlFile } from '../store/aql-file.ts';
import type { CollectionName } from '../store/collections.ts';
import type { GraphDatabase } from '../store/connection.ts';
import type { ParkedDocument } from '../store/documents.ts';
import { keyOf } from '../store/keys.ts';
import { inTenantTransaction } from '../store/tenant-transaction.ts';
import { applyBatch } from './apply-batch.ts';
import type { IdentifierDirectory } from './identifier-directory.ts';
import { clearTenant } from './clear-tenant.ts';
import {
  beginAgain,
  findProjection,
  forgetGraph,
  PROJECTION_EDITION,
  resetJourneyProjection,
  type PlacedMapping,
} from './projection-state.ts';
import { writtenCollections } from './write-all.ts';

const advancePosition = aqlFile(import.meta.url, './advance-position.aql');
const parkEvent = aqlFile(import.meta.url, './park-event.aql');
const putDocuments = aqlFile(import.meta.url, './put-documents.aql');

const COLLECTIONS: readonly CollectionName[] = [
  'projections',
  ...writtenCollections,
  'states',
  'transitions',
];

export interface ProjectionHandlerOptions {
  readonly db: GraphDatabase;
  readonly directory: IdentifierDirectory;
  /** Names a tenant's log, and says how far it goes. */
  readonly logOf: (tenantId: string) => Promise<TenantLog>;
  /** How ingestion reads identifiers; its defaults when left out. */
  readonly identifiers?: NormaliseOptions;
}

export interface TenantLog {
  readonly id: string;
  readonly through: Position;
}

/**
 * Works the resolved stream of tenants into the graph. The position moves with what is written, or nothing does: that needs
 * transactions over several documents, as a single server or a OneShard database has them. Where a cluster commits them
 * shard by shard, a crash in the middle may leave counts that are off; `resetJourneyProjection` makes them anew.
 */
export interface ProjectionHandler {
  position(tenantId: string): Promise<Position>;
  /** `restart` when another position than `after` is stored, or when a new mapping sent the graph back to the beginning. */
  handle(
    tenantId: string,
    events: readonly ResolvedEvent[],
    watermark: Watermark,
    after: Position,
  ): Promise<'restart' | undefined>;
  /** Records an event that cannot be worked: what it says of identities is left out too, until the graph is made anew. */
  park(tenantId: string, event: ResolvedEvent, error: unknown): Promise<'restart' | undefined>;
}

export function createProjectionHandler(options: ProjectionHandlerOptions): ProjectionHandler {
  const { db, directory, logOf, identifiers = {} } = options;
  const logs = new Map<string, Promise<string>>();

  /** Sees to it once per process that the graph is one of this log and of this edition. */
  function logIdOf(tenantId: string): Promise<string> {
    const known = logs.get(tenantId);
    if (known !== undefined) return known;
    const looking = forgetOutdated(tenantId);
    logs.set(tenantId, looking);
    looking.catch(() => logs.delete(tenantId));
    return looking;
  }

  async function forgetOutdated(tenantId: string): Promise<string> {
    const { id, through } = await logOf(tenantId);
    const known = await findProjection(db, tenantId);
    const isForeign = known !== null && (known.log !== id || known.position > through);
    if (isForeign) await forgetGraph(db, tenantId, { log: id, through });
    else if (known !== null && known.edition !== PROJECTION_EDITION)
      await resetJourneyProjection(db, tenantId);
    return id;
  }

  return {
    async position(tenantId) {
      await logIdOf(tenantId);
      return (await findProjection(db, tenantId))?.position ?? 0;
    },

    async handle(tenantId, events, { through }, after) {
      const to = events.at(-1)?.position;
      if (to === undefined) return undefined;
      const mapping = newestMapping(events);
      const log = await logIdOf(tenantId);
      const outcome = await inTenantTransaction(
        { db, tenantId, collections: COLLECTIONS },
        async (transaction) => {
          if (mapping !== null && (await beginAgain(transaction, { mapping, log, through })))
            return 'restart';
          const [place] = await transaction.run<{ readonly mapping: string | null }>(advancePosition, {
            log,
            after,
            to,
            through,
            edition: PROJECTION_EDITION,
          });
          if (place === undefined) return 'restart';
          await applyBatch(
            { transaction, directory, identifiers, mapping: parseMapping(place.mapping) },
            events,
          );
          return undefined;
        },
      );
      // What another process was clearing when it ended is cleared here, too.
      if (outcome !== undefined) await clearTenant(db, tenantId);
      return outcome;
    },

    async park(tenantId, event, error) {
      const parked = toParked(tenantId, event, error);
      const log = await logIdOf(tenantId);
      const place = { log, position: event.position, edition: PROJECTION_EDITION };
      return inTenantTransaction(
        { db, tenantId, collections: ['projections', 'parked'] },
        async (transaction) => {
          if ((await transaction.run(parkEvent, place)).length === 0) return 'restart';
          await transaction.run(putDocuments, { '@collection': 'parked', documents: [parked] });
          return undefined;
        },
      );
    },
  };
}

/** The last mapping that the events bring; those before it would be replaced at once. */
function newestMapping(events: readonly ResolvedEvent[]): PlacedMapping | null {
  for (const { position, event } of events.toReversed()) {
    const mapping = readMapping(event);
    if (mapping !== null) return { text: JSON.stringify(mapping), position };
  }
  return null;
}

function toParked(tenantId: string, { position, eventId }: ResolvedEvent, error: unknown): ParkedDocument {
  return { _key: keyOf(tenantId, String(position)), tenantId, position, eventId, reason: describe(error) };
}

/** Name and text of an error; what stands in quotes may be somebody's value and is left out. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'Unknown error';
  const text = error.message.replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '"…"').slice(0, 300);
  return `${error.name}: ${text}`;
}
