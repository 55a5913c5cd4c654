import type { RuleDate } from './rule-date.ts';
import type { Comparison, ValueTest } from './value-test.ts';
import type { RuleWindow } from './window.ts';

/** Who belongs to a segment: conditions joined by and, or and not. Every condition is true or false, never unknown. */
export type SegmentRule = AllOf | AnyOf | Not | Condition;

export interface AllOf {
  readonly kind: 'and';
  readonly rules: readonly SegmentRule[];
}

export interface AnyOf {
  readonly kind: 'or';
  readonly rules: readonly SegmentRule[];
}

export interface Not {
  readonly kind: 'not';
  readonly rule: SegmentRule;
}

export type Condition =
  | ValueCondition
  | IdentifierCondition
  | ConsentCondition
  | CountCondition
  | AggregateCondition
  | SequenceCondition
  | ChangeCondition
  | SegmentCondition
  | ListCondition
  | ClockCondition;

/** A golden trait or a computed one; `path` leads into objects with dots, its first part names the trait. */
export interface ValueCondition {
  readonly kind: 'value';
  readonly source: ValueSource;
  readonly path: string;
  readonly test: ValueTest;
}

export type ValueSource = 'trait' | 'computed';

/** How many identifiers of a type the profile has. */
export interface IdentifierCondition {
  readonly kind: 'identifiers';
  readonly type: string;
  readonly op: Comparison;
  readonly n: number;
}

/** DENIED is everything that is not granted: missing and expired too. */
export interface ConsentCondition {
  readonly kind: 'consent';
  readonly purpose: string;
  readonly status: 'GRANTED' | 'DENIED';
}

/** Which events: `event` null means every name. */
export interface EventSelector {
  readonly event: string | null;
  readonly where: PropertyRule | null;
}

/** A condition on one event's properties. */
export type PropertyRule =
  | { readonly kind: 'and'; readonly rules: readonly PropertyRule[] }
  | { readonly kind: 'or'; readonly rules: readonly PropertyRule[] }
  | { readonly kind: 'not'; readonly rule: PropertyRule }
  | PropertyCondition;

export interface PropertyCondition {
  readonly kind: 'property';
  readonly path: string;
  readonly test: ValueTest;
}

export interface CountCondition {
  readonly kind: 'count';
  readonly selector: EventSelector;
  readonly window: RuleWindow;
  readonly op: Comparison;
  readonly n: number;
}

export type AggregateFunction = 'sum' | 'min' | 'max' | 'average' | 'last';

/**
 * A value over events that carry `property`. Sum, min, max and average use its numbers; last uses its values of the
 * type that the test compares, newest by (time, event id). An empty sum is 0, every other empty aggregate is missing.
 */
export interface AggregateCondition {
  readonly kind: 'aggregate';
  readonly fn: AggregateFunction;
  readonly property: string;
  readonly selector: EventSelector;
  readonly window: RuleWindow;
  readonly test: ValueTest;
}

/** One event a step, at strictly increasing times, all inside the window. */
export interface SequenceCondition {
  readonly kind: 'sequence';
  readonly steps: readonly EventSelector[];
  readonly window: RuleWindow;
}

export type ObservedValue = string | number | boolean | null;

/**
 * The trait's observed value became another one inside the window. `was` and `became` restrict the change, null stands
 * for missing and undefined for anything.
 */
export interface ChangeCondition {
  readonly kind: 'changed';
  readonly trait: string;
  readonly window: RuleWindow;
  readonly was: ObservedValue | undefined;
  readonly became: ObservedValue | undefined;
}

export interface SegmentCondition {
  readonly kind: 'segment';
  readonly segmentId: string;
}

export interface ListCondition {
  readonly kind: 'list';
  readonly listId: string;
}

/** The moment of evaluation against a date: the same for every profile. */
export interface ClockCondition {
  readonly kind: 'clock';
  readonly op: '<' | '<=' | '>=' | '>';
  readonly date: RuleDate;
}
