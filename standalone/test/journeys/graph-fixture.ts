import { randomUUID } from 'node:crypto';
import { readAuthorizationTable } from '@customer360/authorization';
import { configurationEntries, configurationFile, createTenant } from '@customer360/event-log';
import { createGateway } from '@customer360/gateway';
import { provisionSource } from '@customer360/profile';
import { supergraphSdl } from '@customer360/schema';
import { createLogger } from '@customer360/service';
import { startTokenIssuer } from '@customer360/testing';
import { importMessages } from '../../src/loaders/import-messages.ts';
import type { TrackingMessage } from '../../src/loaders/tracking-message.ts';
import { startPipeline, type Pipeline } from '../../src/pipeline.ts';

const PATIENCE_MS = 10 * 60 * 1_000;
const HOME = 'home';
const EVERYTHING = 'profile:read profile:pii profile:write journey:read segment:read segment:write';

/** One tenant of the whole product: events go in by the ingestion API, answers come out of the gateway. */
export interface TestTenant {
  readonly id: string;
  readonly ingestionUrl: string;
  readonly writeKey: string;
  /** Through `/v1/import`, in their order. */
  send(messages: readonly TrackingMessage[]): Promise<void>;
  /** Gives the tenant another mapping of events to steps. */
  map(mapping: object): Promise<void>;
  /** Resolves once everything that was sent can be asked for. */
  settled(): Promise<void>;
  /** The data of a GraphQL operation; throws when there is an error. */
  ask<Data>(query: string, variables?: Readonly<Record<string, unknown>>): Promise<Data>;
  /** The whole answer to a token of these scopes. */
  answer<Data>(
    query: string,
    variables: Readonly<Record<string, unknown>>,
    scope: string,
  ): Promise<Answer<Data>>;
}

export interface Answer<Data> {
  readonly data?: Data;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
}

export interface GraphFixture {
  readonly pipeline: Pipeline;
  tenant(id: string): Promise<TestTenant>;
  close(): Promise<void>;
}

/** The whole product on embedded engines, for many tenants. */
export async function openGraphFixture(): Promise<GraphFixture> {
  const logger = createLogger({ name: 'test', level: 'silent' });
  const issuer = await startTokenIssuer();
  const pipeline = await startPipeline({
    database: { kind: 'pglite', dataDir: null },
    graph: { kind: 'embedded', snapshotFile: null },
    tenantId: HOME,
    ingestionPort: 0,
    logger,
    verifier: issuer.verifier,
    table: readAuthorizationTable(supergraphSdl()),
  });
  const gateway = await createGateway({
    supergraphSdl: supergraphSdl(),
    verifier: issuer.verifier,
    subgraphs: {
      profile: pipeline.profile,
      'journey-graph': pipeline.journeyGraph,
      segment: pipeline.segment,
    },
    logger,
  });

  async function settled(tenantId: string): Promise<void> {
    // Segments tell the log who entered and left.
    for (let settledThrough = -1; ;) {
      const { through } = await pipeline.log.head(tenantId);
      if (through === settledThrough) return;
      await pipeline.profile.consumer.waitFor(tenantId, through, PATIENCE_MS);
      await pipeline.journeyGraph.consumer.waitFor(tenantId, through, PATIENCE_MS);
      await pipeline.segment.consumer.waitFor(tenantId, through, PATIENCE_MS);
      settledThrough = through;
    }
  }

  async function answer<Data>(
    tenantId: string,
    query: string,
    variables: Readonly<Record<string, unknown>>,
    scope: string,
  ): Promise<Answer<Data>> {
    const response = await gateway.server.inject({
      method: 'POST',
      url: '/graphql',
      headers: { authorization: await issuer.bearer(scope, { tenant: tenantId }) },
      payload: { query, variables },
    });
    return response.json<Answer<Data>>();
  }

  async function ask<Data>(
    tenantId: string,
    query: string,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<Data> {
    const { data, errors } = await answer<Data>(tenantId, query, variables, EVERYTHING);
    if (data === undefined || errors !== undefined) throw new Error(JSON.stringify(errors));
    return data;
  }

  return {
    pipeline,

    async tenant(id) {
      if (id !== HOME) await createTenant(pipeline.database, { id, name: id });
      const writeKey = await provisionSource(pipeline.log, id, { id: 'test', name: 'Test', now: Date.now() });
      if (writeKey === null) throw new Error(`the source of ${id} was made before`);
      await settled(id);
      const { ingestionUrl } = pipeline;
      return {
        id,
        ingestionUrl,
        writeKey,
        async send(messages) {
          await importMessages({ ingestionUrl, writeKey, messages });
        },
        async map(mapping) {
          await configure(pipeline, id, mapping);
        },
        settled: () => settled(id),
        ask: (query, variables = {}) => ask(id, query, variables),
        answer: (query, variables, scope) => answer(id, query, variables, scope),
      };
    },

    async close() {
      await gateway.close();
      await pipeline.stop();
      await issuer.close();
    },
  };
}

async function configure({ log }: Pipeline, tenantId: string, journeys: object): Promise<void> {
  const settings = configurationFile.parse({ journeys });
  await log.append(tenantId, configurationEntries(settings, { now: Date.now(), newId: randomUUID }));
}
