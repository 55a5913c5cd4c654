import {
  buildASTSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isRequiredInputField,
  isScalarType,
  isUnionType,
  parse,
  printSchema,
} from 'graphql';
import type { GraphQLArgument, GraphQLInputField, GraphQLNamedType, GraphQLSchema } from 'graphql';
import type { AuthorizationTable } from './authorization-table.ts';
import { pruneDocument } from './prune-document.ts';
import type { VisibleElements } from './prune-document.ts';
import { meets, passAll } from './rule.ts';

/**
 * The part of an API schema that the scopes give something of: fields of object types exactly as `fieldRequirement` says,
 * inputs that may be provided, interface fields that all visible implementations show, and only types that are reached.
 * Null when nothing of `Query` is visible.
 */
export function visibleSchema(
  apiSchema: GraphQLSchema,
  table: AuthorizationTable,
  scopes: ReadonlySet<string>,
): GraphQLSchema | null {
  const types = visibleTypes(apiSchema, table, scopes);
  const fields = types.reached();
  if (!fields.has('Query')) return null;
  const document = pruneDocument(parse(printSchema(apiSchema)), fields);
  return buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
}

function visibleTypes(schema: GraphQLSchema, table: AuthorizationTable, scopes: ReadonlySet<string>) {
  const passing = table.passing(scopes);
  const hidden = new Set<string>();
  const inputsPass = (argument: GraphQLArgument | GraphQLInputField, rules: readonly number[]) =>
    passAll(rules, passing) && !hidden.has(getNamedType(argument.type).name);

  /** The visible members of a type as it stands now; null when the type itself is hidden. */
  function members(type: GraphQLNamedType): ReadonlySet<string> | null {
    if (isScalarType(type) || isEnumType(type)) {
      return passAll(table.typeRules(type.name), passing) ? new Set() : null;
    }
    const names = isInputObjectType(type) ? inputFields(type.name) : outputMembers(type);
    // An interface stays without a common field: its implementations are asked for by type conditions.
    return names !== null && (names.size > 0 || isInterfaceType(type)) ? names : null;
  }

  function inputFields(typeName: string): ReadonlySet<string> | null {
    const type = schema.getType(typeName);
    if (!isInputObjectType(type)) return null;
    const all = Object.values(type.getFields());
    const visible = all.filter((field) => inputsPass(field, table.inputFieldRules(typeName, field.name)));
    // Without a field that must be given, no value of the type can be written.
    if (all.some((field) => isRequiredInputField(field) && !visible.includes(field))) return null;
    return new Set(visible.map(({ name }) => name));
  }

  function outputMembers(type: GraphQLNamedType): ReadonlySet<string> | null {
    if (isUnionType(type)) {
      return new Set(type.getTypes().flatMap(({ name }) => (hidden.has(name) ? [] : [name])));
    }
    if (isObjectType(type)) return objectFields(type.name);
    if (!isInterfaceType(type)) return null;
    const owners = schema.getPossibleTypes(type).filter(({ name }) => !hidden.has(name));
    if (owners.length === 0) return null;
    const shown = owners.map((owner) => objectFields(owner.name));
    return new Set([...(shown[0] ?? [])].filter((name) => shown.every((names) => names?.has(name))));
  }

  function objectFields(typeName: string): ReadonlySet<string> | null {
    const type = schema.getType(typeName);
    if (!isObjectType(type) || !passAll(table.typeRules(typeName), passing)) return null;
    const names = new Set<string>();
    for (const field of Object.values(type.getFields())) {
      if (hidden.has(getNamedType(field.type).name)) continue;
      if (!meets(table.fieldRequirement(typeName, field.name), passing)) continue;
      const visible = field.args.filter((argument) =>
        inputsPass(argument, table.argumentRules(typeName, field.name, argument.name)),
      );
      if (field.args.some((argument) => isRequiredInputField(argument) && !visible.includes(argument)))
        continue;
      names.add(field.name);
      for (const { name } of visible) names.add(`${field.name}(${name}:)`);
    }
    return names;
  }

  // A hidden type may hide the last field of another one: until nothing changes.
  const all = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  for (let before = -1; before !== hidden.size;) {
    before = hidden.size;
    for (const type of all) if (!hidden.has(type.name) && members(type) === null) hidden.add(type.name);
  }
  return { reached: () => reachedFrom(schema, members) };
}

/** What can be reached from the root types, by visible fields, arguments, members and implementations. */
function reachedFrom(
  schema: GraphQLSchema,
  members: (type: GraphQLNamedType) => ReadonlySet<string> | null,
): VisibleElements {
  const reached = new Map<string, ReadonlySet<string>>();

  function visit(type: GraphQLNamedType | null | undefined): void {
    if (!type || reached.has(type.name) || type.name.startsWith('__')) return;
    const names = members(type);
    if (names === null) return;
    reached.set(type.name, names);
    if (isAbstractType(type)) schema.getPossibleTypes(type).forEach(visit);
    if (isObjectType(type) || isInterfaceType(type)) {
      type.getInterfaces().forEach(visit);
      for (const field of Object.values(type.getFields())) {
        if (!names.has(field.name)) continue;
        visit(getNamedType(field.type));
        for (const argument of field.args) {
          if (names.has(`${field.name}(${argument.name}:)`)) visit(getNamedType(argument.type));
        }
      }
    }
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        if (names.has(field.name)) visit(getNamedType(field.type));
      }
    }
  }

  visit(schema.getQueryType());
  visit(schema.getMutationType());
  return reached;
}
