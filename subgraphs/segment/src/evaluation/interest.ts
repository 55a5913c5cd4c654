import type { Condition } from '@customer360/segment-rules';

/** Which stored events conditions may select: a little too many do no harm. */
export interface Interest {
  readonly names: readonly string[];
  /** Observed traits. */
  readonly traits: readonly string[];
  /** True when a condition takes events of any name. */
  readonly isEverything: boolean;
  readonly isNothing: boolean;
}

export function interestOf(conditions: readonly Condition[]): Interest {
  const events = conditions.flatMap((condition) => {
    if (condition.kind === 'sequence') return condition.steps.map(({ event }) => event);
    return condition.kind === 'count' || condition.kind === 'aggregate' ? [condition.selector.event] : [];
  });
  const traits = conditions.flatMap((one) => (one.kind === 'changed' ? [one.trait] : []));
  return {
    names: [...new Set(events.filter((name) => name !== null))],
    traits: [...new Set(traits)],
    isEverything: events.includes(null),
    isNothing: events.length === 0 && traits.length === 0,
  };
}
