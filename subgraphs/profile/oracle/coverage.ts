import type { History } from './history.ts';
import type { Snapshot } from './snapshot.ts';

const commandOf = {
  merge: 'mergeProfiles',
  unmerge: 'unmergeProfiles',
  keepApart: 'keepApart',
  block: 'blockIdentifier',
  unblock: 'unblockIdentifier',
  consent: 'setConsent',
} as const;

/** Everything that the page can do to a history and that a run of many must meet. */
export const situations: readonly string[] = [
  ...['SHARED_EVENT', 'MERGE_COMMAND'].flatMap((rule) => [`MERGED ${rule}`, `UNMERGED ${rule}`]),
  ...['SHARED_VALUE', 'TWO_USERS', 'KEEP_APART', 'IDENTIFIER_CAP', 'MERGE_CAP', 'TYPE_LIMIT'].map(
    (rule) => `REFUSED ${rule}`,
  ),
  ...['accepted', 'UNKNOWN_PROFILE', 'REMAINDER', 'BLOCKED', 'SAME_PROFILE', 'TWO_USERS'].map(
    (answer) => `mergeProfiles ${answer}`,
  ),
  ...['KEEP_APART', 'IDENTIFIER_CAP', 'MERGE_CAP'].map((answer) => `mergeProfiles ${answer}`),
  ...['accepted', 'UNKNOWN_RECORD', 'NOT_ACTIVE'].map((answer) => `unmergeProfiles ${answer}`),
  ...['accepted', 'UNKNOWN_PROFILE', 'REMAINDER', 'SAME_IDENTIFIER', 'ALREADY_APART'].map(
    (answer) => `keepApart ${answer}`,
  ),
  ...['accepted', 'ALREADY_BLOCKED'].map((answer) => `blockIdentifier ${answer}`),
  ...['accepted', 'NOT_BLOCKED'].map((answer) => `unblockIdentifier ${answer}`),
  ...['accepted', 'UNKNOWN_PROFILE'].map((answer) => `setConsent ${answer}`),
  ...['OPERATOR', 'PATTERN', 'AUTO'].map((reason) => `blocked ${reason}`),
  ...['IN_FORCE', 'DORMANT', 'REVOKED'].map((state) => `merge ${state}`),
  'closed value',
  'operator allows',
  'remainder gone',
  'remainder back',
  'remainder ceased',
  'consent of a remainder',
  'alias',
  'events reattributed',
  'identifiers moved',
  'golden values changed',
  'consents changed',
  'quarantined at birth',
  'quarantined later',
  'quarantine ended',
  ...['LINK', 'RETRACT'].flatMap((change) =>
    ['SHARED_EVENT', 'MERGE_COMMAND'].map((rule) => `${change} ${rule}`),
  ),
  ...['most_recent', 'oldest', 'non_null', 'source_priority', 'verified_first', 'most_frequent'].map(
    (rule) => `golden ${rule}`,
  ),
  'golden append_distinct',
];

/** Counts what a history met. */
export function countSituations(history: History, snapshot: Snapshot, counts: Map<string, number>): void {
  const add = (situation: string) => counts.set(situation, (counts.get(situation) ?? 0) + 1);
  for (const { kind, rule } of snapshot.records) add(`${kind} ${rule}`);
  for (const { position, reason } of snapshot.answers) {
    const step = history[position - 1]?.step;
    if (step !== undefined && step in commandOf) {
      add(`${commandOf[step as keyof typeof commandOf]} ${reason ?? 'accepted'}`);
    }
  }
  for (const { blocked, closedFrom } of snapshot.identifiers) {
    if (blocked !== null) add(`blocked ${blocked}`);
    if (closedFrom !== null) add('closed value');
  }
  for (const { state } of snapshot.merges) add(`merge ${state}`);
  for (const { operator } of snapshot.operators) if (operator === 'ALLOWED') add('operator allows');
  for (const { aliases } of snapshot.profiles) if (aliases.length > 0) add('alias');
  for (const resolved of snapshot.resolved) {
    if (resolved.reattributed.length > 0) add('events reattributed');
    if (resolved.ceased.length > 0) add('remainder ceased');
    if (resolved.setChanges.some(({ from }) => from !== null)) add('identifiers moved');
    if (resolved.traitChanges.length > 0) add('golden values changed');
    if (resolved.consentChanges.length > 0) add('consents changed');
    const born = new Set(resolved.setChanges.filter(({ from }) => from === null).map(({ to }) => to));
    for (const { profileId, quarantined } of resolved.quarantineChanges) {
      if (!quarantined) add('quarantine ended');
      else add(born.has(profileId) ? 'quarantined at birth' : 'quarantined later');
    }
    for (const { change, rule } of resolved.linkChanges) add(`${change} ${rule}`);
  }
  countRemainders(snapshot, add);
  for (const { rule } of snapshot.goldenValues) add(`golden ${rule}`);
}

/** A remainder is new whenever it is there again; one that ceased leaves its events to others. */
function countRemainders(snapshot: Snapshot, add: (situation: string) => void): void {
  const born = new Set<string>();
  for (const { setChanges } of snapshot.resolved) {
    for (const { identifierId } of setChanges.filter(({ from }) => from === null)) {
      if (born.has(identifierId)) add('remainder back');
      born.add(identifierId);
    }
  }
  const present = new Set(snapshot.profiles.flatMap(({ members }) => members));
  for (const id of born) if (!present.has(id)) add('remainder gone');
  const remainders = new Set(snapshot.profiles.filter(({ remainder }) => remainder).map(({ id }) => id));
  for (const { profileId } of snapshot.consents) if (remainders.has(profileId)) add('consent of a remainder');
}
