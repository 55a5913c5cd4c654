import { noHistory } from './history.ts';
import { loadProfiles, saveProfiles } from './loaded-profiles.ts';
import { findDueProfiles } from './state-repository.ts';
import { countDue } from '../schedules/count-due.ts';
import { evaluateEverybody } from './everybody.ts';
import type { TenantEvaluation } from './tenant-evaluation.ts';

/** Profiles that are worked at once when time alone turns their rules. */
const CHUNK = 2_000;

/** Turns every rule that falls due through a moment, each at its own. Profiles depend on nobody else, so chunks do no harm. */
export async function turnDue(evaluation: TenantEvaluation, through: number): Promise<void> {
  const { trx, tenantId, changes } = evaluation;
  for (;;) {
    const due = await findDueProfiles(trx, tenantId, through, CHUNK);
    if (due.length === 0) break;
    const loaded = await loadProfiles(evaluation, due, noHistory);
    changes.push(...loaded.evaluator.due(through));
    await saveProfiles(evaluation, loaded);
  }
  evaluation.clock = Math.max(evaluation.clock, through);
}

/**
 * The first moment through `through` at which a rule turns for everybody at once or a schedule counts a segment; null when
 * there is none.
 */
export function nextClockTurn({ rules, clock }: TenantEvaluation, through: number): number | null {
  const turns = rules.compiled.flatMap(({ clockTurns }) => clockTurns).filter((at) => at > clock);
  const open = [...turns, ...rules.countsDue.map(({ at }) => at)].filter((at) => at <= through);
  return open.length === 0 ? null : Math.min(...open);
}

/**
 * Turns what falls due through a moment, by the clock for everybody and for each profile by itself; counts what a schedule
 * counts, after what falls due at the same moment, as an entry would come.
 */
export async function turnAll(evaluation: TenantEvaluation, through: number): Promise<void> {
  for (let at = nextClockTurn(evaluation, through); at !== null; at = nextClockTurn(evaluation, through)) {
    await turnDue(evaluation, at - 1);
    await turnEverybody(evaluation, at);
    await turnDue(evaluation, at);
    await countDue(evaluation, at);
  }
  await turnDue(evaluation, through);
}

async function turnEverybody(evaluation: TenantEvaluation, at: number): Promise<void> {
  if (!evaluation.rules.compiled.some(({ clockTurns }) => clockTurns.includes(at))) return;
  await evaluateEverybody(evaluation, {
    interest: null,
    work: ({ evaluator }) => {
      evaluation.changes.push(...evaluator.due(at));
      return true;
    },
  });
}
