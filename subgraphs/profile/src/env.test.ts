import { expect, it } from 'vitest';
import { loadProfileEnv } from './env.ts';

const OIDC_ISSUER = 'https://id.example.com';

it('runs embedded and in memory unless told otherwise', () => {
  expect(loadProfileEnv({ OIDC_ISSUER })).toEqual({
    host: '127.0.0.1',
    port: 4001,
    logLevel: 'info',
    oidc: { issuer: OIDC_ISSUER, jwksUri: null, audience: 'customer360' },
    database: { kind: 'pglite', dataDir: null },
    redisUrl: null,
    identifiers: {},
    commandTimeoutMs: 10_000,
  });
});

it('connects to the server it is told', () => {
  const url = 'postgres://c360@db/c360';
  const env = { OIDC_ISSUER, PROFILE_STORE: 'postgres', PROFILE_DATABASE_URL: url };
  expect(loadProfileEnv(env).database).toEqual({ kind: 'postgres', url, poolSize: 10 });
});

it('the store postgres needs an address', () => {
  expect(() => loadProfileEnv({ OIDC_ISSUER, PROFILE_STORE: 'postgres' })).toThrow(
    /PROFILE_DATABASE_URL: is needed/,
  );
});

it('lists every problem at once', () => {
  const env = { PROFILE_STORE: 'mysql', PORT: '99999', COMMAND_TIMEOUT_MS: '1' };
  expect(() => loadProfileEnv(env)).toThrow(/PORT[^]*OIDC_ISSUER[^]*PROFILE_STORE[^]*COMMAND_TIMEOUT_MS/);
});
