import {
  readAnswers,
  type Consumer,
  type EventLog,
  type IdentifierValue,
  type Position,
} from '@customer360/event-log';
import type { Database } from '@customer360/postgres';
import { AppError } from '@customer360/service';
import { canonicalJson } from '@customer360/tracking';
import type { Command } from './command.ts';

export interface CommandRequest {
  readonly command: Command;
  /** The client's idempotency key, or an id that never was before. */
  readonly messageId: string;
  /** The identifier that the command is about: its value goes to the dictionary, never into the command. */
  readonly identifier?: IdentifierValue;
  /** What makes a repetition the same command; the command itself when left out. */
  readonly sameness?: unknown;
}

export type CommandOutcome =
  | {
      readonly kind: 'answered';
      readonly position: Position;
      readonly answer: unknown;
      /** True when the same command was accepted before. */
      readonly isRepeated: boolean;
    }
  /** The messageId was used before with another command. */
  | { readonly kind: 'conflict' };

/** Mutations as entries of the log, answered once the profile store has applied them. */
export interface CommandLog {
  /** Throws UPSTREAM_UNAVAILABLE, naming the position, when the command is accepted but not applied in time. */
  submit(tenantId: string, request: CommandRequest): Promise<CommandOutcome>;
}

export const COMMAND_SOURCE = 'graphql';

export function createCommandLog(options: {
  readonly log: EventLog;
  // Answers stand in the log's tables, which are not this subgraph's.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly database: Database<any>;
  readonly consumer: () => Consumer;
  readonly clock: () => number;
  readonly timeoutMs: number;
}): CommandLog {
  const { log, database, clock } = options;

  async function waitUntilApplied(tenantId: string, position: Position): Promise<void> {
    try {
      await options.consumer().waitFor(tenantId, position, options.timeoutMs);
    } catch (cause) {
      throw new AppError(
        'UPSTREAM_UNAVAILABLE',
        `The command is accepted at position ${position} and will be applied; it is not applied yet.`,
        { cause },
      );
    }
  }

  async function answerAt(tenantId: string, position: Position): Promise<unknown> {
    const answers = await database.inTenant(tenantId, (trx) => readAnswers(trx, tenantId, [position]));
    if (answers.has(position)) return answers.get(position);
    throw new AppError(
      'UPSTREAM_UNAVAILABLE',
      `The command at position ${position} could not be applied and is set aside for an operator.`,
    );
  }

  return {
    async submit(tenantId, request) {
      const now = clock();
      const identifiers = request.identifier === undefined ? [] : [request.identifier];
      const [result] = await log.append(tenantId, [
        {
          sourceId: COMMAND_SOURCE,
          messageId: request.messageId,
          kind: 'command',
          eventName: null,
          timestamp: now,
          originalTimestamp: null,
          sentAt: null,
          receivedAt: now,
          identifiers,
          mentions: [],
          payload: canonicalJson(request.command),
          contentKey: canonicalJson(request.sameness ?? { ...request.command, identifiers }),
        },
      ]);
      if (result === undefined) throw new Error('the log gave no result for an entry');
      if (result.status === 'conflict') return { kind: 'conflict' };
      if (result.position === null) throw new AppError('CONFLICT', 'This command was erased from the log.');
      await waitUntilApplied(tenantId, result.position);
      const answer = await answerAt(tenantId, result.position);
      return {
        kind: 'answered',
        position: result.position,
        answer,
        isRepeated: result.status === 'duplicate',
      };
    },
  };
}
