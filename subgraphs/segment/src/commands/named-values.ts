import { findIdentifierValues, type IdentifierValue, type LogEntry } from '@customer360/event-log';
import type { AnyTransaction } from '@customer360/postgres';
import type { Json } from '@customer360/segment-rules';
import { EMAIL, normaliseIdentifier, PHONE, USER_ID, type NormaliseOptions } from '@customer360/tracking';

/** Traits that are compared with values of identifiers, and the types of these. */
const identifierTraits: ReadonlyMap<string, string> = new Map([
  ['traits.email', EMAIL],
  ['traits.phone', PHONE],
  ['traits.id', USER_ID],
]);

/** A rule as a command carries it, and the values of identifiers that it compares with. */
export interface TakenRule {
  /** With `{"identifier": place}` where a value was. */
  readonly rule: Json;
  /** Each once; the places in `rule` are places in this list. */
  readonly identifiers: readonly IdentifierValue[];
}

/**
 * Takes values of identifiers out of a rule that was printed: e-mail addresses and phone numbers wherever it compares with
 * one, user ids where it compares the trait `id`. A value that is spelt in another way than the dictionary does stays.
 */
export function takeValues(rule: Json, options: NormaliseOptions): TakenRule {
  const taken: IdentifierValue[] = [];
  const places = new Map<string, number>();

  function takeText(text: string, trait: string | undefined): Json {
    const type = typeOf(text, trait, options);
    if (type === null) return text;
    const key = JSON.stringify([type, text]);
    const place = places.get(key) ?? taken.push({ type, value: text }) - 1;
    places.set(key, place);
    return { identifier: place };
  }

  function takeOperands(operands: readonly Json[], trait: string | undefined): Json {
    const compared = variableOf(operands[0]) ?? trait;
    return operands.map((one) => {
      if (typeof one === 'string') return takeText(one, compared);
      return isList(one) ? takeOperands(one, compared) : take(one);
    });
  }

  function take(json: Json): Json {
    if (json === null || typeof json !== 'object') return json;
    if (isList(json)) return takeOperands(json, undefined);
    const trait = typeof json['trait'] === 'string' ? `traits.${json['trait']}` : undefined;
    return Object.fromEntries(
      Object.entries(json).map(([key, value]) => [
        key,
        CHANGED.has(key) && typeof value === 'string' ? takeText(value, trait) : take(value),
      ]),
    );
  }

  return { rule: take(rule), identifiers: taken };
}

/** Values of `trait_changed`. */
const CHANGED: ReadonlySet<string> = new Set(['was', 'became']);

/**
 * Puts values back into the rule of an entry. One that was erased gives way to the id of its identifier, which nobody has
 * as a value.
 */
export async function giveValues(
  trx: AnyTransaction,
  tenantId: string,
  { rule, identifiers }: { readonly rule: unknown; readonly identifiers: LogEntry['identifiers'] },
): Promise<unknown> {
  if (identifiers.length === 0) return rule;
  const values = await findIdentifierValues(
    trx,
    tenantId,
    identifiers.map(({ id }) => id),
  );
  const give = (json: unknown): unknown => {
    if (Array.isArray(json)) return json.map(give);
    if (typeof json !== 'object' || json === null) return json;
    if ('identifier' in json && typeof json.identifier === 'number') {
      const id = identifiers[json.identifier]?.id ?? '';
      return values.get(id)?.value ?? id;
    }
    return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, give(value)]));
  };
  return give(rule);
}

function typeOf(text: string, trait: string | undefined, options: NormaliseOptions): string | null {
  const types = [trait === undefined ? undefined : identifierTraits.get(trait), EMAIL, PHONE];
  return (
    types.find((type) => type !== undefined && normaliseIdentifier(type, text, options) === text) ?? null
  );
}

function variableOf(json: Json | undefined): string | undefined {
  const isObject = typeof json === 'object' && json !== null && !isList(json);
  return isObject && typeof json['var'] === 'string' ? json['var'] : undefined;
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}
