import { defaultFieldResolver, GraphQLError, isInterfaceType, isObjectType } from 'graphql';
import type { GraphQLField, GraphQLFieldResolver, GraphQLObjectType, GraphQLSchema } from 'graphql';
import type { AuthorizationTable } from './authorization-table.ts';
import { deniedInputOf } from './resolved-inputs.ts';
import { meets } from './rule.ts';
import type { Passing } from './rule.ts';

/** Who asks, as far as rules go. */
export interface ScopedViewer {
  readonly scopes: ReadonlySet<string>;
}

/** What passes with these passes with any token. */
const nobodysScopes: ReadonlySet<string> = new Set();

/** Fields that federation adds to a subgraph. */
const machinery = new Set(['_entities', '_service']);

/**
 * Puts the supergraph's rules before every resolver of a subgraph's schema, in place, and gives the schema back. Without a
 * viewer nothing is answered, `_entities` and `_service` included; key fields ask for a token only, since the gateway moves
 * by them. Throws when the schema has a field that the supergraph does not know.
 */
export function guardSchema(
  schema: GraphQLSchema,
  table: AuthorizationTable,
  getViewer: (context: never) => ScopedViewer | null,
): GraphQLSchema {
  // Contexts are the subgraph's own; only its getViewer knows their type.
  const viewerOf = getViewer as (context: unknown) => ScopedViewer | null;
  const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('_')) continue;
    for (const field of Object.values(type.getFields())) {
      const isRoot = roots.has(type);
      if (!(isRoot && machinery.has(field.name))) assertKnown(table, type, field);
      guardField({ table, type, field, isRoot, viewerOf });
    }
  }
  return schema;
}

interface FieldGuard {
  readonly table: AuthorizationTable;
  readonly type: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
  readonly isRoot: boolean;
  readonly viewerOf: (context: unknown) => ScopedViewer | null;
}

function guardField({ table, type, field, isRoot, viewerOf }: FieldGuard): void {
  const allowed = fieldJudge(table, type.name, field.name);
  const deniedInput = deniedInputOf(table, type.name, field);
  // Below a root field there is a viewer already: a field without rules stays as fast as it was.
  if (!isRoot && allowed === null && deniedInput === null) return;
  const resolve: GraphQLFieldResolver<unknown, unknown> = field.resolve ?? defaultFieldResolver;
  const coordinate = `${type.name}.${field.name}`;
  field.resolve = (source, args, context, info) => {
    const viewer = viewerOf(context);
    if (viewer === null) throw unauthenticated();
    const passing = table.passing(viewer.scopes);
    if (allowed !== null && !allowed(passing)) throw forbidden(coordinate);
    if (deniedInput !== null && deniedInput(passing, info)) throw forbidden(coordinate);
    return resolve(source, args, context, info);
  };
}

/** Null when nothing but a token is asked. */
function fieldJudge(
  table: AuthorizationTable,
  typeName: string,
  fieldName: string,
): ((passing: Passing) => boolean) | null {
  if (table.isKeyField(typeName, fieldName)) return null;
  const requirements = ownersOf(table, typeName).map((owner) => table.fieldRequirement(owner, fieldName));
  if (requirements.some((requirement) => meets(requirement, table.passing(nobodysScopes)))) return null;
  return (passing) => requirements.some((requirement) => meets(requirement, passing));
}

/** An `@interfaceObject` stands for all types that implement the interface: the rules that it can enforce are common to all. */
function ownersOf({ schema }: AuthorizationTable, typeName: string): readonly string[] {
  const type = schema.getType(typeName);
  return isInterfaceType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [typeName];
}

function assertKnown(
  { schema }: AuthorizationTable,
  type: GraphQLObjectType,
  field: { readonly name: string },
): void {
  const known = schema.getType(type.name);
  if ((isObjectType(known) || isInterfaceType(known)) && field.name in known.getFields()) return;
  throw new Error(`The supergraph does not know ${type.name}.${field.name}: compose it again.`);
}

function unauthenticated(): GraphQLError {
  return new GraphQLError('An access token is needed.', { extensions: { code: 'UNAUTHENTICATED' } });
}

function forbidden(coordinate: string): GraphQLError {
  return new GraphQLError('Unauthorized field or type', {
    extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE', coordinate },
  });
}
