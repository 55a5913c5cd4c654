import {
  findIdentifierIds,
  readKeyedIds,
  type EventLogDatabase,
  type IdentifierValue,
  type LogEntry,
} from '@customer360/event-log';
import type { Database } from '@customer360/postgres';
import { CLIENT_SOURCE } from '@customer360/subgraph';
import { matchesBlockPattern } from '@customer360/tracking';
import type { ProfileDatabase } from '../database.ts';
import type { Decision } from '../identities/command-answers.ts';
import { createIdentityBatch } from '../identities/identity-batch.ts';
import type { IdentityCommand } from '../identities/identity-command.ts';
import { IdentityMemory } from '../identities/memory.ts';
import type { Step } from '../identities/step.ts';
import { loadConfiguration } from './configuration-entry.ts';
import { holdResolvedPosition } from './resolver-state-repository.ts';

/** What a command would do now. */
export type Foreseen = Pick<Step, 'setChanges' | 'reattributed'> & { readonly answer: Decision };

/** A command that is not in the log: `identifier` is the one that a block or unblock names. */
export interface ForeseenCommand {
  readonly command: IdentityCommand;
  readonly identifier: IdentifierValue | null;
}

/** Answers a command in the present state and says what it would change. Nothing is written. */
export function dryRunCommand(
  options: ForeseenCommand & { readonly database: Database<ProfileDatabase>; readonly tenantId: string },
): Promise<Foreseen> {
  const { database, tenantId, command, identifier } = options;
  return database.as<ProfileDatabase & EventLogDatabase>().inTenant(tenantId, async (trx) => {
    const position = (await holdResolvedPosition(trx, tenantId)) + 1;
    const [id] = identifier === null ? [] : await findIdentifierIds(trx, tenantId, [identifier]);
    if (identifier !== null && id == null) return foreseeUnknown(command, identifier);
    const configuration = await loadConfiguration(trx, tenantId);
    const batch = createIdentityBatch({
      trx,
      tenantId,
      configuration,
      ids: await readKeyedIds(trx, tenantId),
      memory: new IdentityMemory(),
      answers: new Map(),
    });
    const identifiers = identifier === null || id == null ? [] : [{ id, type: identifier.type }];
    // What the batch has not written when the transaction ends never happened.
    const { setChanges, reattributed, answer } = await batch.resolve(
      toEntry({ position, command, identifiers }),
    );
    // The entry is a command of identity, which always has an answer.
    return { setChanges, reattributed, answer: answer as Decision };
  });
}

/** A value that no entry has brought: only a pattern can block it, and nothing rests on it. */
function foreseeUnknown({ command }: IdentityCommand, identifier: IdentifierValue): Foreseen {
  const isBlocked = matchesBlockPattern(identifier.type, identifier.value);
  const decide = (operator: 'BLOCKED' | 'ALLOWED') =>
    ({ accepted: true, does: 'decide', operator, voided: [] }) as const;
  const refuse = (reason: string) => ({ accepted: false, reason }) as const;
  const answer =
    command === 'blockIdentifier'
      ? isBlocked
        ? refuse('ALREADY_BLOCKED')
        : decide('BLOCKED')
      : isBlocked
        ? decide('ALLOWED')
        : refuse('NOT_BLOCKED');
  return { setChanges: [], reattributed: [], answer };
}

function toEntry(options: {
  readonly position: number;
  readonly command: IdentityCommand;
  readonly identifiers: LogEntry['identifiers'];
}): LogEntry {
  const now = Date.now();
  return {
    position: options.position,
    loggedAt: now,
    // No record outlives the dry run, so any id will do.
    eventId: '00000000-0000-8000-8000-000000000000',
    sourceId: CLIENT_SOURCE,
    kind: 'command',
    eventName: null,
    messageId: null,
    timestamp: now,
    receivedAt: now,
    time: now,
    identifiers: options.identifiers,
    payload: JSON.stringify(options.command),
    tombstonedBy: null,
  };
}
