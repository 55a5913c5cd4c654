import { expect, test } from 'vitest';
import { onServer } from './native-databases.ts';
import { startNativePostgres } from './native-postgres.ts';

test('without the programs of a server it says what is missing', async () => {
  await expect(startNativePostgres({ bin: '' })).rejects.toThrow('PG_BIN must name the folder');
});

test.runIf(process.env['PG_BIN'])(
  'a server starts with pgvector and an owner who is no superuser',
  async () => {
    const server = await startNativePostgres({ settings: { max_connections: '20' } });
    try {
      const { rows } = await onServer(server.url, async (client) => {
        await client.query('create database shop');
        return client.query(
          `select current_setting('max_connections') as connections, current_setting('is_superuser') as superuser`,
        );
      });
      expect(rows).toEqual([{ connections: '20', superuser: 'off' }]);
      const shop = server.url.replace(/postgres$/, 'shop');
      const extensions = await onServer(shop, (client) =>
        client.query(`select '[1,2]'::vector <-> '[1,3]' as distance`),
      );
      expect(extensions.rows).toEqual([{ distance: 1 }]);
    } finally {
      server.stop();
    }
  },
);
