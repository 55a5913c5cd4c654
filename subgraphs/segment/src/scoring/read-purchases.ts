import type { PersonaFeature } from '@customer360/event-log';
import { summariseOrders, type Features, type Order } from '@customer360/scoring';
import type { SegmentProjection } from '@customer360/segment-rules';
import type { Transaction } from 'kysely';
import type { ComputedValue } from '../computed-traits/defined-trait.ts';
import { findOwnedIdentifiers } from '../computed-traits/identifier-owners.ts';
import { fold, type ObservedEvent } from '../computed-traits/observe.ts';
import { findObservedEvents } from '../computed-traits/observed-event-repository.ts';
import type { ComputedTraitTables } from '../computed-traits/tables.ts';
import { valuesOf, type TraitSet } from '../computed-traits/trait-set.ts';
import { CHURN_WEEKS, WEEK, type ProfilePurchases } from './purchases.ts';

type Trx = Transaction<ComputedTraitTables & SegmentProjection>;

const identities = new Set(['user_id', 'email', 'phone']);

/** Purchases of profiles as of a moment, from what is known now; profiles without identifiers are missing. */
export async function readPurchases(
  trx: Trx,
  tenantId: string,
  profileIds: readonly string[],
  { set, asOf }: { readonly set: TraitSet; readonly asOf: number },
): Promise<ReadonlyMap<string, ProfilePurchases>> {
  const owned = await findOwnedIdentifiers(trx, tenantId, { identifierIds: [], profileIds });
  const ids = owned.map(({ identifierId }) => identifierId);
  const events = Map.groupBy(
    await findObservedEvents(trx, tenantId, ids, asOf),
    ({ identifierId }) => identifierId,
  );
  const ofProfile = Map.groupBy(owned, ({ profileId }) => profileId);
  return new Map(
    [...ofProfile].map(([profileId, identifiers]) => {
      const hasIdentity = identifiers.some(({ type }) => type !== null && identities.has(type));
      const own = identifiers.flatMap(({ identifierId }) => events.get(identifierId) ?? []);
      return [profileId, purchasesOf(own, { set, asOf, hasIdentity })];
    }),
  );
}

function purchasesOf(
  events: readonly ObservedEvent[],
  {
    set,
    asOf,
    hasIdentity,
  }: { readonly set: TraitSet; readonly asOf: number; readonly hasIdentity: boolean },
): ProfilePurchases {
  const bought = events.flatMap(({ time, orderValue }) =>
    orderValue === null ? [] : [{ at: time, units: orderValue }],
  );
  const orders = bought.map(({ at, units }): Order => ({ at, value: units / 100 }));
  return {
    hasIdentity,
    orders: orders.length,
    value: bought.reduce((sum, { units }) => sum + units, 0),
    lastOrderAt: orders.length === 0 ? null : Math.max(...orders.map(({ at }) => at)),
    history: summariseOrders(orders, { asOf }),
    features: orders.length === 0 ? null : featuresOf(set, events, asOf),
    past: pastOf(orders, asOf - CHURN_WEEKS * WEEK),
  };
}

function pastOf(orders: readonly Order[], then: number): ProfilePurchases['past'] {
  const history = summariseOrders(
    orders.filter(({ at }) => at <= then),
    { asOf: then },
  );
  if (history === null) return null;
  const { repeats, recency, age } = history;
  return { repeats, recency, age, bought: orders.some(({ at }) => at > then) };
}

function featuresOf(set: TraitSet, events: readonly ObservedEvent[], asOf: number): Features {
  const values = valuesOf(set.traits, fold(set, {}, events), asOf);
  return Object.fromEntries(set.features.map((feature) => [feature.name, featureOf(feature, values)]));
}

/** What has a long tail counts from 0 on: refunds make an amount negative now and then. */
function featureOf({ of, per, scale }: PersonaFeature, values: ReadonlyMap<string, ComputedValue>): number {
  const number = (name: string): number => {
    const value = values.get(name);
    return typeof value === 'number' ? value : 0;
  };
  const divisor = per.length === 0 ? 1 : per.reduce((sum, name) => sum + number(name), 0);
  const value = divisor === 0 ? 0 : number(of) / divisor;
  return scale === 'log' ? Math.max(0, value) : value;
}
