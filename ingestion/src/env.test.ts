import { expect, test } from 'vitest';
import { readIngestionEnv } from './env.ts';

test('an address of the database is enough', () => {
  expect(readIngestionEnv({ DATABASE_URL: 'postgres://localhost/c360' })).toEqual({
    database: { kind: 'postgres', url: 'postgres://localhost/c360', poolSize: 10 },
    host: '0.0.0.0',
    port: 8080,
    logLevel: 'info',
    identifiers: {},
    limits: { maxEvents: 20_000, maxBytes: 67_108_864, maxWaitMs: 2_000 },
  });
});

test('every problem is named at once', () => {
  expect(() => readIngestionEnv({ PORT: 'x', DEFAULT_COUNTRY: 'germany' })).toThrow(
    /DATABASE_URL: is needed[^]*PORT[^]*DEFAULT_COUNTRY: must be a country code such as DE/,
  );
});
