import { expect, test } from 'vitest';
import type { TestStore } from '../../test/open-store.ts';
import { aqlFile } from './aql-file.ts';
import { collections, graphs, profileSearch } from './collections.ts';
import { createCollections } from './create-collections.ts';
import { inTenantTransaction } from './tenant-transaction.ts';

const putDocuments = aqlFile(import.meta.url, '../projection/put-documents.aql');
const removeDocuments = aqlFile(import.meta.url, '../projection/remove-documents.aql');

/** What the journey graph asks of its store, whichever it is. */
export function journeyStoreContract(open: () => TestStore): void {
  const put = (tenantId: string, keys: readonly string[]) => (key: string) =>
    inTenantTransaction({ db: open().db, tenantId, collections: ['states'] }, async (transaction) => {
      const documents = keys.map((_key) => ({ _key, tenantId, step: key }));
      await transaction.run(putDocuments, { '@collection': 'states', documents });
      if (key === 'broken') throw new Error(key);
    });
  const stepsOf = async (tenantId: string) => {
    const query = 'FOR s IN states FILTER s.tenantId == @tenantId SORT s._key RETURN [s._key, s.step]';
    return (await open().db.query(query, { tenantId })).all();
  };

  test('collections, indexes, graphs and the view are made once', async () => {
    const { db } = open();
    await createCollections(db);
    const names = (await db.listCollections()).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(Object.keys(collections)));
    for (const [name, { indexes }] of Object.entries(collections)) {
      const made = (await db.collection(name).indexes()).map((index) => index.name);
      expect(made).toEqual(expect.arrayContaining(indexes.map((index) => index.name)));
    }
    expect((await db.listGraphs()).map(({ name }) => name).toSorted()).toEqual(
      Object.keys(graphs).toSorted(),
    );
    expect((await db.listViews()).map(({ name }) => name)).toEqual([profileSearch.name]);
  });

  test('a transaction is written whole or not at all', async () => {
    await put('whole', ['whole:a', 'whole:b'])('kept');
    await expect(put('whole', ['whole:b', 'whole:c'])('broken')).rejects.toThrow('broken');

    expect(await stepsOf('whole')).toEqual([
      ['whole:a', 'kept'],
      ['whole:b', 'kept'],
    ]);
  });

  test('writers of one document at once leave what one after another would', async () => {
    const writers = Array.from({ length: 6 }, (_, writer) =>
      put('busy', ['busy:a', 'busy:b'])(`writer ${writer}`),
    );
    await Promise.all(writers);

    const [a, b] = (await stepsOf('busy')) as [string, string][];
    expect(a?.[1]).toMatch(/^writer \d$/);
    expect(b?.[1]).toBe(a?.[1]);
  });

  test('a tenant writes and removes nothing of another', async () => {
    await put('ours', ['ours:a'])('ours');
    await inTenantTransaction(
      { db: open().db, tenantId: 'theirs', collections: ['states'] },
      async (transaction) => {
        const documents = [{ _key: 'theirs:a', tenantId: 'ours', step: 'planted' }];
        await transaction.run(putDocuments, { '@collection': 'states', documents });
        await transaction.run(removeDocuments, {
          '@collection': 'states',
          keys: ['ours:a', 'our', 'ours:b'],
        });
      },
    );

    expect(await stepsOf('ours')).toEqual([['ours:a', 'ours']]);
    expect(await stepsOf('theirs')).toEqual([]);
  });

  test('a query of two tenants sees its own', async () => {
    const file = aqlFile(import.meta.url, '../mapping/tenant-mapping.aql');
    await open().db.query(
      'FOR t IN ["one", "two"] INSERT { _key: t, tenantId: t, mapping: t } INTO projections',
    );
    expect(await open().queries('one').run(file, {})).toEqual(['one']);
    expect(await open().queries('three').run(file, {})).toEqual([]);
  });
}
