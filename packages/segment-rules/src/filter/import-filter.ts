import type { z } from 'zod';
import type { Json } from '../rule/print-rule.ts';
import { toPlainJson } from '../rule/read/plain-json.ts';
import { defaultContext, readRule, type RuleReading } from '../rule/read/read-rule.ts';
import { Reading, type Path, type RuleContext } from '../rule/read/reading.ts';
import {
  eventsFilter,
  filterOperators,
  profileFilter,
  type eventFilter,
  type FilterOperator,
} from './filter-input.ts';

/** Reads a `ProfileFilterInput`; faults name places in the filter, or in the rule where a value does not fit there. */
export function importFilter(filter: unknown, context: RuleContext = defaultContext): RuleReading {
  const plain = toPlainJson(filter);
  if ('fault' in plain) return { rule: null, faults: [plain.fault] };
  const reading = new Reading(context);
  const json = importProfile(reading, [], plain.json);
  return json === null || reading.faults.length > 0
    ? { rule: null, faults: reading.faults }
    : readRule(json, context);
}

type Import = (reading: Reading, path: Path, json: unknown) => Json | null;

function importProfile(reading: Reading, path: Path, json: unknown): Json | null {
  const fields = reading.check(path, profileFilter, json);
  if (fields === null) return null;
  const { traits = [], segments_contains: segments = [], lists_contains: lists = [] } = fields;
  return allOf(reading, path, [
    ...importJoints(reading, path, fields, importProfile),
    ...traits.map(({ trait, ...operators }, index) =>
      importValue(reading, [...path, 'traits', index], { var: `traits.${trait}` }, operators),
    ),
    ...segments.map((id): Json => ({ in_segment: id })),
    ...lists.map((id): Json => ({ in_list: id })),
    ...(fields.consents_contains ?? []).map((purpose): Json => ({ consent: [purpose, 'GRANTED'] })),
    ...(fields.events === undefined ? [] : [importEvents(reading, [...path, 'events'], fields.events)]),
  ]);
}

function importEvents(reading: Reading, path: Path, json: unknown): Json | null {
  const fields = reading.check(path, eventsFilter, json);
  if (fields === null) return null;
  const { minimalCount, maximalCount, eventFilter: filter } = fields;
  const isCount = minimalCount !== undefined || maximalCount !== undefined || filter !== undefined;
  const events = isCount ? importSelection(reading, [...path, 'eventFilter'], filter ?? {}) : null;
  if (isCount && events === null) return null;
  const least = minimalCount ?? (maximalCount === undefined ? 1 : undefined);
  return allOf(reading, path, [
    ...importJoints(reading, path, fields, importEvents),
    ...(events === null || least === undefined ? [] : [{ event_count: [events, '>=', least] }]),
    ...(events === null || maximalCount === undefined ? [] : [{ event_count: [events, '<=', maximalCount] }]),
  ]);
}

function importSelection(reading: Reading, path: Path, filter: z.infer<typeof eventFilter>): Json | null {
  const { name = '*', properties = [], ...window } = filter;
  const where = properties.map(({ property, ...operators }, index) =>
    importValue(reading, [...path, 'properties', index], { var: `properties.${property}` }, operators),
  );
  if (!where.every((one) => one !== null)) return null;
  const [only] = where;
  const joined = where.length === 1 && only !== undefined ? only : { and: where };
  // What `toPlainJson` gave is JSON.
  return {
    event: name,
    ...(where.length === 0 ? {} : { where: joined }),
    ...(window as Record<string, Json>),
  };
}

function importValue(
  reading: Reading,
  path: Path,
  variable: Json,
  operators: { readonly [operator in FilterOperator]?: unknown },
): Json | null {
  const given = Object.entries(operators).filter(([, value]) => value !== undefined);
  const [entry] = given;
  if (entry === undefined || given.length > 1) {
    return reading.refuse(path, 'WRONG_TYPE', `must have exactly one operator, not ${given.length}`);
  }
  // The schema lets no other keys through, and the values are JSON.
  const [operator, value] = entry as [FilterOperator, Json];
  if (operator !== 'exists') return { [filterOperators[operator]]: [variable, value] };
  return value === true ? { exists: [variable] } : { not: { exists: [variable] } };
}

function importJoints(
  reading: Reading,
  path: Path,
  fields: {
    readonly and?: unknown[] | undefined;
    readonly or?: unknown[] | undefined;
    readonly not?: unknown;
  },
  importOne: Import,
): readonly (Json | null)[] {
  const each = (key: 'and' | 'or') =>
    (fields[key] ?? []).map((one, index) => importOne(reading, [...path, key, index], one));
  const any = each('or');
  const not = fields.not === undefined ? undefined : importOne(reading, [...path, 'not'], fields.not);
  return [
    ...each('and'),
    ...(any.length === 0 ? [] : [any.every((one) => one !== null) ? { or: any } : null]),
    ...(not === undefined ? [] : [not === null ? null : { not }]),
  ];
}

function allOf(reading: Reading, path: Path, rules: readonly (Json | null)[]): Json | null {
  const [only] = rules;
  if (only === undefined) return reading.refuse(path, 'MISSING', 'must say at least one condition');
  if (!rules.every((rule) => rule !== null)) return null;
  return rules.length === 1 ? only : { and: rules };
}
