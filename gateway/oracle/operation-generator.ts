import {
  doTypesOverlap,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { GraphQLCompositeType, GraphQLField, GraphQLSchema } from 'graphql';
import { createInputGenerator } from './input-generator.ts';
import type { InputGenerator } from './input-generator.ts';
import type { Random } from './random.ts';

export interface GeneratedOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

const maxDepth = 5;

/** Writes an operation that uses most of what GraphQL has; some come out invalid and are thrown away by the caller. */
export function generateOperation(schema: GraphQLSchema, random: Random): GeneratedOperation {
  const mutation = schema.getMutationType();
  const isMutation = mutation !== null && mutation !== undefined && random.chance(0.25);
  const root = isMutation ? mutation : schema.getQueryType();
  if (!root) throw new Error('the schema has no Query');
  const inputs = createInputGenerator(random);
  const writer = new SelectionWriter(schema, random, inputs);
  const body = writer.selections(root, 0, isMutation ? '' : introspection(random, schema));
  const isNamed = random.chance(0.3);
  const kind = isMutation ? 'mutation' : 'query';
  const name = isNamed ? ' Chosen' : '';
  const other = isNamed && random.chance(0.3) ? '\nquery Other { __typename }' : '';
  return {
    query: `${kind}${name}${inputs.definitions()} ${body}${writer.fragments()}${other}`,
    variables: inputs.variables(),
    operationName: isNamed ? 'Chosen' : undefined,
  };
}

function introspection(random: Random, schema: GraphQLSchema): string {
  if (!random.chance(0.08)) return '';
  const name = random.pick(Object.keys(schema.getTypeMap()).filter((type) => !type.startsWith('__')));
  return random.pick([
    ` shape: __type(name: "${name}") { __typename name kind fields { name type { name kind ofType { name } } } }`,
    ' __schema { queryType { name ...on __Type { kind } } mutationType { __typename name } }',
  ]);
}

class SelectionWriter {
  readonly #schema: GraphQLSchema;
  readonly #random: Random;
  readonly #inputs: InputGenerator;
  readonly #fragments: {
    readonly name: string;
    readonly type: GraphQLCompositeType;
    readonly text: string;
  }[] = [];
  #aliases = 0;
  #budget: number;

  constructor(schema: GraphQLSchema, random: Random, inputs: InputGenerator) {
    this.#schema = schema;
    this.#random = random;
    this.#inputs = inputs;
    this.#budget = 4 + random.below(40);
  }

  fragments(): string {
    return this.#fragments
      .map(({ name, type, text }) => `\nfragment ${name} on ${type.name} ${text}`)
      .join('');
  }

  selections(type: GraphQLCompositeType, depth: number, extra = ''): string {
    const random = this.#random;
    const parts: string[] = extra === '' ? [] : [extra];
    const count = 1 + random.below(depth === 0 ? 4 : 5);
    for (let index = 0; index < count; index += 1) {
      const part = this.#part(type, depth);
      if (part === '') continue;
      parts.push(part);
      // The same selection once more: merging must change nothing.
      if (random.chance(0.05)) parts.push(part);
    }
    if (parts.length === 0) parts.push('__typename');
    return `{ ${parts.join(' ')} }`;
  }

  #part(type: GraphQLCompositeType, depth: number): string {
    const random = this.#random;
    this.#budget -= 1;
    if (random.chance(0.12))
      return `${random.chance(0.4) ? `t${(this.#aliases += 1)}: ` : ''}__typename${this.#condition()}`;
    const fragments = isAbstractType(type) ? 0.55 : 0.15;
    if (random.chance(fragments)) return this.#fragment(type, depth);
    return isObjectType(type) || isInterfaceType(type)
      ? this.#field(random.pick(Object.values(type.getFields())), depth)
      : this.#fragment(type, depth);
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const random = this.#random;
    const output = getNamedType(field.type);
    if (isCompositeType(output) && (depth >= maxDepth || this.#budget < 0)) return '';
    const args = field.args.flatMap((argument) => {
      const isNeeded = isNonNullType(argument.type) && argument.defaultValue === undefined;
      if (!isNeeded && !random.chance(0.5)) return [];
      return [`${argument.name}: ${this.#inputs.value(argument.type)}`];
    });
    const isRenamed = args.length > 0 ? random.chance(0.9) : random.chance(0.15);
    const alias = isRenamed ? `a${(this.#aliases += 1)}: ` : '';
    const call = args.length > 0 ? `(${args.join(', ')})` : '';
    const body = isCompositeType(output) ? ` ${this.selections(output, depth + 1)}` : '';
    return `${alias}${field.name}${call}${this.#condition()}${body}`;
  }

  #fragment(type: GraphQLCompositeType, depth: number): string {
    const random = this.#random;
    if (depth >= maxDepth || this.#budget < -40) return '';
    const onTypes = Object.values(this.#schema.getTypeMap()).filter(
      (candidate): candidate is GraphQLCompositeType =>
        isCompositeType(candidate) &&
        !candidate.name.startsWith('__') &&
        doTypesOverlap(this.#schema, type, candidate),
    );
    const known = this.#fragments.filter(({ type: onType }) => doTypesOverlap(this.#schema, type, onType));
    if (known.length > 0 && random.chance(0.4)) return `...${random.pick(known).name}${this.#condition()}`;
    const onType = random.pick(onTypes);
    const text = this.selections(onType, depth + 1);
    if (random.chance(0.3)) {
      const name = `F${this.#fragments.length}`;
      this.#fragments.push({ name, type: onType, text });
      return `...${name}${this.#condition()}`;
    }
    const condition = onType === type && random.chance(0.5) ? '' : ` on ${onType.name}`;
    return `...${condition}${this.#condition()} ${text}`;
  }

  #condition(): string {
    const random = this.#random;
    if (!random.chance(0.15)) return '';
    const first = `@${random.pick(['skip', 'include'])}(if: ${this.#inputs.condition()})`;
    return random.chance(0.1)
      ? ` ${first} @${first.startsWith('@skip') ? 'include' : 'skip'}(if: ${this.#inputs.condition()})`
      : ` ${first}`;
  }
}
