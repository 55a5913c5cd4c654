import { createHash } from 'node:crypto';
import type { ProfileSnapshot } from '@customer360/segment-rules';

type Identifier = ProfileSnapshot['identifiers'][number];
type FoldState = Identifier['folds'][number][1];
type Kept = Extract<FoldState, readonly unknown[]>[number];
type Event = readonly [time: number, eventId: string];
/** Places of events and what is kept of each, one after the other. */
type PackedList = readonly (number | Kept['value'])[];
type Total = Exclude<FoldState, readonly unknown[]>;

/**
 * A state as it is stored. An event that many conditions keep stands in it once, and a condition goes by the hash of its
 * key: a third of the bytes that are written with every event.
 */
interface PackedState extends Omit<ProfileSnapshot, 'identifiers' | 'quarantined'> {
  /** Left out when it is not, which is so for nearly all. */
  readonly quarantined?: true;
  readonly events: readonly Event[];
  readonly identifiers: readonly (Omit<Identifier, 'folds'> & {
    readonly folds: readonly (readonly [string, PackedList | Total])[];
  })[];
}

/** Names a condition's key in stored states. */
export function shortKeyOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 12);
}

/** The same, hashing each key once. */
export function createShortKeys(): (key: string) => string {
  const known = new Map<string, string>();
  return (key) => {
    const short = known.get(key) ?? shortKeyOf(key);
    known.set(key, short);
    return short;
  };
}

/** The same state is the same text, in whatever order it came about. */
export function packState(
  { quarantined, ...snapshot }: ProfileSnapshot,
  shortKey: (key: string) => string,
): string {
  const events: Event[] = [];
  const places = new Map<string, number>();
  const placeOf = ({ time, eventId }: Kept): number => {
    const known = places.get(eventId);
    if (known !== undefined) return known;
    places.set(eventId, events.length);
    return events.push([time, eventId]) - 1;
  };
  const identifiers = snapshot.identifiers.toSorted(byIdentifier).map((identifier) => ({
    ...identifier,
    lists: identifier.lists.toSorted(),
    folds: identifier.folds
      .map(([key, state]) => [shortKey(key), state] as const)
      .toSorted(byKey)
      .map(
        ([key, state]) =>
          [
            key,
            Array.isArray(state) ? state.flatMap((kept: Kept) => [placeOf(kept), kept.value]) : state,
          ] as const,
      ),
  }));
  const { values, consents, memberships, dues } = snapshot;
  return JSON.stringify({
    ...snapshot,
    ...(quarantined ? { quarantined } : {}),
    values: values.toSorted(byKey),
    consents: consents.toSorted(byKey),
    memberships: memberships.toSorted(byKey),
    dues: dues.toSorted(byKey),
    identifiers,
    events,
  });
}

function byKey([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

function byIdentifier(one: Identifier, other: Identifier): number {
  return one.identifierId < other.identifierId ? -1 : 1;
}

/** The state behind a text; conditions that `keys` does not have are those of rules that are in force no more. */
export function unpackState(text: string, keys: ReadonlyMap<string, string>): ProfileSnapshot {
  // Only `packState` writes the column.
  const { events, identifiers, quarantined = false, ...packed } = JSON.parse(text) as PackedState;
  return {
    ...packed,
    quarantined,
    identifiers: identifiers.map(({ folds, ...identifier }) => ({
      ...identifier,
      folds: folds.flatMap(([short, state]) => {
        const key = keys.get(short);
        return key === undefined ? [] : [[key, 'sum' in state ? state : unpackList(state, events)] as const];
      }),
    })),
  };
}

function unpackList(packed: PackedList, events: readonly Event[]): readonly Kept[] {
  const list: Kept[] = [];
  for (let index = 0; index < packed.length; index += 2) {
    const [time, eventId] = events[Number(packed[index])] ?? [0, ''];
    list.push({ time, eventId, value: packed[index + 1] ?? null });
  }
  return list;
}
