import {
  readPath,
  type ComputedTraitDefinition,
  type LogEntry,
  type ResolvedEvent,
} from '@customer360/event-log';
import { accumulate, type Observation, type Scalar, type TraitState } from '@customer360/scoring';
import { readOrder } from './read-order.ts';
import { readScalar } from './read-scalar.ts';
import type { TraitSet, TraitStates } from './trait-set.ts';

/** What one event says about computed traits. */
export interface ObservedEvent {
  readonly eventId: string;
  /** Attribution id. */
  readonly identifierId: string;
  /** min(timestamp, receivedAt, loggedAt), milliseconds. */
  readonly time: number;
  /** Minor units of currency; null when it is no order. */
  readonly orderValue: number | null;
  /** By trait, one value for each time that the event counts; null where it has none. */
  readonly values: Readonly<Record<string, readonly (Scalar | null)[]>>;
}

/** Null for entries that no trait looks at: those about nobody, erased ones, and what the system itself says. */
export function observe(
  set: TraitSet,
  { eventId, identifierId, event }: ResolvedEvent,
): ObservedEvent | null {
  if (identifierId === null || event.payload === null || event.sourceId.startsWith('internal:')) return null;
  if (event.kind === 'command' || event.kind === 'configuration' || event.kind === 'retry') return null;
  const payload: unknown = JSON.parse(event.payload);
  const orderValue = readOrder(set.mapping, event, payload);
  const values: Record<string, readonly (Scalar | null)[]> = {};
  for (const { definition } of set.traits) {
    if (!looksAt(definition, event, orderValue)) continue;
    const seen = valuesIn(definition, { payload, orderValue, time: event.time });
    if (seen.length > 0) values[definition.name] = seen;
  }
  if (orderValue === null && Object.keys(values).length === 0) return null;
  return { eventId, identifierId, time: event.time, orderValue, values };
}

/** The states with what more events say. */
export function fold(
  { traits }: TraitSet,
  states: TraitStates,
  events: readonly Pick<ObservedEvent, 'eventId' | 'time' | 'values'>[],
): TraitStates {
  const folded: Record<string, TraitState> = { ...states };
  for (const { definition, trait } of traits) {
    const observations = events.flatMap((event) => observationsOf(definition.name, event));
    if (observations.length === 0) continue;
    folded[definition.name] = accumulate(trait, folded[definition.name] ?? trait.empty, observations);
  }
  return folded;
}

/** The items of one event are told apart by their place in it. */
function observationsOf(
  name: string,
  { eventId, time, values }: Pick<ObservedEvent, 'eventId' | 'time' | 'values'>,
): readonly Observation[] {
  return (values[name] ?? []).map((value, index) => ({
    t: time,
    eventId: `${eventId}/${String(index).padStart(6, '0')}`,
    value,
  }));
}

function looksAt(
  { of }: ComputedTraitDefinition,
  { eventName }: Pick<LogEntry, 'eventName'>,
  orderValue: number | null,
): boolean {
  return of === 'orders' ? orderValue !== null : eventName === of.event;
}

function valuesIn(
  { each, where, value }: ComputedTraitDefinition,
  event: { readonly payload: unknown; readonly orderValue: number | null; readonly time: number },
): readonly (Scalar | null)[] {
  const list = each === null ? [event.payload] : readPath(event.payload, each);
  const items: readonly unknown[] = Array.isArray(list) ? list : [];
  return items
    .filter((item) => where === null || where.in.some((wanted) => wanted === readScalar(item, where.path)))
    .map((item) => {
      if (value === null) return null;
      if (value === '@time') return new Date(event.time).toISOString();
      if (value === '@value') return (event.orderValue ?? 0) / 100;
      return readScalar(item, value);
    });
}
