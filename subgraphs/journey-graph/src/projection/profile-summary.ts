import type { NameTraits, ProfileDocument } from '../store/documents.ts';
import { keyOf } from '../store/keys.ts';
import type { Touchpoint } from '../touchpoints/touchpoint.ts';
import { addUp, compareMoves, movesOf, type MoveCount } from '../transitions/moves.ts';
import { between, type Stretch } from './session-changes.ts';

export const noNames: NameTraits = { name: null, firstName: null, lastName: null };

/** A profile without touchpoints. */
export function emptyProfile(tenantId: string, profileId: string): ProfileDocument {
  return {
    _key: keyOf(tenantId, profileId),
    tenantId,
    profileId,
    name: null,
    nameTraits: noNames,
    touchpointCount: 0,
    conversionCount: 0,
    value: 0,
    firstAt: null,
    lastAt: null,
    lastPosition: null,
    lastStep: null,
    lastChannel: null,
    moves: [],
    moveCount: 0,
  };
}

/** The profile's numbers after a stretch of its history has changed. */
export function changeSummary(
  profile: ProfileDocument,
  stretch: Stretch,
  conversionSteps: ReadonlySet<string>,
): ProfileDocument {
  const { before, was, is, after } = stretch;
  const left = totalsOf(was, conversionSteps);
  const right = totalsOf(is, conversionSteps);
  const moves = changeMoves(profile.moves, stretch);
  return {
    ...profile,
    touchpointCount: profile.touchpointCount - was.length + is.length,
    conversionCount: profile.conversionCount - left.conversions + right.conversions,
    value: profile.value - left.value + right.value,
    firstAt: before !== null ? profile.firstAt : firstAt(profile, stretch),
    ...(after !== null ? {} : lastOf(is.at(-1) ?? before)),
    moves,
    moveCount: moves.length,
  };
}

/** What comes before the stretch may be unknown when the stretch begins as it did. */
function firstAt({ firstAt: known }: ProfileDocument, { was, is, after }: Stretch): number | null {
  const [first] = is;
  return first !== undefined && first.eventId === was[0]?.eventId ? known : ((first ?? after)?.at ?? null);
}

function lastOf(
  last: Touchpoint | null,
): Pick<ProfileDocument, 'lastAt' | 'lastPosition' | 'lastStep' | 'lastChannel'> {
  return {
    lastAt: last?.at ?? null,
    lastPosition: last?.position ?? null,
    lastStep: last?.step ?? null,
    lastChannel: last?.channel ?? null,
  };
}

function totalsOf(touchpoints: readonly Touchpoint[], conversionSteps: ReadonlySet<string>) {
  const conversions = touchpoints.filter(({ step }) => conversionSteps.has(step));
  return {
    conversions: conversions.length,
    value: conversions.reduce((sum, { value }) => sum + value, 0),
  };
}

function changeMoves(moves: readonly MoveCount[], { before, was, is, after }: Stretch): readonly MoveCount[] {
  const counts = new Map(moves.map((move) => [keyOfMove(move), move]));
  const count = (touchpoints: readonly Touchpoint[], sign: 1 | -1): void => {
    const steps = between(before, touchpoints, after).map(({ step }) => step);
    for (const move of addUp(movesOf(steps))) {
      // The end of a profile's path is no move.
      if (move.to === null) continue;
      const known = counts.get(keyOfMove(move))?.count ?? 0;
      counts.set(keyOfMove(move), { ...move, count: known + sign * move.count });
    }
  };
  count(was, -1);
  count(is, 1);
  return [...counts.values()].filter((move) => move.count !== 0).toSorted(compareMoves);
}

const keyOfMove = ({ from, to }: Pick<MoveCount, 'from' | 'to'>): string => JSON.stringify([from, to]);
