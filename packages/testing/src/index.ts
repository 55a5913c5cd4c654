export { startNativePostgres, type NativePostgres } from './native-postgres.ts';
export { openTestDatabase, type TestDatabase } from './test-database.ts';
export { keyId, startTokenIssuer, type TokenIssuer } from './token-issuer.ts';
export { Random } from './random.ts';
