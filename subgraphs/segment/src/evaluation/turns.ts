import { noHistory } from './history.ts';
import { loadProfiles, saveProfiles } from './loaded-profiles.ts';
import { findDueProfiles } from './state-repository.ts';
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

/** The first moment through `through` at which a rule turns for everybody at once; null when there is none. */
export function nextClockTurn({ rules, clock }: TenantEvaluation, through: number): number | null {
  const moments = rules.compiled.flatMap(({ clockTurns }) => clockTurns);
  const open = moments.filter((at) => at > clock && at <= through);
  return open.length === 0 ? null : Math.min(...open);
}

/** Turns what falls due through a moment, by the clock for everybody and for each profile by itself. */
export async function turnAll(evaluation: TenantEvaluation, through: number): Promise<void> {
  for (let at = nextClockTurn(evaluation, through); at !== null; at = nextClockTurn(evaluation, through)) {
    await turnDue(evaluation, at - 1);
    const moment = at;
    await evaluateEverybody(evaluation, {
      interest: null,
      work: ({ evaluator }) => {
        evaluation.changes.push(...evaluator.due(moment));
        return true;
      },
    });
    evaluation.clock = moment;
  }
  await turnDue(evaluation, through);
}
