/** What one event says about computed traits, so that it can move to another identifier. */
export interface ObservedEventRow {
  tenant_id: string;
  event_id: string;
  identifier_id: string;
  /** min(timestamp, receivedAt, loggedAt), milliseconds. */
  time: number;
  /** Minor units of currency; null when it is no order. */
  order_value: number | null;
  /** JSON: values by trait. */
  trait_values: string;
}

/** Merged states of an identifier's events. */
export interface TraitStateRow {
  tenant_id: string;
  identifier_id: string;
  /** JSON: states by trait. */
  states: string;
}

/** One part of a tenant's configuration, as JSON; a part without a row has its default. */
export interface TraitConfigurationRow {
  tenant_id: string;
  name: string;
  value: string;
  position: number;
}

export interface ComputedTraitTables {
  'segment.observed_event': ObservedEventRow;
  'segment.trait_state': TraitStateRow;
  'segment.trait_configuration': TraitConfigurationRow;
}
