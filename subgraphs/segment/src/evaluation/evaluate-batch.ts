import { storeAnswers, type ResolvedEvent } from '@customer360/event-log';
import { applyCommand } from '../commands/apply-command.ts';
import { readCommand, type SegmentCommand } from '../commands/command.ts';
import type { SegmentEntry } from '@customer360/segment-rules';
import { evaluateEntries } from './evaluate-entries.ts';
import { ceasedEntry, readEntry } from './read-entry.ts';
import type { TenantEvaluation } from './tenant-evaluation.ts';
import { nextClockTurn, turnAll } from './turns.ts';

/** Evaluates events of the resolved stream in their order and answers the commands among them. */
export async function evaluateBatch(
  evaluation: TenantEvaluation,
  events: readonly ResolvedEvent[],
): Promise<void> {
  let entries: SegmentEntry[] = [];
  const flush = async () => {
    const together = entries;
    entries = [];
    await evaluateEntries(evaluation, together);
  };
  for (const event of events) {
    const command = readCommand(event.event);
    if (nextClockTurn(evaluation, event.loggedAt) !== null || command !== null) {
      await flush();
      await turnAll(evaluation, event.loggedAt);
    }
    if (command !== null) {
      await answerCommand(evaluation, event, command);
      continue;
    }
    const entry = readEntry(event);
    const isAlone = entry.reattributed.length > 0;
    if (isAlone) await flush();
    entries.push(entry);
    if (event.ceased.length > 0) entries.push(ceasedEntry(event));
    if (isAlone) await flush();
  }
  await flush();
}

async function answerCommand(
  evaluation: TenantEvaluation,
  event: ResolvedEvent,
  command: SegmentCommand,
): Promise<void> {
  const { trx, tenantId } = evaluation;
  const answer = await applyCommand(evaluation, event, command);
  if (answer !== null) await storeAnswers(trx, tenantId, [{ position: event.position, answer }]);
}
