import { readAnswers, type Consumer, type EventLog, type Position } from '@customer360/event-log';
import type { AnyDatabase } from '@customer360/postgres';
import { AppError } from '@customer360/service';
import { commandEntry, type CommandRequest } from './command-entry.ts';

export interface AcceptedCommand {
  readonly position: Position;
  /** True when the same command was accepted before. */
  readonly isRepeated: boolean;
}

export type CommandOutcome<Answer> =
  | (AcceptedCommand & { readonly kind: 'answered'; readonly answer: Answer })
  /** The messageId was used before with another command. */
  | { readonly kind: 'conflict' };

/** Mutations as entries of the log, answered once the subgraph's store has applied them. */
export interface CommandLog<Command extends object, Answer> {
  /** Throws UPSTREAM_UNAVAILABLE, naming the position, when the command is accepted but not applied in time. */
  submit(tenantId: string, request: CommandRequest<Command>): Promise<CommandOutcome<Answer>>;
  /** Puts a command into the log; null when its messageId was used before with another one. */
  accept(tenantId: string, request: CommandRequest<Command>): Promise<AcceptedCommand | null>;
  /** The answer of an accepted command, once it is applied; throws as `submit`. */
  answer(tenantId: string, position: Position): Promise<Answer>;
}

export interface CommandLogOptions {
  readonly log: EventLog;
  /** Answers stand in the log's tables. */
  readonly database: AnyDatabase;
  /** The consumer that applies these commands. */
  readonly consumer: () => Consumer;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** How long an answer is waited for, in milliseconds. */
  readonly timeoutMs: number;
}

/** `Answer` is what the consumer stores for each `Command`: nobody else answers them. */
export function createCommandLog<Command extends object, Answer>({
  log,
  database,
  consumer,
  clock,
  timeoutMs,
}: CommandLogOptions): CommandLog<Command, Answer> {
  async function accept(tenantId: string, request: CommandRequest<Command>): Promise<AcceptedCommand | null> {
    const [result] = await log.append(tenantId, [commandEntry(request, clock())]);
    if (result === undefined) throw new Error('the log gave no result for an entry');
    if (result.status === 'conflict') return null;
    if (result.position === null) throw new AppError('CONFLICT', 'This command was erased from the log.');
    return { position: result.position, isRepeated: result.status === 'duplicate' };
  }

  async function waitUntilApplied(tenantId: string, position: Position): Promise<void> {
    try {
      await consumer().waitFor(tenantId, position, timeoutMs);
    } catch (cause) {
      throw new AppError(
        'UPSTREAM_UNAVAILABLE',
        `The command is accepted at position ${position} and will be applied; it is not applied yet.`,
        { cause },
      );
    }
  }

  async function answer(tenantId: string, position: Position): Promise<Answer> {
    await waitUntilApplied(tenantId, position);
    const answers = await database.inTenant(tenantId, (trx) => readAnswers(trx, tenantId, [position]));
    // Only the consumer that applies these commands answers them.
    if (answers.has(position)) return answers.get(position) as Answer;
    throw new AppError(
      'UPSTREAM_UNAVAILABLE',
      `The command at position ${position} could not be applied and is set aside for an operator.`,
    );
  }

  return {
    accept,
    answer,
    async submit(tenantId, request) {
      const accepted = await accept(tenantId, request);
      if (accepted === null) return { kind: 'conflict' };
      return { kind: 'answered', ...accepted, answer: await answer(tenantId, accepted.position) };
    },
  };
}
