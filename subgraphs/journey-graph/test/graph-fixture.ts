import { randomUUID } from 'node:crypto';
import { readAuthorizationTable } from '@customer360/authorization';
import {
  createEventLog,
  createTenant,
  eventLogMigrations,
  type EventLogDatabase,
  type NewEntry,
  type TrackingKind,
} from '@customer360/event-log';
import { supergraphSdl } from '@customer360/schema';
import { createLogger } from '@customer360/service';
import { openTestDatabase, startTokenIssuer } from '@customer360/testing';
import { canonicalJson, extractIdentifiers } from '@customer360/tracking';
import { graphql, type ExecutionResult } from 'graphql';
import type { QueryLimits } from '../src/store/tenant-queries.ts';
import { createJourneyGraphSubgraph, type JourneyGraphSubgraph } from '../src/subgraph.ts';
import { openStore } from './open-store.ts';
import { startOneProfileResolver } from './one-profile-resolver.ts';

/** A message of the Segment Spec about a profile; all identifiers of a message belong to it. */
export interface ProfileMessage {
  readonly profileId: string;
  readonly messageId?: string;
  readonly type?: TrackingKind;
  readonly event?: string;
  readonly name?: string;
  readonly timestamp: string;
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly traits?: Readonly<Record<string, unknown>>;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly context?: Readonly<Record<string, unknown>>;
}

export interface Asking {
  readonly tenant?: string;
  readonly scopes?: readonly string[];
  readonly variables?: Readonly<Record<string, unknown>>;
}

// Tests read answers of any shape.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Answer = ExecutionResult<any>;

export interface GraphFixture {
  readonly subgraph: JourneyGraphSubgraph;
  /** Puts messages into the log of a tenant and waits until they can be asked for; gives the ids of the events. */
  send(tenant: string, ...messages: readonly ProfileMessage[]): Promise<readonly string[]>;
  ask(document: string, asking?: Asking): Promise<Answer>;
  close(): Promise<void>;
}

export const readScopes = ['profile:read', 'journey:read'] as const;
const PATIENCE_MS = 30_000;

/** The whole subgraph with the tenants `shop` and `rival`, its projection running behind a simple identity resolution. */
export async function openGraphFixture(
  options: { readonly clock?: () => number; readonly limits?: QueryLimits } = {},
): Promise<GraphFixture> {
  const database = await openTestDatabase<EventLogDatabase>(eventLogMigrations);
  await createTenant(database, { id: 'shop', name: 'Shop' });
  await createTenant(database, { id: 'rival', name: 'Rival' });
  const log = createEventLog(database);
  const store = await openStore();
  const issuer = await startTokenIssuer();
  const resolver = startOneProfileResolver({ log, database });
  const subgraph = createJourneyGraphSubgraph({
    database,
    log,
    db: store.db,
    logger: createLogger({ name: 'test', level: 'silent' }),
    verifier: issuer.verifier,
    table: readAuthorizationTable(supergraphSdl()),
    ...options,
  });
  await subgraph.start();

  return {
    subgraph,
    async send(tenant, ...messages) {
      const results = await log.append(tenant, messages.map(toEntry));
      const { through } = await log.head(tenant);
      await subgraph.consumer.waitFor(tenant, through, PATIENCE_MS);
      return results.map(({ eventId }) => eventId);
    },
    async ask(source, { tenant = 'shop', scopes = readScopes, variables = {} } = {}) {
      const authorization = await issuer.bearer(scopes.join(' '), { tenant });
      return graphql({
        schema: subgraph.schema,
        source,
        contextValue: await subgraph.createContext({ authorization, requestId: randomUUID() }),
        variableValues: variables,
      });
    },
    async close() {
      await subgraph.stop();
      await resolver.stop();
      await log.close();
      await store.close();
      await database.close();
      await issuer.close();
    },
  };
}

function toEntry(message: ProfileMessage): NewEntry {
  const { profileId, messageId = randomUUID(), type = 'track', timestamp, ...rest } = message;
  const payload = { type, messageId, ...rest, integrations: { profileId } };
  const { identifiers, mentions } = extractIdentifiers(payload, { defaultCountry: 'DE' });
  return {
    sourceId: 'web',
    messageId,
    kind: type,
    eventName: rest.event ?? rest.name ?? null,
    timestamp: Date.parse(timestamp),
    originalTimestamp: null,
    sentAt: null,
    // The log keeps partitions for the months about now only.
    receivedAt: Date.now(),
    identifiers,
    mentions,
    payload: canonicalJson(payload),
  };
}
