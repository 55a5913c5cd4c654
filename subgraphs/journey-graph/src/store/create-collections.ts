import type { Database } from 'arangojs';
import type { EnsurePersistentIndexOptions } from 'arangojs/indexes';
import { collections, graphs, profileSearch, type IndexDefinition } from './collections.ts';

/** Makes what is missing of collections, indexes, graphs and the view; what is there stays. */
export async function createCollections(db: Database): Promise<void> {
  const present = new Set((await db.listCollections()).map(({ name }) => name));
  for (const [name, { kind, indexes }] of Object.entries(collections)) {
    if (!present.has(name)) {
      await (kind === 'edge' ? db.createEdgeCollection(name) : db.createCollection(name));
    }
    for (const index of indexes) await db.collection(name).ensureIndex(persistent(index));
  }
  await createGraphs(db);
  await createProfileSearch(db);
}

const persistent = ({
  name,
  fields,
  sparse = false,
  storedValues,
}: IndexDefinition): EnsurePersistentIndexOptions => ({
  type: 'persistent',
  name,
  fields: [...fields],
  sparse,
  ...(storedValues === undefined ? {} : { storedValues: [...storedValues] }),
  inBackground: true,
});

/** Words as they are written, whatever their case and accents: names are not prose, stemming would mix them up. */
const nameWords = {
  type: 'text' as const,
  properties: { locale: 'en', case: 'lower' as const, accent: false, stemming: false, stopwords: [] },
  features: ['frequency' as const, 'norm' as const, 'position' as const],
};

async function createGraphs(db: Database): Promise<void> {
  const present = new Set((await db.listGraphs()).map(({ name }) => name));
  for (const [name, edges] of Object.entries(graphs)) {
    if (present.has(name)) continue;
    await db.createGraph(
      name,
      edges.map(({ collection, from, to }) => ({ collection, from, to })),
    );
  }
}

async function createProfileSearch(db: Database): Promise<void> {
  const { name, collection, analyzer, field } = profileSearch;
  if (!(await db.analyzer(analyzer).exists())) await db.createAnalyzer(analyzer, nameWords);
  if (await db.view(name).exists()) return;
  await db.createView(name, {
    type: 'arangosearch',
    links: {
      [collection]: {
        fields: { [field]: { analyzers: [analyzer] }, tenantId: { analyzers: ['identity'] } },
      },
    },
  });
}
