import { selectEverything } from '@customer360/testing';
import { getNamedType, isObjectType, isRequiredArgument, type GraphQLSchema } from 'graphql';
import { personalRules } from './personal-rules.ts';
import type { SecretShop } from './secret-shop.ts';

type Given = Readonly<Record<string, unknown>>;

/** Arguments by root field that find everything about the secret person; rules ask for all of it, or as told. */
export function argumentsOf(
  { list, batch, ruled, run }: SecretShop,
  rule: object = { rule: { or: Object.values(personalRules) } },
): Readonly<Record<string, Given>> {
  const [first = '', second = '', third = ''] = Object.values(ruled);
  return {
    segment: { id: first },
    segments: { first: 6 },
    segmentPreview: { rule, sample: 20 },
    segmentOverlap: { ids: [first, second] },
    segmentActivity: { first: 3 },
    segmentStatus: {},
    archetypes: {},
    scoringRun: { id: run },
    createSegment: { input: { name: 'Made', kind: 'REALTIME', rule } },
    updateSegment: { input: { id: second, description: 'Changed' } },
    duplicateSegment: { input: { id: first, name: 'Copied' } },
    recomputeSegment: { input: { id: batch } },
    archiveSegment: { input: { id: third } },
    addSegmentMembers: { input: { segmentId: list, profileIds: [first] } },
    removeSegmentMembers: { input: { segmentId: list, profileIds: [first] } },
    startScoring: { input: { idempotencyKey: 'run', proposeArchetypes: true } },
    saveArchetype: { input: { code: 'secret', name: 'Secret', summary: 'By a rule', rule } },
    retireArchetype: { input: { code: 'secret' } },
  };
}

export interface Question {
  readonly source: string;
  readonly variables: Given;
}

/** Names of the fields of a root type, those of federation left out. */
export function fieldsOf(schema: GraphQLSchema, typeName: string): readonly string[] {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) throw new Error(`there is no type ${typeName}`);
  return Object.keys(type.getFields()).filter((name) => !name.startsWith('_'));
}

/** Asks a root field for everything below it, or for a selection. */
export function askRoot(
  schema: GraphQLSchema,
  root: 'Query' | 'Mutation',
  name: string,
  { given, selection }: { readonly given: Given; readonly selection?: string },
): Question {
  const type = schema.getType(root);
  const field = isObjectType(type) ? type.getFields()[name] : undefined;
  if (field === undefined) throw new Error(`${root} has no field ${name}`);
  const used = field.args.filter((argument) => argument.name in given);
  const missing = field.args.filter((one) => isRequiredArgument(one) && !(one.name in given));
  if (missing.length > 0)
    throw new Error(`${root}.${name} needs ${missing.map((one) => one.name).join(', ')}`);
  const head = used.map((argument) => `$${argument.name}: ${String(argument.type)}`).join(', ');
  const passed = used.map((argument) => `${argument.name}: $${argument.name}`).join(', ');
  const body = selection ?? selectEverything(schema, getNamedType(field.type).name);
  return {
    source: `${root.toLowerCase()} ${head && `(${head})`} { ${name} ${passed && `(${passed})`} ${body} }`,
    variables: given,
  };
}

/** Asks an entity by its id for everything below it, or for a selection. */
export function askEntity(
  schema: GraphQLSchema,
  typeName: 'Profile' | 'Segment',
  id: string,
  selection = selectEverything(schema, typeName),
): Question {
  return {
    source: `query ($these: [_Any!]!) { _entities(representations: $these) { ... on ${typeName} ${selection} } }`,
    variables: { these: [{ __typename: typeName, id }] },
  };
}
