import { storeAnswers, type ResolvedEvent } from '@customer360/event-log';
import { applyCommand } from '../commands/apply-command.ts';
import { readCommand, type SegmentCommand } from '../commands/command.ts';
import { withValues } from '../commands/rule-command.ts';
import { applyComputedTraits } from '../computed-traits/apply-computed-traits.ts';
import { wasRefused } from '../commands/was-refused.ts';
import { readTraitSetting } from '../computed-traits/trait-configuration.ts';
import { requestRebuild } from '../rebuild/request-rebuild.ts';
import { applyScores } from '../scoring/apply-scores.ts';
import { applyScoringCommand } from '../scoring/apply-scoring-command.ts';
import { readScoringCommand, type ScoringCommand } from '../scoring/scoring-command.ts';
import { evaluateEntries } from './evaluate-entries.ts';
import { readingLog } from '../store/reading-log.ts';
import { ceasedEntry, readEntry } from './read-entry.ts';
import { isRebuild, type TenantEvaluation } from './tenant-evaluation.ts';
import { nextClockTurn, turnAll } from './turns.ts';

/** Evaluates events of the resolved stream in their order and answers the commands among them. */
export async function evaluateBatch(
  evaluation: TenantEvaluation,
  events: readonly ResolvedEvent[],
): Promise<void> {
  let together: ResolvedEvent[] = [];
  const flush = async () => {
    const flushed = together;
    together = [];
    await evaluateTogether(evaluation, flushed);
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
    await requestRebuild(evaluation, event);
    const scoring = readScoringCommand(event.event);
    if (scoring !== null) {
      await flush();
      await answerScoring(evaluation, event, scoring);
      continue;
    }
    const isAlone = event.reattributed.length > 0 || readTraitSetting(event.event) !== null;
    if (isAlone) await flush();
    together.push(event);
    if (isAlone) await flush();
  }
  await flush();
}

/** What is computed from the events comes first, as rules ask for it. */
async function evaluateTogether(
  evaluation: TenantEvaluation,
  events: readonly ResolvedEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const { trx, tenantId } = evaluation;
  const computed = await applyComputedTraits(trx, evaluation, events);
  const entries = events.flatMap((event) => {
    const entry = readEntry(event);
    const traitChanges = [...entry.traitChanges, ...(computed.get(event.position) ?? [])];
    return [{ ...entry, traitChanges }, ...(event.ceased.length > 0 ? [ceasedEntry(event)] : [])];
  });
  await evaluateEntries(evaluation, entries);
  // Scores are not in the log: they are made as it goes on, and a rebuild keeps them.
  if (isRebuild(evaluation)) return;
  for (const tag of await applyScores(trx, tenantId, events)) evaluation.tags.add(tag);
}

async function answerScoring(
  evaluation: TenantEvaluation,
  event: ResolvedEvent,
  command: ScoringCommand,
): Promise<void> {
  const { trx, tenantId, tags: changed } = evaluation;
  const whole = await wholeCommand(evaluation, event, command);
  const { answer, tags } = await applyScoringCommand(evaluation, event, whole);
  for (const tag of tags) changed.add(tag);
  if (!isRebuild(evaluation)) await storeAnswers(trx, tenantId, [{ position: event.position, answer }]);
}

async function answerCommand(
  evaluation: TenantEvaluation,
  event: ResolvedEvent,
  command: SegmentCommand,
): Promise<void> {
  const { trx, tenantId } = evaluation;
  if (await wasRefused(evaluation, event.position)) return;
  const answer = await applyCommand(evaluation, event, await wholeCommand(evaluation, event, command));
  if (answer === null || isRebuild(evaluation)) return;
  await storeAnswers(trx, tenantId, [{ position: event.position, answer }]);
}

function wholeCommand<Command extends object>(
  { trx, tenantId, logTenantId }: TenantEvaluation,
  { event: { identifiers } }: ResolvedEvent,
  command: Command,
): Promise<Command> {
  return readingLog(trx, { tenantId, logTenantId }, () =>
    withValues(trx, logTenantId, { command, identifiers }),
  );
}
