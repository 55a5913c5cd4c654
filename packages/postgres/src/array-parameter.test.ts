import { arrayParameter, type Database } from '@customer360/postgres';
import { openTestDatabase } from '@customer360/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';

let database: Database<unknown>;

beforeAll(async () => {
  database = await openTestDatabase({});
});

afterAll(() => database.close());

const uuid = '0f8fad5b-d9cb-469f-a165-70867728950e';

test.each([
  ['text', ['plain', 'with "quotes", commas and \\', '', null, 'NULL', 'ümlaut 💶']],
  ['uuid', [uuid, null]],
  ['int8', [1, null, -5, 1_795_000_000_000]],
  ['int4', [7]],
  ['text', []],
] as const)('an array of %s arrives as it was: %j', async (type, values) => {
  const { rows } = await sql<{ value: unknown }>`
    select value from unnest(${arrayParameter(database.db, type, values)}) with ordinality as list(value, place)
    order by place`.execute(database.db);
  expect(rows.map(({ value }) => value)).toEqual(values);
});

test('an array comes back as it was stored', async () => {
  const values = ['a', 'b,c', '"', '\\', 'NULL', '', ' '];
  const { rows } = await sql`select ${arrayParameter(database.db, 'text', values)} as texts,
    ${arrayParameter(database.db, 'uuid', [uuid])} as uuids,
    ${arrayParameter(database.db, 'int8', [1, 2])} as numbers,
    array['a', null] as gaps`.execute(database.db);
  expect(rows).toEqual([{ texts: values, uuids: [uuid], numbers: [1, 2], gaps: ['a', null] }]);
});
