import { randomUUID } from 'node:crypto';
import {
  appendResolutions,
  readAnswers,
  readKeyedIds,
  RESOLVING_CONSUMER,
  startConsumer,
  storeAnswers,
  type Consumer,
  type ConsumerOptions,
  type EventLog,
  type EventLogDatabase,
  type LogEntry,
} from '@customer360/event-log';
import type { Database } from '@customer360/postgres';
import type { Invalidator, Release } from '@customer360/redis';
import type { Transaction } from 'kysely';
import type { ProfileDatabase } from '../database.ts';
import type { ClosureSize } from '../identities/batch-context.ts';
import { IdentityMemory } from '../identities/memory.ts';
import { applySourceCommand, readSourceCommand } from '../sources/source-commands.ts';
import { loadConfiguration } from './configuration-entry.ts';
import { Memories } from './memories.ts';
import { createProfileBatch, type ProfileBatch, type ResolvedEntry } from './profile-batch.ts';
import { saveResolverState } from './resolver-state-repository.ts';

export const PROFILE_CONSUMER = RESOLVING_CONSUMER;

/** Identifiers and lists that are kept in memory between batches, about half a kilobyte each. */
const MEMORY_SIZE = 200_000;

/** Larger batches cost less for each entry; the embedded engine does nothing else while one is worked. */
const BATCH_SIZE = { postgres: 2_000, pglite: 500 } as const;

type Tables = ProfileDatabase & EventLogDatabase;
type Handler = (
  trx: Transaction<Tables>,
  tenantId: string,
  entries: readonly LogEntry[],
) => Promise<Release | void>;

export interface ProfileHandlerOptions {
  /** False reads anew for every batch what it touches; true when left out. */
  readonly memory?: boolean;
  /** Told how much each change of constraints had to fold again. */
  readonly onClosure?: ((size: ClosureSize) => void) | undefined;
  /** Holds what is cached of the look-ups that a batch changes; the handler answers the release. Nothing when left out. */
  readonly hold?: Invalidator<Transaction<Tables>>['hold'] | undefined;
}

export function startProfileConsumer(
  options: { readonly log: EventLog; readonly database: Database<ProfileDatabase> } & Pick<
    ConsumerOptions,
    'logger' | 'batchSize' | 'onBatch'
  > &
    Pick<ProfileHandlerOptions, 'onClosure' | 'hold'>,
): Consumer {
  const { onClosure, hold, ...consumer } = options;
  return startConsumer({
    batchSize: BATCH_SIZE[options.database.engine],
    ...consumer,
    name: PROFILE_CONSUMER,
    handle: createProfileHandler({ onClosure, hold }),
    onCommit: (tenantId) => options.log.announceResolved(tenantId),
  });
}

/**
 * Works a tenant's entries into profiles, golden records, consents, sources and the resolved stream, inside the
 * caller's transaction.
 */
export function createProfileHandler({
  memory = true,
  onClosure,
  hold,
}: ProfileHandlerOptions = {}): Handler {
  const memories = memory ? new Memories(MEMORY_SIZE) : null;

  return async (trx, tenantId, entries) => {
    const last = entries.at(-1);
    if (last === undefined) return undefined;
    const kept = (await memories?.take(trx, tenantId)) ?? new IdentityMemory();
    const commands = entries.filter(({ kind }) => kind === 'command').map(({ position }) => position);
    const batch = createProfileBatch({
      trx,
      tenantId,
      memory: kept,
      ids: await readKeyedIds(trx, tenantId),
      configuration: await loadConfiguration(trx, tenantId),
      answers: await readAnswers(trx, tenantId, commands),
      onClosure,
    });
    await batch.prepare(entries);
    const resolved: ResolvedEntry[] = [];
    for (const entry of entries) resolved.push(await resolveEntry(trx, tenantId, batch, entry));
    await batch.flush();
    await appendResolutions(
      trx,
      tenantId,
      resolved.map(({ resolution }) => resolution),
    );
    await storeAnswers(
      trx,
      tenantId,
      resolved.flatMap(({ resolution: { position }, answer }) =>
        answer == null ? [] : [{ position, answer }],
      ),
    );
    const mark = randomUUID();
    await saveResolverState(trx, tenantId, { position: last.position, writer: mark });
    memories?.give(tenantId, mark, kept);
    return hold?.(trx, tenantId, batch.changedTags());
  };
}

async function resolveEntry(
  trx: Transaction<Tables>,
  tenantId: string,
  batch: ProfileBatch,
  entry: LogEntry,
): Promise<ResolvedEntry> {
  if (entry.kind === 'configuration') return batch.configure(entry);
  const resolved = await batch.resolve(entry);
  const command = readSourceCommand(entry);
  if (command === null) return resolved;
  return { ...resolved, answer: await applySourceCommand(trx, tenantId, command, entry.time) };
}
