import {
  conditionsOf,
  writeEntries,
  type Departure,
  type RuleEvent,
  type SegmentEntry,
} from '@customer360/segment-rules';
import { readHistory } from './history.ts';
import { interestOf } from './interest.ts';
import { loadProfiles, saveProfiles } from './loaded-profiles.ts';
import { inPortions } from './portions.ts';
import { findProfilesOfIdentifiers } from './state-repository.ts';
import type { TenantEvaluation } from './tenant-evaluation.ts';
import { turnDue } from './turns.ts';
import { withoutGone } from './without-gone.ts';

/**
 * Evaluates entries in order for the profiles that they touch, then writes the facts. Everybody else's rules that fall due
 * until the last entry turn at their own moments. Entries that move events between identifiers come alone.
 */
export async function evaluateEntries(
  evaluation: TenantEvaluation,
  entries: readonly SegmentEntry[],
): Promise<void> {
  const last = entries.at(-1);
  if (last === undefined) return;
  const telling = entries.filter(saysSomething);
  for (const portion of inPortions(telling)) await evaluateTouched(evaluation, portion);
  await turnDue(evaluation, last.loggedAt);
}

/** False for entries about nobody, such as those that this subgraph itself gave the log. */
function saysSomething({ event, ...changes }: SegmentEntry): boolean {
  return event !== null || Object.values(changes).some((list) => Array.isArray(list) && list.length > 0);
}

async function evaluateTouched(
  evaluation: TenantEvaluation,
  entries: readonly SegmentEntry[],
): Promise<void> {
  const { trx, tenantId, changes } = evaluation;
  const history = await readMovedEvents(evaluation, entries);
  const touched = await findTouched(evaluation, entries);
  const loaded = await loadProfiles(evaluation, touched, { eventsOf: () => history });
  const left: Departure[] = [];
  const applied = entries.map((given) => {
    const entry = withoutGone(loaded.evaluator.memory, given);
    const outcome = loaded.evaluator.apply(entry);
    changes.push(...outcome.changes);
    left.push(...outcome.departures);
    return entry;
  });
  await saveProfiles(evaluation, loaded, left);
  await writeEntries(trx, tenantId, applied);
}

async function findTouched(
  { trx, tenantId }: TenantEvaluation,
  entries: readonly SegmentEntry[],
): Promise<readonly string[]> {
  const identifierIds = new Set(
    entries.flatMap(({ event, reattributed, listChanges, erased }) => [
      ...(event === null ? [] : [event.identifierId]),
      ...reattributed.flatMap(({ from, to }) => [from, to]),
      ...listChanges.flatMap((change) => change.identifierIds),
      ...erased,
    ]),
  );
  const named = entries.flatMap(({ identifierChanges, traitChanges, consentChanges, quarantineChanges }) => [
    ...identifierChanges.flatMap(({ from, to }) => (from === null ? [to] : [from, to])),
    ...traitChanges.map(({ profileId }) => profileId),
    ...consentChanges.map(({ profileId }) => profileId),
    ...quarantineChanges.map(({ profileId }) => profileId),
  ]);
  const found = await findProfilesOfIdentifiers(trx, tenantId, [...identifierIds]);
  return [...new Set([...named, ...found])];
}

/** Events of identifiers between which an entry moves some, as they are after the move. */
async function readMovedEvents(
  { trx, tenantId, rules }: TenantEvaluation,
  entries: readonly SegmentEntry[],
): Promise<readonly RuleEvent[]> {
  const moves = entries.flatMap(({ reattributed }) => reattributed);
  if (moves.length === 0) return [];
  const ids = [...new Set(moves.flatMap(({ from, to }) => [from, to]))];
  const interest = interestOf(rules.compiled.flatMap(({ rule }) => conditionsOf(rule)));
  const events = await readHistory(trx, tenantId, { column: 'identifier_id', ids }, interest);
  const owners = new Map(moves.map(({ eventId, to }) => [eventId, to]));
  return events.map((event) => ({
    ...event,
    identifierId: owners.get(event.eventId) ?? event.identifierId,
  }));
}
