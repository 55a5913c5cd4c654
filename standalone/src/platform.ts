import { join } from 'node:path';
import { readAuthorizationTable } from '@customer360/authorization';
import { configurationEntries, configurationFile } from '@customer360/event-log';
import { createGateway } from '@customer360/gateway';
import { provisionSource } from '@customer360/profile';
import { supergraphSdl } from '@customer360/schema';
import { collectProcessMetrics, createMetrics, type Logger } from '@customer360/service';
import type { Announcement } from './announcement.ts';
import { catchUp } from './catch-up.ts';
import type { DataSetPlan } from './data-sets.ts';
import { openIdentity } from './identity.ts';
import { makePersonas } from './make-personas.ts';
import { makeSegments } from './make-segments.ts';
import { startPipeline, type Pipeline } from './pipeline.ts';
import { requireFreePorts } from './ports.ts';
import type { Settings } from './settings.ts';
import { readState, writeState, type State } from './state-file.ts';

const HOST = '127.0.0.1';

/** The whole product in one process. */
export interface Platform {
  readonly announcement: Omit<Announcement, 'seconds' | 'memoryMb'>;
  /** What was loaded, in words. */
  readonly loaded: string;
  stop(): Promise<void>;
}

/** Starts everything, loads the data set the first time, and resolves once its golden records are readable. */
export async function startPlatform(options: {
  readonly settings: Settings;
  readonly plan: DataSetPlan;
  readonly logger: Logger;
  readonly say: (line: string) => void;
  readonly clock: () => number;
}): Promise<Platform> {
  const { settings, plan, logger, say, clock } = options;
  const { directory, ports, databaseUrl, oidcIssuer } = settings;
  const tenantId = settings.dataSet.name;
  await requireFreePorts(
    oidcIssuer === null ? ports : { gateway: ports.gateway, ingestion: ports.ingestion },
  );

  await using starting = new AsyncDisposableStack();
  say('Starting the stores ...');
  const identity = await openIdentity({
    oidcIssuer,
    port: ports.issuer,
    tenantId,
    dataDir: join(directory, 'identity-provider'),
    logger,
  });
  starting.defer(() => identity.close());
  const pipeline = await startPipeline({
    database:
      databaseUrl === null
        ? { kind: 'pglite', dataDir: join(directory, 'pglite') }
        : { kind: 'postgres', url: databaseUrl },
    graph:
      settings.arango === null
        ? { kind: 'embedded', snapshotFile: join(directory, 'journey-graph.jsonl') }
        : // One database for each data set: their tenants have logs of their own.
          { kind: 'arango', database: `customer360-${tenantId}`, ...settings.arango },
    tenantId,
    ingestionPort: ports.ingestion,
    logger,
    verifier: identity.verifier,
    table: readAuthorizationTable(supergraphSdl(), {}),
  });
  starting.defer(() => pipeline.stop());
  const metrics = createMetrics('gateway');
  collectProcessMetrics(metrics);
  const tokens = await identity.tokens();
  const gateway = await createGateway({
    supergraphSdl: supergraphSdl(),
    verifier: identity.verifier,
    subgraphs: {
      profile: pipeline.profile,
      'journey-graph': pipeline.journeyGraph,
      segment: pipeline.segment,
    },
    logger,
    metrics,
    firstPartyClients: ['frontend', 'analyst', 'engineer', 'admin', 'playground'],
    playground: {
      defaultQuery: plan.query,
      ...(tokens.analyst === undefined
        ? {}
        : { defaultHeaders: { authorization: `Bearer ${tokens.analyst}` } }),
      ...(identity.isEmbedded
        ? {
            oidc: {
              issuer: identity.issuer,
              clientId: 'playground',
              scope: 'openid profile:read journey:read segment:read',
            },
          }
        : {}),
    },
  });
  starting.defer(() => gateway.close());
  await pipeline.segment.serveFiles(gateway.server);
  const gatewayUrl = await gateway.listen({ host: HOST, port: ports.gateway });

  const api = { url: gatewayUrl, token: tokens.admin ?? null };
  const { writeKeys, loaded } = await loadOnce({ pipeline, plan, settings, say, now: clock(), api });
  const started = starting.move();
  return {
    announcement: {
      gateway: gatewayUrl,
      playground: gatewayUrl.replace(/\/graphql$/, '/playground'),
      ingestion: pipeline.ingestionUrl,
      issuer: identity.issuer,
      writeKey: writeKeys[Object.keys(plan.sources)[0] ?? ''] ?? '',
      tokens,
      query: plan.query,
    },
    loaded,
    stop: () => started.disposeAsync(),
  };
}

