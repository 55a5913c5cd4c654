import { readAuthorizationTable } from '@customer360/authorization';
import {
  createEventLog,
  createTenant,
  eventLogMigrations,
  ownEntry,
  type OwnEntry,
  rebuildEntry,
} from '@customer360/event-log';
import { createProfileSubgraph, profileMigrations } from '@customer360/profile';
import { supergraphSdl } from '@customer360/schema';
import { createSegmentSubgraph, segmentMigrations } from '@customer360/segment';
import { createLogger } from '@customer360/service';
import { openTestDatabase, startTokenIssuer } from '@customer360/testing';
import { canonicalJson, typePriority } from '@customer360/tracking';
import { graphql } from 'graphql';

const PATIENCE_MS = 60_000;
const EVERYTHING = 'segment:read segment:write profile:read profile:pii';

export interface Told {
  /** Identifiers by type: `{ user_id: 'ann' }`. */
  readonly who: Readonly<Record<string, string>>;
  readonly kind?: 'track' | 'identify';
  readonly event?: string;
  /** Milliseconds since 1970; now when left out. */
  readonly at?: number;
  readonly properties?: object;
  readonly traits?: object;
  readonly messageId?: string;
}

export interface WholeAnswer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: { readonly code?: string };
  }[];
}

/** A tenant whose events go into the log and whose segments are asked for by GraphQL. */
export interface SegmentTenant {
  readonly id: string;
  tell(...events: readonly Told[]): Promise<void>;
  /** `about` is the identifier of a command that names one. */
  command(command: object, about?: Told['who']): Promise<void>;
  configure(configuration: string, value: unknown): Promise<void>;
  /** Asks for a rebuild of segments, as an operator does. */
  rebuild(key: string): Promise<void>;
  /** Resolves once segments are right for everything in the log, their own commands and events included. */
  settled(): Promise<void>;
  /** The answer of a GraphQL operation; throws when there is an error. */
  ask<Data>(source: string, variables?: Readonly<Record<string, unknown>>, scope?: string): Promise<Data>;
  errors(source: string, scope: string): Promise<readonly string[]>;
  /** The whole answer, as JSON text would carry it. */
  answer(
    source: string,
    request?: { readonly variables?: Readonly<Record<string, unknown>>; readonly scope?: string },
  ): Promise<WholeAnswer>;
  profileOf(type: string, value: string): Promise<string>;
}

/** The log, identity resolution and segments, on an embedded database unless TEST_POSTGRES_URL says otherwise. */
export async function openSegmentFixture() {
  const database = await openTestDatabase(eventLogMigrations, profileMigrations, segmentMigrations);
  const logger = createLogger({ name: 'test', level: process.env['TEST_LOG'] ?? 'silent' });
  const issuer = await startTokenIssuer();
  const { verifier } = issuer;
  const table = readAuthorizationTable(supergraphSdl());
  const log = createEventLog(database);
  const options = { database, log, logger, verifier, table };
  const profile = await createProfileSubgraph(options);
  const segment = createSegmentSubgraph(options);
  await profile.start();
  await segment.start();
  let messages = 0;

  async function settled(tenantId: string): Promise<void> {
    for (let through = -1; ;) {
      const head = await log.head(tenantId);
      if (head.through === through) return;
      through = head.through;
      await profile.consumer.waitFor(tenantId, through, PATIENCE_MS);
      await segment.consumer.waitFor(tenantId, through, PATIENCE_MS);
    }
  }

  async function run(tenantId: string, request: { source: string; variables?: object; scope: string }) {
    const authorization = await issuer.bearer(request.scope, { tenant: tenantId });
    const contextValue = await segment.createContext({ authorization, requestId: 'test' });
    const { source, variables = {} } = request;
    return graphql({ schema: segment.schema, source, contextValue, variableValues: { ...variables } });
  }

  async function tenant(id: string): Promise<SegmentTenant> {
    await createTenant(database, { id, name: id });
    const append = (entry: Omit<OwnEntry, 'messageId'>) =>
      log.append(id, [ownEntry({ ...entry, messageId: `m${(messages += 1)}` }, Date.now())]);
    return {
      id,
      async tell(...events) {
        const now = Date.now();
        await log.append(
          id,
          events.map(({ who, kind = 'track', event = null, at = now, properties, traits, messageId }) => ({
            sourceId: 'web',
            messageId: messageId ?? `m${(messages += 1)}`,
            kind,
            eventName: event,
            timestamp: at,
            originalTimestamp: at,
            sentAt: null,
            receivedAt: now,
            identifiers: identifiersOf(who),
            mentions: [],
            payload: canonicalJson({
              type: kind,
              properties: properties ?? {},
              ...(traits ? { traits } : {}),
            }),
          })),
        );
      },
      async command(command, about = {}) {
        const identifiers = identifiersOf(about);
        await append({ sourceId: 'graphql', kind: 'command', identifiers, payload: canonicalJson(command) });
      },
      async configure(configuration, value) {
        const payload = canonicalJson({ configuration, value });
        await append({ sourceId: 'internal:configuration', kind: 'configuration', payload });
      },
      async rebuild(key) {
        await log.append(id, [rebuildEntry({ projection: 'segments', key }, Date.now())]);
      },
      settled: () => settled(id),
      async ask<Data>(source: string, variables = {}, scope = EVERYTHING) {
        const { data, errors } = await run(id, { source, variables, scope });
        if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('; '));
        return data as Data;
      },
      async errors(source, scope) {
        const { errors = [] } = await run(id, { source, scope });
        return errors.map(({ extensions }) => String(extensions['code']));
      },
      async answer(source, { variables = {}, scope = EVERYTHING } = {}) {
        const given = await run(id, { source, variables, scope });
        // As it is sent: a result of GraphQL is JSON.
        return JSON.parse(JSON.stringify(given)) as WholeAnswer;
      },
      async profileOf(type, value) {
        const authorization = await issuer.bearer(EVERYTHING, { tenant: id });
        const contextValue = await profile.createContext({ authorization, requestId: 'test' });
        const { data } = await graphql({
          schema: profile.schema,
          contextValue,
          source:
            'query ($type: String!, $value: String!) { profileByIdentifier(type: $type, value: $value) { id } }',
          variableValues: { type, value },
        });
        // The field is asked for above.
        const found = data as
          { readonly profileByIdentifier: { readonly id: string } | null } | null | undefined;
        if (!found?.profileByIdentifier) throw new Error(`nobody has the ${type} ${value}`);
        return found.profileByIdentifier.id;
      },
    };
  }

  return {
    database,
    log,
    segment,
    tenant,
    serveFiles: (server: Parameters<typeof segment.serveFiles>[0]) => segment.serveFiles(server),
    bearer: (tenantId: string, scope: string) => issuer.bearer(scope, { tenant: tenantId }),
    async close() {
      await segment.stop();
      await profile.stop();
      await log.close();
      await database.close();
      await issuer.close();
    },
  };
}

function identifiersOf(who: Told['who']) {
  return Object.entries(who)
    .map(([type, value]) => ({ type, value }))
    .toSorted((a, b) => typePriority(a.type) - typePriority(b.type) || (a.value < b.value ? -1 : 1));
}
