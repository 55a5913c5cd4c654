// Runs a command with TEST_POSTGRES_URL naming a server that lives as long as the command.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startNativePostgres } from './native-postgres.ts';

const [command, ...args] = process.argv.slice(2);
if (command === undefined) {
  console.error('Usage: PG_BIN=... node packages/testing/src/native-postgres-cli.ts COMMAND ...');
  process.exit(2);
}
const server = await startNativePostgres();
try {
  const child = spawn(command, args, {
    stdio: 'inherit',
    env: { ...process.env, TEST_POSTGRES_URL: server.url },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const [status] = await once(child, 'exit');
  process.exitCode = typeof status === 'number' ? status : 1;
} finally {
  server.stop();
}
