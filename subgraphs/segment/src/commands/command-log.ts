import { readAnswers, type Consumer, type EventLog, type Position } from '@customer360/event-log';
import type { AnyDatabase } from '@customer360/postgres';
import { AppError } from '@customer360/service';
import { canonicalJson } from '@customer360/tracking';
import type { CommandAnswer } from './answer.ts';
import { CLIENT_SOURCE, type ClientCommand } from './command.ts';

export interface CommandRequest<Command = ClientCommand> {
  readonly command: Command;
  /** The client's idempotency key, or an id that never was before. */
  readonly messageId: string;
  /** What makes a repetition the same command: what the client said, without ids that were made for it. */
  readonly sameness: unknown;
}

export type CommandOutcome<Answer = CommandAnswer> =
  | { readonly kind: 'answered'; readonly position: Position; readonly answer: Answer }
  /** The messageId was used before with another command. */
  | { readonly kind: 'conflict' };

/** Mutations as entries of the log, answered once the segment store has applied them. */
export interface CommandLog<Command = ClientCommand, Answer = CommandAnswer> {
  /** Throws UPSTREAM_UNAVAILABLE, naming the position, when the command is accepted but not applied in time. */
  submit(tenantId: string, request: CommandRequest<Command>): Promise<CommandOutcome<Answer>>;
  /** Its position, before it is applied; null when the messageId was used before with another command. */
  accept(tenantId: string, request: CommandRequest<Command>): Promise<Position | null>;
  /** The answer of an accepted command, once it is applied; throws as `submit`. */
  answer(tenantId: string, position: Position): Promise<Answer>;
}

export function createCommandLog<Command = ClientCommand, Answer = CommandAnswer>(options: {
  readonly log: EventLog;
  readonly database: AnyDatabase;
  readonly consumer: () => Consumer;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly timeoutMs: number;
}): CommandLog<Command, Answer> {
  const { log, database, consumer, clock, timeoutMs } = options;

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

  async function answerAt(tenantId: string, position: Position): Promise<Answer> {
    const answers = await database.inTenant(tenantId, (trx) => readAnswers(trx, tenantId, [position]));
    // Only what applies these commands answers them.
    if (answers.has(position)) return answers.get(position) as Answer;
    throw new AppError(
      'UPSTREAM_UNAVAILABLE',
      `The command at position ${position} could not be applied and is set aside for an operator.`,
    );
  }

  async function accept(
    tenantId: string,
    { command, messageId, sameness }: CommandRequest<Command>,
  ): Promise<Position | null> {
    const now = clock();
    const [result] = await log.append(tenantId, [
      {
        sourceId: CLIENT_SOURCE,
        messageId,
        kind: 'command',
        eventName: null,
        timestamp: now,
        originalTimestamp: null,
        sentAt: null,
        receivedAt: now,
        identifiers: [],
        mentions: [],
        payload: canonicalJson(command),
        contentKey: canonicalJson(sameness),
      },
    ]);
    if (result === undefined) throw new Error('the log gave no result for an entry');
    if (result.status === 'conflict') return null;
    if (result.position === null) throw new AppError('CONFLICT', 'This command was erased from the log.');
    return result.position;
  }

  async function answer(tenantId: string, position: Position): Promise<Answer> {
    await waitUntilApplied(tenantId, position);
    return answerAt(tenantId, position);
  }

  return {
    accept,
    answer,
    async submit(tenantId, request) {
      const position = await accept(tenantId, request);
      if (position === null) return { kind: 'conflict' };
      return { kind: 'answered', position, answer: await answer(tenantId, position) };
    },
  };
}
