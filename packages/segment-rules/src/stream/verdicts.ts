import { compares, passes, turnsOf } from '../facts/test-value.ts';
import type { CompiledCondition } from './compiled-segment.ts';
import type { Verdict } from './folds/fold.ts';
import type { ProfileState, SegmentMemory } from './memory.ts';
import type { Segments } from './segments.ts';

const none: readonly never[] = [];

/** What a condition says of a profile. */
export function verdictOf(
  memory: SegmentMemory,
  segments: Segments,
  profile: ProfileState,
  { key, condition, fold }: CompiledCondition,
): Verdict {
  if (fold !== null) {
    let state = fold.empty;
    for (const { folds } of memory.identifiersOf(profile)) {
      const part = folds.get(key);
      if (part !== undefined) state = fold.combine(state, part);
    }
    return fold.read(state);
  }
  switch (condition.kind) {
    case 'value': {
      const { value } = profile.values.get(valueKey(condition.source, condition.path)) ?? {};
      return verdict((at) => passes(condition.test, value, at), turnsOf(condition.test, value));
    }
    case 'identifiers': {
      const { type, op, n } = condition;
      const count = memory.identifiersOf(profile).filter((one) => one.type === type).length;
      return verdict(() => compares(count, op, n));
    }
    case 'consent': {
      const said = profile.consents.get(condition.purpose);
      const expiresAt = said?.expiresAt ?? null;
      const isGranted = (at: number) => said?.status === 'GRANTED' && (expiresAt === null || expiresAt > at);
      const turns = expiresAt === null ? none : [expiresAt];
      return verdict((at) => isGranted(at) === (condition.status === 'GRANTED'), turns);
    }
    case 'segment': {
      const batch = segments.batchMembers(condition.segmentId);
      const isMember = batch?.has(profile.profileId) ?? profile.memberships.has(condition.segmentId);
      return verdict(() => isMember);
    }
    case 'list': {
      const isListed = memory.identifiersOf(profile).some(({ lists }) => lists.has(condition.listId));
      return verdict(() => isListed);
    }
    case 'clock':
      // The segment turns by the clock for all its profiles at once.
      return verdict((at) => compares(at, condition.op, condition.date.at));
    case 'count':
    case 'aggregate':
    case 'sequence':
    case 'changed':
      throw new Error(`A condition of kind ${condition.kind} has a fold`);
    default:
      return condition satisfies never;
  }
}

/** Where a profile keeps a value. */
export function valueKey(source: string, path: string): string {
  return `${source} ${path}`;
}

function verdict(holdsAt: (at: number) => boolean, turns: readonly number[] = none): Verdict {
  return { holdsAt, turns, eventIdsAt: () => none };
}
