export { freePort } from './free-port.ts';
export { startNativePostgres, type NativePostgres } from './native-postgres.ts';
export { openTestDatabase, type TestDatabase } from './test-database.ts';
export { keyId, startTokenIssuer, type TokenIssuer } from './token-issuer.ts';
export { selectEverything } from './select-everything.ts';
export { Random } from './random.ts';
export { startRedisServer, type RedisServer } from './redis-server.ts';
