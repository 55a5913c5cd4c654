import type { Json } from '@customer360/segment-rules';
import { isoWindow } from './iso-window.ts';

type Given<T> = T | null | undefined;

/** A condition on a value; every comparison that is given must hold. */
export interface ValueFilter {
  readonly name: string;
  readonly equals?: unknown;
  readonly in?: Given<readonly unknown[]>;
  readonly contains?: Given<string>;
  readonly startsWith?: Given<string>;
  readonly endsWith?: Given<string>;
  readonly gt?: Given<number>;
  readonly gte?: Given<number>;
  readonly lt?: Given<number>;
  readonly lte?: Given<number>;
  readonly exists?: Given<boolean>;
}

/** Filters that are joined. */
interface Joints<Filter> {
  readonly and?: Given<readonly Filter[]>;
  readonly or?: Given<readonly Filter[]>;
  readonly not?: Given<Filter>;
}

/** Conditions on how often events happened; all that are given must hold. Times are milliseconds since 1970. */
export interface EventsFilter extends Joints<EventsFilter> {
  readonly event?: Given<string>;
  readonly where?: Given<readonly ValueFilter[]>;
  readonly within?: Given<string>;
  readonly from?: Given<number>;
  readonly to?: Given<number>;
  readonly minimalCount?: Given<number>;
  readonly maximalCount?: Given<number>;
}

/** Conditions on profiles; all that are given must hold. */
export interface ProfileFilter extends Joints<ProfileFilter> {
  readonly trait?: Given<ValueFilter>;
  readonly hasIdentifierType?: Given<string>;
  readonly consentGranted?: Given<string>;
  readonly events?: Given<EventsFilter>;
  readonly inSegment?: Given<string>;
}

const operators = {
  equals: '==',
  in: 'in',
  contains: 'contains',
  startsWith: 'starts_with',
  endsWith: 'ends_with',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
} as const satisfies Partial<Record<keyof ValueFilter, string>>;

/** The rule that a typed filter says, as JSON that is still to be read. */
export function filterRule(filter: ProfileFilter): Json {
  const { trait, hasIdentifierType, consentGranted, events, inSegment } = filter;
  return all([
    ...joints(filter, filterRule),
    ...(trait == null ? [] : comparisons('traits', trait)),
    ...(hasIdentifierType == null ? [] : [{ has_identifier: hasIdentifierType }]),
    ...(consentGranted == null ? [] : [{ consent: [consentGranted, 'GRANTED'] }]),
    ...(events == null ? [] : eventRules(events)),
    ...(inSegment == null ? [] : [{ in_segment: inSegment }]),
  ]);
}

function joints<Filter>({ and, or, not }: Joints<Filter>, toRule: (filter: Filter) => Json): readonly Json[] {
  return [
    ...(and ?? []).map(toRule),
    ...(or == null ? [] : [{ or: or.map(toRule) }]),
    ...(not == null ? [] : [{ not: toRule(not) }]),
  ];
}

function comparisons(root: 'traits' | 'properties', filter: ValueFilter): readonly Json[] {
  const variable = { var: `${root}.${filter.name}` };
  const keys = Object.keys(operators) as (keyof typeof operators)[];
  const compared = keys.flatMap((key) => {
    const value = filter[key];
    // What a client gave is JSON; the rule's reader judges it.
    return value == null ? [] : [{ [operators[key]]: [variable, value as Json] }];
  });
  if (filter.exists == null) return compared;
  const exists = { exists: [variable] };
  return [...compared, filter.exists ? exists : { not: exists }];
}

function eventRules({ and, or, not, ...count }: EventsFilter): readonly Json[] {
  const joined = joints({ and, or, not }, (filter) => all(eventRules(filter)));
  const isCount = joined.length === 0 || Object.values(count).some((value) => value != null);
  return isCount ? [...joined, ...counts(count)] : joined;
}

function counts({
  event,
  where,
  within,
  from,
  to,
  minimalCount,
  maximalCount,
}: Omit<EventsFilter, keyof Joints<EventsFilter>>): readonly Json[] {
  const conditions = (where ?? []).flatMap((one) => comparisons('properties', one));
  const selected = {
    event: event ?? '*',
    ...(conditions.length === 0 ? {} : { where: all(conditions) }),
    ...(within == null ? {} : { within: isoWindow(within) }),
    ...(from == null ? {} : { from: { date: new Date(from).toISOString() } }),
    ...(to == null ? {} : { to: { date: new Date(to).toISOString() } }),
  };
  const least = minimalCount ?? (maximalCount == null ? 1 : null);
  return [
    ...(least === null ? [] : [{ event_count: [selected, '>=', least] }]),
    ...(maximalCount == null ? [] : [{ event_count: [selected, '<=', maximalCount] }]),
  ];
}

function all(rules: readonly Json[]): Json {
  const [only] = rules;
  return rules.length === 1 && only !== undefined ? only : { and: rules };
}
