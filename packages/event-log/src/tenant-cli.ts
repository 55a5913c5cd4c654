import { join } from 'node:path';
import { migrate, openDatabase } from '@customer360/postgres';
import { eventLogMigrations } from './migrations/index.ts';
import { tenantCommands } from './tenant-commands.ts';

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(tenantCommands, name) ? tenantCommands[name] : undefined;
const url = process.env['DATABASE_URL'];
const directory = process.env['DATA_DIRECTORY'] ?? '.data/demo';

if (!command || args.length < command.arity) {
  console.error('Usage: npm run tenant -- COMMAND\n');
  for (const { usage, about } of Object.values(tenantCommands))
    console.error(`  ${usage.padEnd(28)}${about}`);
  console.error('\nDATABASE_URL names a PostgreSQL server; without it the embedded database in');
  console.error('DATA_DIRECTORY (.data/demo) is used, which must not be running.');
  process.exit(2);
}

try {
  const database = await openDatabase<unknown>(
    url ? { kind: 'postgres', url, poolSize: 2 } : { kind: 'pglite', dataDir: join(directory, 'pglite') },
  );
  try {
    await migrate(database, eventLogMigrations);
    const archiveDirectory = process.env['ARCHIVE_DIRECTORY'] ?? join(directory, 'archive');
    const lines = await command.run({ database, archiveDirectory, clock: Date.now }, args);
    for (const line of lines) console.log(line);
  } finally {
    await database.close();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : 'The command failed');
  process.exitCode = 1;
}