/** Makes the sources, loads the data set and makes its segments, unless an earlier start did; waits for consumers either way. */
async function loadOnce(options: {
  readonly pipeline: Pipeline;
  readonly plan: DataSetPlan;
  readonly settings: Settings;
  readonly say: (line: string) => void;
  readonly now: number;
  /** Nobody may write without a token. */
  readonly api: { readonly url: string; readonly token: string | null };
}): Promise<{ readonly writeKeys: State['writeKeys']; readonly loaded: string }> {
  const { pipeline, plan, settings, say, now, api } = options;
  const tenantId = settings.dataSet.name;
  const file = join(settings.directory, 'state.json');
  const former = readState(file);
  const startedAt = former?.startedAt ?? now;
  const writeKeys = { ...former?.writeKeys };
  for await (const [id, secret] of makeSources(pipeline, tenantId, {
    sources: plan.sources,
    writeKeys,
    now,
  })) {
    writeKeys[id] = secret;
    writeState(file, { writeKeys, startedAt, loaded: null });
  }
  await configure(pipeline, plan, { tenantId, now: startedAt });
  await catchUp(pipeline, tenantId, { plain: settings.json });
  if (former?.loaded) return { writeKeys, loaded: former.loaded };
  const { ingestionUrl } = pipeline;
  const loaded = await plan.load({ ingestionUrl, writeKeys, plain: settings.json, now: startedAt });
  say('Waiting for golden records and journeys ...');
  await catchUp(pipeline, tenantId, { plain: settings.json });
  if (plan.segments !== undefined && api.token === null) {
    say('Its segments and personas are not made: tokens come from an issuer of your own.');
  } else if (plan.segments !== undefined && api.token !== null) {
    const graph = { url: api.url, token: api.token };
    await makeSegments(plan.segments, graph);
    say('Looking for kinds of customers ...');
    await makePersonas(graph);
    await catchUp(pipeline, tenantId, { plain: settings.json });
  }
  writeState(file, { writeKeys, startedAt, loaded });
  return { writeKeys, loaded };
}

/** Those that have no write key yet, with their keys. */
async function* makeSources(
  { log }: Pipeline,
  tenantId: string,
  {
    sources,
    writeKeys,
    now,
  }: {
    readonly sources: DataSetPlan['sources'];
    readonly writeKeys: State['writeKeys'];
    readonly now: number;
  },
): AsyncGenerator<readonly [id: string, secret: string]> {
  for (const [id, name] of Object.entries(sources)) {
    if (writeKeys[id] !== undefined) continue;
    const secret = await provisionSource(log, tenantId, { id, name, now });
    if (secret === null) throw new Error(`the write key of ${id} is lost: start with --reset`);
    yield [id, secret];
  }
}

/** Once: the same message again is a duplicate. */
async function configure(
  { log }: Pipeline,
  { configuration }: DataSetPlan,
  { tenantId, now }: { readonly tenantId: string; readonly now: number },
): Promise<void> {
  if (configuration === undefined) return;
  const settings = configurationFile.parse(configuration);
  const newId = () => `data-set/${tenantId}`;
  await log.append(tenantId, configurationEntries(settings, { now, newId }));
}
