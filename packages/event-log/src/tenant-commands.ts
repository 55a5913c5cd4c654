import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Database } from '@customer360/postgres';
import { z } from 'zod';
import { archiveMonth } from './archive.ts';
import { configurationEntries, configurationFile } from './configuration.ts';
import { listParked, retryParked } from './parked.ts';
import { ensurePartitions, listPartitions } from './partitions.ts';
import { createEventLog, type PostgresEventLog } from './postgres-event-log.ts';
import { rebuildEntry, rebuiltProjections } from './rebuild-request.ts';
import { RESOLVING_CONSUMER } from './resolved-stream.ts';
import { createTenant, listTenants } from './tenants.ts';

export interface TenantCommand {
  readonly usage: string;
  readonly about: string;
  /** Arguments that must be there. */
  readonly arity: number;
  /** Returns the lines to print; throws an Error whose message is for the operator. */
  run(context: CommandContext, args: readonly string[]): Promise<string[]>;
}

export interface CommandContext {
  readonly database: Database<unknown>;
  readonly archiveDirectory: string;
  readonly clock: () => number;
}

export const tenantCommands: Readonly<Record<string, TenantCommand>> = {
  create: {
    usage: 'create ID NAME',
    about: 'makes a tenant and its keys',
    arity: 2,
    async run({ database }, [id = '', ...name]) {
      await createTenant(database, { id, name: name.join(' ') });
      return [`Tenant ${id} is made.`];
    },
  },
  list: {
    usage: 'list',
    about: 'names the tenants',
    arity: 0,
    async run({ database }) {
      const tenants = await listTenants(database);
      return tenants.length > 0 ? tenants : ['There is no tenant yet: npm run tenant -- create ID NAME'];
    },
  },
  configure: {
    usage: 'configure ID FILE.json',
    about: 'appends the settings in a file to the tenant’s log; all of them or none',
    arity: 2,
    run: configure,
  },
  rebuild: {
    usage: 'rebuild ID segments [KEY]',
    about: 'has segments made again from the tenant’s log; the same KEY asks once',
    arity: 2,
    run: rebuild,
  },
  parked: {
    usage: 'parked ID',
    about: 'lists entries that identity resolution could not work and set aside',
    arity: 1,
    run: listSetAside,
  },
  retry: {
    usage: 'retry ID POSITION',
    about: 'has an entry that was set aside worked again, at a new position',
    arity: 2,
    run: retry,
  },
  partitions: {
    usage: 'partitions',
    about: 'makes the partitions of the coming months and lists all',
    arity: 0,
    async run({ database, clock }) {
      const made = await ensurePartitions(database, { now: clock() });
      const months = await listPartitions(database, 'accepted');
      return months.map((month) => (made.includes(month) ? `${month} made` : month));
    },
  },
  archive: {
    usage: 'archive YYYY-MM',
    about: 'moves a month that is over into files; reading goes on over them',
    arity: 1,
    async run({ database, archiveDirectory, clock }, [month = '']) {
      const { entries, files } = await archiveMonth(database, month, archiveDirectory, { now: clock() });
      return [`${month}: ${entries} entries in ${files} files below ${archiveDirectory}.`];
    },
  },
};

async function configure({ database, clock }: CommandContext, [id = '', file = '']: readonly string[]) {
  const settings = configurationFile.safeParse(await readJson(file));
  if (!settings.success) throw new Error(`${file} is not valid:\n${z.prettifyError(settings.error)}`);
  const entries = configurationEntries(settings.data, { now: clock(), newId: randomUUID });
  if (entries.length === 0) throw new Error(`${file} sets nothing`);
  return withLog(database, async (log) => {
    const results = await log.append(id, entries);
    const names = Object.keys(settings.data).join(', ');
    const positions = results.map((result) => ('position' in result ? result.position : null));
    return [`Tenant ${id}: ${names} at position ${positions.join(', ')}.`];
  });
}

async function listSetAside({ database }: CommandContext, [id = '']: readonly string[]) {
  const parked = await listParked(database, id, RESOLVING_CONSUMER);
  if (parked.length === 0) return [`Nothing of tenant ${id} is set aside.`];
  return parked.map(({ position, parkedAt, attempts, reason, retriedAtPosition }) => {
    const retried = retriedAtPosition === null ? '' : `, tried again at ${retriedAtPosition}`;
    return `${position}: ${parkedAt.toISOString()}, after ${attempts} attempts: ${reason}${retried}`;
  });
}

async function retry({ database }: CommandContext, [id = '', place = '']: readonly string[]) {
  const position = Number(place);
  if (!Number.isSafeInteger(position) || position < 1) throw new Error(`"${place}" is no position`);
  return withLog(database, async (log) => {
    const parked = { log, database, tenantId: id, consumer: RESOLVING_CONSUMER, position };
    const result = await retryParked(parked);
    if (result.status === 'conflict') throw new Error(`Position ${position} is being tried again already`);
    return [`Tenant ${id}: the entry at ${position} is worked again at position ${result.position ?? '?'}.`];
  });
}

async function rebuild(
  { database, clock }: CommandContext,
  [id = '', what = '', key = randomUUID()]: readonly string[],
) {
  const projection = rebuiltProjections.find((name) => name === what);
  if (projection === undefined) {
    throw new Error(`"${what}" cannot be made again; what can: ${rebuiltProjections.join(', ')}`);
  }
  return withLog(database, async (log) => {
    const [result] = await log.append(id, [rebuildEntry({ projection, key }, clock())]);
    if (result?.status === 'conflict') throw new Error(`The key ${key} has asked for something else`);
    const again = result?.status === 'duplicate' ? ', as it was asked before' : '';
    return [
      `Tenant ${id}: ${projection} are made again as of position ${result?.position ?? '?'}${again}. \`segmentStatus\` says how far it is.`,
    ];
  });
}

async function withLog<Result>(
  database: CommandContext['database'],
  work: (log: PostgresEventLog) => Promise<Result>,
): Promise<Result> {
  const log = createEventLog(database);
  try {
    return await work(log);
  } finally {
    await log.close();
  }
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error(`${file} cannot be read`, { cause });
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${file} is not JSON`, { cause });
  }
}
