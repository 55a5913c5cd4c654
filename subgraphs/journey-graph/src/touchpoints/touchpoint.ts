/** An event with a step, as journeys see it (JOURNEYS rule 2). */
export interface Touchpoint {
  readonly eventId: string;
  /** Place in the tenant's log; decides the order of events of one instant. */
  readonly position: number;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  readonly step: string;
  /** Null when the mapping gives none; a touchpoint with one is channelled. */
  readonly channel: string | null;
  readonly campaign: string | null;
  /** Minor units of currency; 0 unless the step is a conversion step. */
  readonly value: number;
}

/** The only order of a profile's events: time, then log position (JOURNEYS rule 1). */
export function inJourneyOrder(
  a: Pick<Touchpoint, 'at' | 'position'>,
  b: Pick<Touchpoint, 'at' | 'position'>,
): number {
  return a.at - b.at || a.position - b.position;
}
