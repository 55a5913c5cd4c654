import { randomUUID } from 'node:crypto';
import { readAuthorizationTable } from '@customer360/authorization';
import {
  createEventLog,
  createTenant,
  eventLogMigrations,
  ownEntry,
  type EventLogDatabase,
  type NewEntry,
  type TrackingKind,
} from '@customer360/event-log';
import { supergraphSdl } from '@customer360/schema';
import { createLogger } from '@customer360/service';
import { openTestDatabase, startTokenIssuer, type TestDatabase } from '@customer360/testing';
import { canonicalJson, extractIdentifiers } from '@customer360/tracking';
import { graphql, type ExecutionResult } from 'graphql';
import type { ProfileDatabase } from '../src/database.ts';
import { profileMigrations } from '../src/migrations/index.ts';
import { createProfileSubgraph, type ProfileSubgraph } from '../src/subgraph.ts';
import { countStatements, type StatementCount } from './count-statements.ts';

/** A message of the Segment Spec; what is left out is made up. */
export interface Message {
  readonly type?: TrackingKind;
  readonly messageId?: string;
  readonly timestamp?: string;
  readonly source?: string;
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly event?: string;
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

export interface ProfileFixture {
  readonly database: TestDatabase<ProfileDatabase & EventLogDatabase>;
  readonly subgraph: ProfileSubgraph;
  /** Puts messages into the log of a tenant and waits until their golden records can be read. */
  send(tenant: string, ...messages: readonly Message[]): Promise<void>;
  /** Puts a configuration into the log of a tenant and waits until it holds. */
  configure(tenant: string, configuration: string, value: unknown): Promise<void>;
  ask(document: string, asking?: Asking): Promise<Answer>;
  /** What answering takes of the database. */
  count(work: () => Promise<unknown>): Promise<StatementCount>;
  /** Value of an Authorization header. */
  bearer(asking?: Asking): Promise<string>;
  close(): Promise<void>;
}

export const allScopes = ['profile:read', 'profile:pii', 'profile:write', 'ingestion:read', 'admin'] as const;

/** The whole subgraph on a fresh database with the tenants `shop` and `rival`, its consumer running. */
export async function openProfileFixture(options: { clock?: () => number } = {}): Promise<ProfileFixture> {
  const database = await openTestDatabase<ProfileDatabase & EventLogDatabase>(
    eventLogMigrations,
    profileMigrations,
  );
  await createTenant(database, { id: 'shop', name: 'Shop' });
  await createTenant(database, { id: 'rival', name: 'Rival' });
  const log = createEventLog(database);
  const issuer = await startTokenIssuer();
  const counted = countStatements(database);
  const subgraph = await createProfileSubgraph({
    database: counted.database,
    log,
    logger: createLogger({ name: 'profile', level: 'silent' }),
    verifier: issuer.verifier,
    table: readAuthorizationTable(supergraphSdl()),
    identifiers: { defaultCountry: 'DE' },
    ...options,
  });
  await subgraph.start();

  async function append(tenant: string, entries: readonly NewEntry[]): Promise<void> {
    const results = await log.append(tenant, entries);
    const last = results.findLast((result) => result.status === 'accepted');
    if (last?.status === 'accepted') await subgraph.consumer.waitFor(tenant, last.position, 30_000);
  }

  const bearer = ({ tenant = 'shop', scopes = allScopes }: Asking = {}): Promise<string> =>
    issuer.bearer(scopes.join(' '), { tenant });

  return {
    database,
    subgraph,
    bearer,
    async count(work) {
      const before = counted.count();
      await work();
      const after = counted.count();
      return {
        statements: after.statements - before.statements,
        transactions: after.transactions - before.transactions,
      };
    },
    send: (tenant, ...messages) => append(tenant, messages.map(toEntry)),
    configure: (tenant, configuration, value) => append(tenant, [toConfiguration(configuration, value)]),
    async ask(document, asking = {}) {
      const authorization = await bearer(asking);
      return graphql({
        schema: subgraph.schema,
        source: document,
        contextValue: await subgraph.createContext({ authorization, requestId: randomUUID() }),
        variableValues: asking.variables ?? {},
      });
    },
    async close() {
      await subgraph.stop();
      await log.close();
      await database.close();
      await issuer.close();
    },
  };
}

function toEntry({ source = 'web', ...rest }: Message): NewEntry {
  const message = { type: 'identify' as const, messageId: randomUUID(), ...rest };
  const timestamp = Date.parse(message.timestamp ?? '2026-03-01T12:00:00.000Z');
  const { identifiers, mentions } = extractIdentifiers(message, { defaultCountry: 'DE' });
  return {
    sourceId: source,
    messageId: message.messageId,
    kind: message.type,
    eventName: message.event ?? null,
    timestamp,
    originalTimestamp: null,
    sentAt: null,
    // The log keeps partitions for the months about now only.
    receivedAt: Date.now(),
    identifiers,
    mentions,
    payload: canonicalJson(message),
  };
}

function toConfiguration(configuration: string, value: unknown): NewEntry {
  const payload = canonicalJson({ configuration, value });
  const entry = { sourceId: 'internal:configuration', messageId: randomUUID(), payload };
  return ownEntry({ ...entry, kind: 'configuration' }, Date.now());
}
