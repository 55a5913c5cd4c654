import type { RuleEvent } from '../src/facts/entry.ts';
import { decimal } from './decimal.ts';
import { firstInstant, periodStart } from './local-days.ts';
import { listOf, numberOf, objectOf, operatorOf, textOf, type Raw, type RawObject } from './raw.ts';
import { identifiersOf, type World } from './world.ts';

/** Whom and when the truth is asked of. */
export interface Asked {
  readonly world: World;
  readonly profile: string;
  readonly at: number;
}

/** Whether a rule holds, straight from the whole history. */
export function isTrue(raw: Raw, asked: Asked): boolean {
  const [operator, argument] = operatorOf(raw);
  const { world, profile, at } = asked;
  switch (operator) {
    case 'and':
      return listOf(argument).every((one) => isTrue(one, asked));
    case 'or':
      return listOf(argument).some((one) => isTrue(one, asked));
    case 'not':
      return !isTrue(argument, asked);
    case 'has_identifier':
      return countIdentifiers(asked, textOf(argument)) >= 1;
    case 'identifier_count': {
      const [type, op, n] = listOf(argument);
      return compare(countIdentifiers(asked, textOf(type)), textOf(op), numberOf(n));
    }
    case 'consent': {
      const [purpose, status] = listOf(argument);
      const said = world.consents.get(profile)?.get(textOf(purpose));
      const isOver = said !== undefined && said.expiresAt !== null && said.expiresAt <= at;
      return (said?.status === 'GRANTED' && !isOver) === (status === 'GRANTED');
    }
    case 'in_list': {
      const listed = world.lists.get(textOf(argument));
      return identifiersOf(world, profile).some((id) => listed?.has(id));
    }
    case 'in_segment': {
      const segmentId = textOf(argument);
      const batch = world.batch.get(segmentId);
      if (batch) return batch.has(profile);
      const target = world.rules.get(segmentId);
      return target !== undefined && isTrue(target.rule, asked);
    }
    case 'now': {
      const [op, date] = listOf(argument);
      return compare(at, textOf(op), instantOf(date, at));
    }
    case 'event_count': {
      const [selection, op, n] = listOf(argument);
      return compare(selected(asked, objectOf(selection)).length, textOf(op), numberOf(n));
    }
    case 'event_sequence':
      return hasSequence(asked, objectOf(argument));
    case 'trait_changed':
      return hasChanged(asked, objectOf(argument));
    default:
      return operator.startsWith('event_')
        ? aggregateHolds(asked, operator, listOf(argument))
        : valueHolds(asked, operator, listOf(argument));
  }
}

function countIdentifiers({ world, profile, at }: Asked, type: string): number {
  return [...world.identifiers.values()].filter(
    (one) => one.profile === profile && one.type === type && one.firstSeenAt <= at,
  ).length;
}

/** The profile's events that a selection finds, oldest first. */
function selected(asked: Asked, selection: RawObject): readonly RuleEvent[] {
  const { event, where } = selection;
  return eventsOf(asked).filter(
    (one) =>
      (event === '*' || one.name === event) &&
      isInside(selection, one.time, asked.at) &&
      (where === undefined || whereHolds(where, one)),
  );
}

function eventsOf({ world, profile, at }: Asked): readonly RuleEvent[] {
  const mine = new Set(identifiersOf(world, profile));
  return world.events
    .filter((event) => mine.has(event.identifierId) && event.time <= at)
    .toSorted((a, b) => a.time - b.time || (a.eventId < b.eventId ? -1 : 1));
}

function isInside({ within, from, to, calendar }: RawObject, time: number, at: number): boolean {
  if (within !== undefined) return time > at - lengthOf(textOf(within)) && time <= at;
  if (calendar !== undefined) {
    const { unit, back, zone } = objectOf(calendar);
    return time >= periodStart(textOf(zone), textOf(unit), numberOf(back), at) && time <= at;
  }
  const isAfter = from === undefined || time >= instantOf(from, at);
  return isAfter && (to === undefined || time < instantOf(to, at)) && time <= at;
}

function whereHolds(raw: Raw, event: RuleEvent): boolean {
  const [operator, argument] = operatorOf(raw);
  if (operator === 'and') return listOf(argument).every((one) => whereHolds(one, event));
  if (operator === 'or') return listOf(argument).some((one) => whereHolds(one, event));
  if (operator === 'not') return !whereHolds(argument, event);
  const [variable, constant] = listOf(argument);
  const path = textOf(objectOf(variable)['var']).split('.').slice(1);
  return compareValue(operator, dig(event.properties, path), constant, event.time);
}

function dig(root: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? (value as Record<string, unknown>)[key] // an object
        : undefined,
    root,
  );
}

