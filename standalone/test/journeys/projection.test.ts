import { readAuthorizationTable } from '@customer360/authorization';
import { createEventLog, createTenant, eventLogMigrations, type NewEntry } from '@customer360/event-log';
import {
  createJourneyGraphSubgraph,
  openGraph,
  type Graph,
  type JourneyGraphSubgraph,
} from '@customer360/journey-graph';
import type { AnyDatabase } from '@customer360/postgres';
import { createProfileSubgraph, profileMigrations } from '@customer360/profile';
import { supergraphSdl } from '@customer360/schema';
import { createSegmentSubgraph, segmentMigrations } from '@customer360/segment';
import { createLogger } from '@customer360/service';
import { openTestDatabase, startTokenIssuer } from '@customer360/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { command, createBuyers, picksOf, someEvent } from './identity-history.ts';

const TENANT = 'people';
const PATIENCE_MS = 60_000;
const ENTRIES = 250;

async function openProduct() {
  const database = await openTestDatabase(eventLogMigrations, profileMigrations, segmentMigrations);
  await createTenant(database, { id: TENANT, name: 'People' });
  await useFixedKeys(database);
  const log = createEventLog(database);
  const issuer = await startTokenIssuer();
  const table = readAuthorizationTable(supergraphSdl());
  const parts = {
    database,
    log,
    logger: createLogger({ name: 'test', level: 'silent' }),
    verifier: issuer.verifier,
    table,
  };
  const profile = await createProfileSubgraph(parts);
  await profile.start();
  const segment = createSegmentSubgraph(parts);
  await segment.start();
  const graphs: { readonly graph: Graph; readonly subgraph: JourneyGraphSubgraph }[] = [];

  return {
    async append(entry: NewEntry) {
      await log.append(TENANT, [entry]);
      const { through } = await log.head(TENANT);
      await profile.consumer.waitFor(TENANT, through, PATIENCE_MS);
    },
    /** Resolves once segments have told the log everything that they have to tell. */
    async settled() {
      for (let settledThrough = -1; ;) {
        const { through } = await log.head(TENANT);
        if (through === settledThrough) return;
        await profile.consumer.waitFor(TENANT, through, PATIENCE_MS);
        await segment.consumer.waitFor(TENANT, through, PATIENCE_MS);
        settledThrough = through;
      }
    },
    /** Rows of the profile and the segment subgraph. */
    rows: <Row>(text: string) =>
      database.inTenant(TENANT, async (trx) => (await sql.raw<Row>(text).execute(trx)).rows),
    /** A graph of its own, kept up to date from now on. */
    async startGraph() {
      const graph = await openGraph({ kind: 'embedded', snapshotFile: null });
      const subgraph = createJourneyGraphSubgraph({ ...parts, db: graph.db });
      await subgraph.start();
      graphs.push({ graph, subgraph });
      return async () => {
        const { through } = await log.head(TENANT);
        await subgraph.consumer.waitFor(TENANT, through, PATIENCE_MS);
        return readGraph(graph);
      };
    },
    async close() {
      for (const { graph, subgraph } of graphs) {
        await subgraph.stop();
        await graph.close();
      }
      await segment.stop();
      await profile.stop();
      await log.close();
      await database.close();
      await issuer.close();
    },
  };
}

/** Ids are keyed hashes and decide whom a command is about: with the same keys a seed tells the same story every time. */
async function useFixedKeys(database: AnyDatabase): Promise<void> {
  await database.asSystem((trx) =>
    sql`update event_log.tenant_key set secret = sha256(convert_to(name, 'UTF8')) where tenant_id = ${TENANT}`.execute(
      trx,
    ),
  );
}

type Product = Awaited<ReturnType<typeof openProduct>>;
type Documents = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

/** All documents by collection, in the order of their keys. */
async function readGraph({ db }: Graph): Promise<Documents> {
  const found: Record<string, readonly Record<string, unknown>[]> = {};
  for (const { name } of await db.listCollections()) {
    const query = 'FOR d IN @@name SORT d._key RETURN UNSET(d, "_id", "_rev", "rebuildUntil")';
    const cursor = await db.query<Record<string, unknown>>(query, { '@name': name }, { batchSize: 100_000 });
    found[name] = await cursor.all();
  }
  return found;
}

/** Tells events and, now and then, what an operator decides about the people that there are. */
async function tell(product: Product, seed: number): Promise<void> {
  const pick = picksOf(seed);
  for (const [place, least] of [1, 2, 5].entries()) await product.append(createBuyers(place, least));
  for (let number = 0; number < ENTRIES; number += 1) {
    const entry = pick(12) === 0 ? await someCommand(product, pick, number) : someEvent(pick, number);
    await product.append(entry);
  }
}

