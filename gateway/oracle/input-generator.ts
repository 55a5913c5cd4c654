import { getNullableType, isEnumType, isInputObjectType, isListType, isNonNullType } from 'graphql';
import type { GraphQLInputType } from 'graphql';
import type { Random } from './random.ts';

/** Writes values of inputs, as literals and in variables, and remembers the variables. */
export interface InputGenerator {
  /** The text of a value where one of the type stands. */
  value(type: GraphQLInputType): string;
  /** The text of a condition's value. */
  condition(): string;
  /** The definitions of all variables that were used, with parentheses. */
  definitions(): string;
  variables(): Readonly<Record<string, unknown>>;
}

export function createInputGenerator(random: Random): InputGenerator {
  const definitions: string[] = [];
  const variables: Record<string, unknown> = {};
  const conditions: string[] = [];

  function variable(type: GraphQLInputType): string {
    const name = `v${definitions.length}`;
    const isNeeded = isNonNullType(type);
    const hasDefault = random.chance(0.2);
    definitions.push(`$${name}: ${String(type)}${hasDefault ? ` = ${text(constant(type, 0), type)}` : ''}`);
    if ((isNeeded && !hasDefault) || random.chance(0.65)) variables[name] = constant(type, 0);
    return `$${name}`;
  }

  function value(type: GraphQLInputType, depth = 0): string {
    if (random.chance(0.35)) return variable(type);
    const nullable = getNullableType(type);
    if (!isNonNullType(type) && random.chance(0.15)) return 'null';
    if (isListType(nullable)) {
      // A single value stands for a list of one.
      if (random.chance(0.2)) return value(nullable.ofType, depth + 1);
      return `[${Array.from({ length: random.below(3) }, () => value(nullable.ofType, depth + 1)).join(', ')}]`;
    }
    if (!isInputObjectType(nullable)) return text(constant(type, depth), type);
    const fields = Object.values(nullable.getFields()).filter(
      (field) => isNonNullType(field.type) || (depth < 3 && random.chance(0.3)),
    );
    return `{${fields.map((field) => `${field.name}: ${value(field.type, depth + 1)}`).join(', ')}}`;
  }

  /** A value as JSON. */
  function constant(type: GraphQLInputType, depth: number): unknown {
    const nullable = getNullableType(type);
    if (!isNonNullType(type) && random.chance(0.15)) return null;
    if (isListType(nullable)) {
      const item: GraphQLInputType = nullable.ofType;
      if (random.chance(0.2)) return constant(item, depth + 1);
      return Array.from({ length: random.below(3) }, () => constant(item, depth + 1));
    }
    if (isInputObjectType(nullable)) {
      const fields = Object.values(nullable.getFields()).filter(
        (field) => isNonNullType(field.type) || (depth < 3 && random.chance(0.3)),
      );
      return Object.fromEntries(fields.map((field) => [field.name, constant(field.type, depth + 1)]));
    }
    if (isEnumType(nullable)) return random.pick(nullable.getValues()).name;
    return scalar(nullable.name, random);
  }

  return {
    value,
    condition() {
      if (random.chance(0.25)) return String(random.chance(0.5));
      if (conditions.length > 0 && random.chance(0.5)) return `$${random.pick(conditions)}`;
      const name = `c${conditions.length}`;
      conditions.push(name);
      const hasDefault = random.chance(0.3);
      definitions.push(`$${name}: Boolean!${hasDefault ? ` = ${random.chance(0.5)}` : ''}`);
      if (!hasDefault || random.chance(0.5)) variables[name] = random.chance(0.5);
      return `$${name}`;
    },
    definitions: () => (definitions.length > 0 ? `(${definitions.join(', ')})` : ''),
    variables: () => variables,
  };
}

function scalar(name: string, random: Random): unknown {
  switch (name) {
    case 'Int':
      return 1 + random.below(9);
    case 'Float':
      return random.below(9) + 0.5;
    case 'Boolean':
      return random.chance(0.5);
    default:
      return `text-${random.below(9)}`;
  }
}

/** A JSON value as GraphQL writes it. */
function text(value: unknown, type: GraphQLInputType): string {
  const nullable = getNullableType(type);
  if (value === null) return 'null';
  if (isListType(nullable)) {
    const item: GraphQLInputType = nullable.ofType;
    return Array.isArray(value)
      ? `[${value.map((element) => text(element, item)).join(', ')}]`
      : text(value, item);
  }
  if (isInputObjectType(nullable)) {
    const fields = nullable.getFields();
    return `{${Object.entries(value as object)
      .flatMap(([name, item]) => (fields[name] ? [`${name}: ${text(item, fields[name].type)}`] : []))
      .join(', ')}}`;
  }
  return isEnumType(nullable) && typeof value === 'string' ? value : JSON.stringify(value);
}
