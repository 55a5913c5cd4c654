import type { LogEntry } from '@customer360/event-log';
import type { CommandLog } from '@customer360/subgraph';
import type { Transaction } from 'kysely';
import { z } from 'zod';
import { findSourcesByIds, insertSource } from './source-repository.ts';
import type { IngestionTables } from './source-tables.ts';
import { findWriteKey, insertWriteKey, revokeWriteKey } from './write-key-repository.ts';

const newKey = { writeKeyId: z.uuid(), keyHash: z.hex().length(64), hint: z.string() };

const sourceCommand = z.discriminatedUnion('command', [
  z.object({ command: z.literal('createSource'), id: z.string(), name: z.string(), ...newKey }),
  z.object({ command: z.literal('rotateWriteKey'), sourceId: z.string(), ...newKey }),
  z.object({ command: z.literal('revokeWriteKey'), writeKeyId: z.uuid() }),
]);

/** Commands about sources and write keys, as the log carries them. */
export type SourceCommand = z.output<typeof sourceCommand>;

/** Answer of a source command, as it is stored with the log. */
export type SourceAnswer =
  | { readonly sourceId: string; readonly writeKeyId: string }
  | { readonly refused: 'SOURCE_EXISTS' | 'UNKNOWN_SOURCE' | 'UNKNOWN_WRITE_KEY' };

export type SourceCommands = CommandLog<SourceCommand, SourceAnswer>;

/** The source command that an entry of the log is, or null when it is something else. */
export function readSourceCommand(entry: LogEntry): SourceCommand | null {
  if (entry.kind !== 'command' || entry.payload === null) return null;
  const parsed = sourceCommand.safeParse(JSON.parse(entry.payload));
  return parsed.success ? parsed.data : null;
}

/** Applies a command at the time of its entry; applying it twice changes nothing and gives the same answer. */
export async function applySourceCommand(
  trx: Transaction<IngestionTables>,
  tenantId: string,
  command: SourceCommand,
  time: number,
): Promise<SourceAnswer> {
  switch (command.command) {
    case 'createSource': {
      const isNew = await insertSource(trx, tenantId, {
        id: command.id,
        name: command.name,
        createdAt: time,
      });
      if (!isNew && (await findWriteKey(trx, tenantId, command.writeKeyId)) === null) {
        return { refused: 'SOURCE_EXISTS' };
      }
      return addKey(trx, tenantId, { ...command, sourceId: command.id }, time);
    }
    case 'rotateWriteKey': {
      const sources = await findSourcesByIds(trx, tenantId, [command.sourceId]);
      return !sources.has(command.sourceId)
        ? { refused: 'UNKNOWN_SOURCE' }
        : addKey(trx, tenantId, command, time);
    }
    case 'revokeWriteKey': {
      const key = await revokeWriteKey(trx, tenantId, { id: command.writeKeyId, revokedAt: time });
      return key === null ? { refused: 'UNKNOWN_WRITE_KEY' } : { sourceId: key.sourceId, writeKeyId: key.id };
    }
    default:
      return command satisfies never;
  }
}

async function addKey(
  trx: Transaction<IngestionTables>,
  tenantId: string,
  key: {
    readonly writeKeyId: string;
    readonly sourceId: string;
    readonly keyHash: string;
    readonly hint: string;
  },
  time: number,
): Promise<SourceAnswer> {
  const { writeKeyId, sourceId, keyHash, hint } = key;
  await insertWriteKey(trx, tenantId, { id: writeKeyId, sourceId, keyHash, hint, createdAt: time });
  return { sourceId, writeKeyId };
}