async function someCommand(
  product: Product,
  pick: (below: number) => number,
  number: number,
): Promise<NewEntry> {
  const profiles = await product.rows<{ id: string }>('select id from profile.profile order by id');
  const merges = await product.rows<{ id: string }>(
    `select id from profile.merge_record where kind = 'MERGED' order by id`,
  );
  const some = (items: readonly { readonly id: string }[]) => items[pick(items.length)]?.id ?? '';
  switch (pick(5)) {
    case 0:
    case 1:
      return command({ command: 'mergeProfiles', a: some(profiles), b: some(profiles) }, number);
    case 2:
      return command({ command: 'unmergeProfiles', recordId: some(merges) }, number);
    case 3:
      return command({ command: 'blockIdentifier' }, number, `device-${pick(6)}`);
    default:
      return command({ command: 'unblockIdentifier' }, number, `device-${pick(6)}`);
  }
}

const told: (typeof EVERYTHING)[] = [];

test.each([13, 17])(
  'through merges, unmerges, blocks and shared devices the graph follows who is who, live as after a rebuild (%i)',
  async (seed) => {
    const product = await openProduct();
    try {
      const live = await product.startGraph();
      await tell(product, seed);
      await product.settled();
      const graph = await live();
      const rebuilt = await (await product.startGraph())();

      expect(rebuilt).toEqual(graph);
      const people = await product.rows<{ id: string; profile: string }>(
        'select id::text, profile_id::text as profile from profile.identifier order by id',
      );
      const own = (graph['identifiers'] ?? []).filter(({ type }) => type !== null);
      expect(own.map(({ identifierId, profileId }) => ({ id: identifierId, profile: profileId }))).toEqual(
        people,
      );
      const links = await product.rows<{ links: string }>(
        `select count(*) filter (where kind = 'LINK') - count(*) filter (where kind = 'RETRACT') as links
          from profile.ledger`,
      );
      expect((graph['links'] ?? []).length + (graph['same_as'] ?? []).length).toBe(Number(links[0]?.links));
      const profiles = await product.rows<{ id: string }>('select id::text from profile.profile order by id');
      expect((graph['profiles'] ?? []).map(({ profileId }) => profileId)).toEqual(
        profiles.map(({ id }) => id),
      );
      const members = await product.rows<{ segmentId: string; profileId: string }>(
        `select segment_id::text as "segmentId", profile_id::text as "profileId"
          from segment.membership order by 1, 2`,
      );
      const known = graph['memberships'] ?? [];
      expect(known.map(({ segmentId, profileId }) => ({ segmentId, profileId }))).toEqual(members);
      told.push(await kindsOf(product, graph));
    } finally {
      await product.close();
    }
  },
  180_000,
);

test('the two stories hold everything that can happen to who is who', () => {
  const records = new Set(told.flatMap((story) => story.records));
  expect({
    records: [...records].toSorted(),
    remainders: told.some(({ remainders }) => remainders),
    referred: told.some(({ referred }) => referred),
    converted: told.some(({ converted }) => converted),
    left: told.some(({ left }) => left),
  }).toEqual(EVERYTHING);
});

const EVERYTHING = {
  records: ['MERGED MERGE_COMMAND', 'MERGED SHARED_EVENT', 'REFUSED SHARED_VALUE', 'UNMERGED SHARED_EVENT'],
  remainders: true,
  referred: true,
  converted: true,
  left: true,
};

/** What happened, to see that the story was worth telling. */
async function kindsOf(product: Product, graph: Documents): Promise<typeof EVERYTHING> {
  const records = await product.rows<{ kind: string }>(
    `select distinct kind || ' ' || rule as kind from profile.merge_record order by 1`,
  );
  const exits = await product.rows<{ reason: string }>(
    `select distinct reason from segment.activity where kind = 'EXITED'`,
  );
  const kinds = new Set(records.map(({ kind }) => kind));
  return {
    records: EVERYTHING.records.filter((kind) => kinds.has(kind)),
    remainders: (graph['identifiers'] ?? []).some(({ type }) => type === null),
    referred: (graph['referred'] ?? []).length > 0,
    converted: (graph['journeys'] ?? []).some(({ converted }) => converted === true),
    left: exits.length > 1 && (graph['memberships'] ?? []).length > 0,
  };
}
