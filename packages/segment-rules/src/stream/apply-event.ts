import type { RuleEvent } from '../facts/entry.ts';
import type { HistoryReader } from './history-reader.ts';
import type { CompiledCondition } from './compiled-segment.ts';
import type { IdentifierState } from './memory.ts';
import { TypedEvent } from './typed-event.ts';
import type { Working } from './working.ts';

/** Adds an event to the conditions that select it. */
export function applyEvent({ memory, index, touched, at }: Working, event: RuleEvent): void {
  const identifier = memory.identifier(event.identifierId);
  const typed = new TypedEvent(event);
  for (const { compiled, segmentIds } of index.conditionsFor(event.name, Object.keys(event.traits))) {
    if (remember(identifier, compiled, typed, at)) touched.add(identifier.profileId, segmentIds);
  }
}

/** Fills the states of conditions that were not there before. */
export function prime(
  working: Working,
  conditions: readonly CompiledCondition[],
  history: HistoryReader,
): void {
  if (conditions.length === 0) return;
  for (const event of history.eventsOf(null)) {
    const identifier = working.memory.identifiers.get(event.identifierId);
    if (identifier === undefined) continue;
    const typed = new TypedEvent(event);
    for (const compiled of conditions) remember(identifier, compiled, typed, working.at);
  }
}

/** Makes the states of identifiers anew, as when events have moved between them. */
export function rebuild(working: Working, identifierIds: readonly string[], history: HistoryReader): void {
  if (identifierIds.length === 0) return;
  const { memory, index, touched, at } = working;
  for (const id of identifierIds) {
    const identifier = memory.identifier(id);
    identifier.folds.clear();
    touched.all(identifier.profileId);
  }
  for (const event of history.eventsOf(identifierIds)) {
    const typed = new TypedEvent(event);
    for (const { compiled } of index.conditionsFor(event.name, Object.keys(event.traits))) {
      remember(memory.identifier(event.identifierId), compiled, typed, at);
    }
  }
}

/** True when the condition's state is another now. */
function remember(
  { folds }: IdentifierState,
  { key, fold }: CompiledCondition,
  event: TypedEvent,
  at: number,
): boolean {
  if (fold === null) return false;
  const before = folds.get(key) ?? fold.empty;
  const after = fold.add(before, event, at);
  if (after === before) return false;
  folds.set(key, after);
  return true;
}