/** A golden trait is the newest observation of the profile; both kinds count from when they were observed. */
function valueHolds(asked: Asked, operator: string, [variable, constant]: readonly Raw[]): boolean {
  const [root, trait = '', ...path] = textOf(objectOf(variable)['var']).split('.');
  const value = root === 'traits' ? golden(asked, trait) : computed(asked, trait);
  return compareValue(operator, dig(value, path), constant, asked.at);
}

function golden({ world, profile, at }: Asked, trait: string): unknown {
  const all = eventsOf({ world, profile, at: Number.POSITIVE_INFINITY });
  const newest = all.findLast((event) => Object.hasOwn(event.traits, trait));
  return newest !== undefined && newest.time <= at ? newest.traits[trait] : undefined;
}

function computed({ world, profile, at }: Asked, trait: string): unknown {
  const found = world.computed.get(profile)?.get(trait);
  return found !== undefined && found.observedAt <= at ? found.value : undefined;
}

/** Whether a value passes a comparison; missing and other types never do. */
function compareValue(operator: string, value: unknown, constant: Raw | undefined, at: number): boolean {
  if (value === null || value === undefined) return false;
  switch (operator) {
    case 'exists':
      return true;
    case '==':
      return value === constant;
    case '!=':
      return typeof value === typeof constant && value !== constant;
    case 'in':
      return listOf(constant).some((one) => one === value);
    case 'contains':
      return typeof value === 'string' && value.includes(textOf(constant));
    case 'starts_with':
      return typeof value === 'string' && value.startsWith(textOf(constant));
    case 'ends_with':
      return typeof value === 'string' && value.endsWith(textOf(constant));
    default:
      if (typeof constant === 'number')
        return typeof value === 'number' && compare(value, operator, constant);
      return isInstant(value) && compare(Date.parse(value), operator, instantOf(constant, at));
  }
}

function isInstant(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value);
}

function aggregateHolds(asked: Asked, operator: string, [selection, op, constant]: readonly Raw[]): boolean {
  const { property, ...rest } = objectOf(selection);
  const values = selected(asked, rest).map((event) => dig(event.properties, textOf(property).split('.')));
  if (operator === 'event_last') return lastHolds(values, textOf(op), constant, asked.at);
  const numbers = values.filter((value) => typeof value === 'number').map(decimal);
  const x = decimal(numberOf(constant));
  const total = numbers.reduce((sum, value) => sum + value, 0n);
  if (operator === 'event_sum') return compare(total, textOf(op), x);
  if (numbers.length === 0) return false;
  if (operator === 'event_average') return compare(total, textOf(op), x * BigInt(numbers.length));
  const isMax = operator === 'event_max';
  const extreme = numbers.reduce((best, value) => (value > best === isMax ? value : best));
  return compare(extreme, textOf(op), x);
}

function lastHolds(values: readonly unknown[], op: string, constant: Raw | undefined, at: number): boolean {
  const isOfType = (value: unknown): boolean => {
    if (value === undefined || value === null) return false;
    if (op === 'exists') return true;
    const sample = Array.isArray(constant) ? (constant as readonly Raw[])[0] : constant;
    return typeof sample === 'object' ? isInstant(value) : typeof value === typeof sample;
  };
  return compareValue(op, values.findLast(isOfType), constant, at);
}

/** Tries every choice of one event a step. */
function hasSequence(asked: Asked, { steps, ...window }: RawObject): boolean {
  const candidates = listOf(steps).map((step) => selected(asked, { ...objectOf(step), ...window }));
  const extend = (step: number, after: number): boolean => {
    const events = candidates[step];
    return events === undefined || events.some(({ time }) => time > after && extend(step + 1, time));
  };
  return extend(0, Number.NEGATIVE_INFINITY);
}

function hasChanged(asked: Asked, { trait, was, became, ...window }: RawObject): boolean {
  let former = 'null';
  for (const event of eventsOf(asked)) {
    if (!Object.hasOwn(event.traits, textOf(trait))) continue;
    const value = JSON.stringify(event.traits[textOf(trait)] ?? null);
    const isChange = value !== former && isInside(window, event.time, asked.at);
    const fits = was === undefined || JSON.stringify(was) === former;
    if (isChange && fits && (became === undefined || JSON.stringify(became) === value)) return true;
    former = value;
  }
  return false;
}

function compare<T extends number | bigint>(left: T, op: string, right: T): boolean {
  switch (op) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '>=':
      return left >= right;
    case '>':
      return left > right;
    default:
      throw new Error(`no comparison: ${op}`);
  }
}

const lengths: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

export function lengthOf(text: string): number {
  return Number.parseInt(text, 10) * (lengths[text.slice(-1)] ?? Number.NaN);
}

/** A date, a local date or now with an offset, in milliseconds. */
export function instantOf(raw: Raw | undefined, at: number): number {
  const { date, zone, now } = objectOf(raw);
  if (now !== undefined) return at + lengthOf(textOf(now));
  return zone === undefined ? Date.parse(textOf(date)) : firstInstant(textOf(zone), textOf(date));
}
