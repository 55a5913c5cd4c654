import {
  getNamedType,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { GraphQLNamedOutputType, GraphQLOutputType, GraphQLSchema } from 'graphql';
import { createRandom, seedOf } from './random.ts';

/** An object of the made-up world. An entity's key is `Type:number` and its `id`. */
export interface WorldObject {
  readonly __typename: string;
  readonly key: string;
}

/** One field of one object, with the values that it is computed from. */
export interface WorldField {
  readonly typeName: string;
  readonly key: string;
  readonly fieldName: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** What `@requires` brings; null for a field without. */
  readonly required: Readonly<Record<string, unknown>> | null;
}

/** The same question always has the same answer, whichever subgraph is asked, until the world changes. */
export interface World {
  /** Goes over to another world. */
  change(number: number): void;
  valueOf(field: WorldField): unknown;
}

export const entitiesPerType = 4;

/** `entities`: types whose objects are the same wherever they are met. */
export function createWorld(schema: GraphQLSchema, entities: ReadonlySet<string>): World {
  let current = 0;

  function valueOf({ typeName, key, fieldName, args, required }: WorldField): unknown {
    if (fieldName === 'id' && entities.has(typeName)) return key;
    const owner = schema.getType(typeName);
    if (!isObjectType(owner) && !isInterfaceType(owner)) throw new Error(`no such type: ${typeName}`);
    const type = owner.getFields()[fieldName]?.type;
    if (!type) throw new Error(`no such field: ${typeName}.${fieldName}`);
    return make(type, `${current}|${key}|${fieldName}|${canonical(args)}|${canonical(required)}`);
  }

  function make(type: GraphQLOutputType, seed: string): unknown {
    const random = createRandom(seedOf(seed));
    if (isNonNullType(type)) return makeNonNull(type.ofType, seed);
    return random.chance(1 / 12) ? null : makeNonNull(type, seed);
  }

  function makeNonNull(type: GraphQLOutputType, seed: string): unknown {
    const random = createRandom(seedOf(`${seed}!`));
    if (isListType(type)) {
      return Array.from({ length: random.chance(1 / 10) ? 0 : 1 + random.below(3) }, (_, index) =>
        make(type.ofType, `${seed}[${index}]`),
      );
    }
    return makeNamed(getNamedType(type), seed);
  }

  function makeNamed(type: GraphQLNamedOutputType, seed: string): unknown {
    const random = createRandom(seedOf(`${seed}#`));
    if (isEnumType(type)) return random.pick(type.getValues()).name;
    if (isAbstractType(type)) return makeNamed(random.pick(schema.getPossibleTypes(type)), seed);
    if (isObjectType(type)) {
      const number = random.below(entitiesPerType);
      return { __typename: type.name, key: entities.has(type.name) ? `${type.name}:${number}` : seed };
    }
    return makeScalar(type.name, random.below(1_000));
  }

  return { valueOf, change: (number) => void (current = number) };
}

function makeScalar(name: string, number: number): unknown {
  switch (name) {
    case 'Int':
      return number;
    case 'Float':
      return number + 0.5;
    case 'Boolean':
      return number % 2 === 0;
    case 'JSON':
      return { number };
    default:
      return `${name.toLowerCase()}-${number}`;
  }
}

/** JSON with sorted keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
