import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The line of `npm start -- --json`. */
interface Ready {
  readonly gateway: string;
  readonly playground: string;
  readonly ingestion: string;
  readonly issuer: string;
  readonly writeKey: string;
  readonly tokens: Readonly<Record<'frontend' | 'analyst' | 'partner' | 'engineer' | 'admin', string>>;
  readonly query: string;
  readonly seconds: number;
  readonly memoryMb: number;
}

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const directory = mkdtempSync(join(tmpdir(), 'customer360-start-'));

function start(): { readonly child: ChildProcess; readonly ready: Promise<Ready> } {
  const args = ['scripts/run.mjs', 'start', '--json', '--port', '0', '--directory', directory];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const ready = new Promise<Ready>((resolve, reject) => {
    const lines = createInterface({ input: child.stdout });
    lines.once('line', (line) => resolve(JSON.parse(line) as Ready));
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code} before it was ready`)));
  });
  return { child, ready };
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const code = await ended;
  assert(code === 0, `a stop by SIGTERM ends with 0, not ${code}`);
}

function assert(holds: boolean, claim: string): void {
  if (!holds) throw new Error(`does not hold: ${claim}`);
  console.log(`ok: ${claim}`);
}

async function ask(ready: Ready, token: string | null, query: string) {
  const response = await fetch(ready.gateway, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query }),
  });
  const body = (await response.json()) as { data?: Record<string, unknown>; errors?: unknown[] };
  return { status: response.status, ...body };
}

async function track(ready: Ready): Promise<string> {
  const authorization = `Basic ${Buffer.from(`${ready.writeKey}:`).toString('base64')}`;
  const response = await fetch(`${ready.ingestion}/v1/track`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ messageId: 'check-start-1', userId: 'check-start', event: 'Checked' }),
  });
  return ((await response.json()) as { status: string }).status;
}

const findChecked = '{ profileByIdentifier(type: "user_id", value: "check-start") { id } }';

async function untilFound(ready: Ready): Promise<unknown> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const { data } = await ask(ready, ready.tokens.frontend, findChecked);
    if (data?.['profileByIdentifier']) return data['profileByIdentifier'];
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the event never became a profile');
}

let running: ChildProcess | null = null;
try {
  const first = start();
  running = first.child;
  const ready = await first.ready;
  console.log(`first start: ${ready.seconds} s, ${ready.memoryMb} MB`);
  const answer = await ask(ready, ready.tokens.frontend, ready.query);
  assert(
    answer.status === 200 && answer.errors === undefined,
    'the printed query is answered without an error',
  );
  assert(
    Object.values(answer.data ?? {}).every((value) => value !== null),
    'the printed query finds its customer',
  );
  assert((await ask(ready, null, ready.query)).status === 401, 'without a token the answer is 401');
  const denied = await ask(ready, ready.tokens.partner, ready.query);
  assert(
    denied.errors !== undefined && Object.values(denied.data ?? {}).every((value) => value === null),
    'a partner is denied the profile',
  );
  const letters = await ask(ready, ready.tokens.engineer, '{ deadLetters(first: 1) { nodes { reason } } }');
  assert(JSON.stringify(letters.data).includes('reason'), 'dead letters are listed');
  assert((await fetch(ready.playground)).status === 200, 'the playground is served');
  assert((await track(ready)) === 'accepted', 'an event is accepted');
  const profile = await untilFound(ready);
  await stop(first.child);

  const second = start();
  running = second.child;
  const again = await second.ready;
  console.log(`second start: ${again.seconds} s, ${again.memoryMb} MB`);
  assert((await track(again)) === 'duplicate', 'after a restart the same event is a duplicate');
  const same = JSON.stringify(await untilFound(again)) === JSON.stringify(profile);
  assert(same, 'after a restart the profile has the same id');
  await stop(second.child);
  running = null;
} finally {
  running?.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
}
