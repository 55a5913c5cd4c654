import { createHash } from 'node:crypto';
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isNonNullType,
  Kind,
  OperationTypeNode,
  print,
  visit,
} from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  GraphQLCompositeType,
  GraphQLField,
  GraphQLObjectType,
  GraphQLSchema,
  SelectionNode,
} from 'graphql';
import { isFieldDenied, isTypeDenied } from './access.ts';
import type { Access } from './access.ts';
import { wrappingOf } from './answer-shape.ts';
import type { CompositeShape, FieldShape, ObjectShape } from './answer-shape.ts';
import { createFetchedKeys } from './conflicting-fields.ts';
import type { FetchedKeys } from './conflicting-fields.ts';
import type { Denial } from './denial.ts';
import { createExpansionBudget } from './expansion-budget.ts';
import type { OperationOutline } from './operation-outline.ts';
import { collectFields, fieldOf, possibleTypes } from './selections.ts';
import type { SelectionReader, WrittenField, WrittenSelections } from './selections.ts';
import { judgeSelections } from './written-denials.ts';

/** An operation as one caller may run it. */
export interface CompiledOperation {
  /** What the planner gets. Null when nothing is left to fetch. */
  readonly document: DocumentNode | null;
  /** SHA-256 of the document's text: the key of its plan. */
  readonly queryHash: string;
  /** The part that asks for the schema itself; null without one. */
  readonly introspection: DocumentNode | null;
  readonly shape: ObjectShape;
  /** Selections that are denied whatever comes back. */
  readonly denials: readonly Denial[];
  /** Why the operation must not run at all: what a mutation may not read, its payload included. */
  readonly refusals: readonly Denial[];
  /** What keys that the client did not write begin with. */
  readonly typeKey: string;
  /** Selections once it was written out: what keeping it costs. */
  readonly size: number;
}

export interface CompileOptions {
  readonly schema: GraphQLSchema;
  readonly outline: OperationOutline;
  readonly conditions: ReadonlyMap<string, boolean>;
  readonly access: Access;
  /** Most selections of the operation once it is written out. */
  readonly limit: number;
}

interface CompileContext {
  readonly reader: SelectionReader;
  readonly access: Access;
  readonly typeKey: string;
}

/**
 * Writes an operation anew for its caller: no named fragments, no conditions, no `__typename` of the client's, only concrete
 * type conditions, and nothing that the caller may not read.
 */
export function compileOperation(options: CompileOptions): CompiledOperation {
  const { schema, outline, conditions, access, limit } = options;
  const { operation, fragments, typeKey } = outline;
  const newReader = () => ({ schema, fragments, conditions, budget: createExpansionBudget(limit) });
  const reader = newReader();
  const rootType = schema.getRootType(operation.operation);
  if (!rootType) throw new Error(`the schema has no ${operation.operation}`);
  const root = { selectionSet: operation.selectionSet, parent: rootType };
  const judged = judgeSelections(newReader(), access, root);
  const refusals = operation.operation === OperationTypeNode.MUTATION ? judged.perhaps : [];
  const { fields, selections } = compileObject({ reader, access, typeKey }, rootType, [root], []);
  const document =
    selections.length > 0 && refusals.length === 0 ? filteredDocument(outline, selections) : null;
  return {
    document,
    queryHash: document ? createHash('sha256').update(print(document)).digest('hex') : '',
    introspection: introspectionDocument(outline, collectFields(reader, rootType, [root])),
    shape: fields,
    typeKey,
    denials: judged.always,
    refusals,
    size: reader.budget.spent() + 1,
  };
}

interface CompiledObject {
  readonly fields: ObjectShape;
  readonly selections: readonly FieldNode[];
}

interface Compiled<Shape> {
  readonly fields: Shape;
  readonly selections: readonly SelectionNode[];
}

function compileObject(
  context: CompileContext,
  type: GraphQLObjectType,
  sources: readonly WrittenSelections[],
  path: readonly string[],
): CompiledObject {
  const fields: FieldShape[] = [];
  const selections: FieldNode[] = [];
  for (const [key, written] of collectFields(context.reader, type, sources)) {
    const { shape, node } = compileField(context, type, { key, written, path: [...path, key] });
    fields.push(shape);
    if (node) selections.push(node);
  }
  return { fields, selections };
}

interface SelectedField {
  readonly key: string;
  /** All selections with this response key; the specification makes them agree on name and arguments. */
  readonly written: readonly WrittenField[];
  readonly path: readonly string[];
}

function compileField(
  context: CompileContext,
  type: GraphQLObjectType,
  { key, written, path }: SelectedField,
): { readonly shape: FieldShape; readonly node: FieldNode | null } {
  const { reader, access } = context;
  const first = written[0]?.node;
  if (!first) throw new Error('a response key without a selection');
  const name = first.name.value;
  if (name === '__typename') return { shape: { kind: 'typename', key, typeName: type.name }, node: null };
  const definition = fieldOf(type, name);
  if (!definition) return { shape: { kind: 'introspection', key }, node: null };
  const nonNull = isNonNullType(definition.type);
  const denials = written.map(({ parent }) => ({ path, coordinate: `${parent.name}.${name}` }));
  if (isFieldDenied(access, type, first))
    return { shape: { kind: 'denied', key, nonNull, denials }, node: null };
  reader.budget.spend();
  const output = getNamedType(definition.type);
  if (!isCompositeType(output)) {
    return { shape: { kind: 'leaf', key, fetchedKey: key, nonNull }, node: fieldNode(first, null) };
  }
  const { fields: shape, selections } = compileComposite(
    context,
    output,
    innerSelections(written, definition),
    path,
  );
  return {
    shape: { kind: 'composite', key, fetchedKey: key, wrapping: wrappingOf(definition.type), shape, denials },
    node: fieldNode(first, selections),
  };
}

function compileComposite(
  context: CompileContext,
  type: GraphQLCompositeType,
  sources: readonly WrittenSelections[],
  path: readonly string[],
): Compiled<CompositeShape> {
  const { reader, access, typeKey } = context;
  if (!isAbstractType(type)) {
    const { fields, selections } = compileObject(context, type, sources, path);
    return {
      fields: { kind: 'object', fields },
      selections: selections.length > 0 ? selections : [typenameNode(typeKey)],
    };
  }
  const fieldsOf = new Map<string, ObjectShape | null>();
  const conditions: SelectionNode[] = [];
  const fetchedKeys = createFetchedKeys(typeKey);
  for (const member of possibleTypes(reader.schema, type)) {
    if (isTypeDenied(access, member.name)) {
      fieldsOf.set(member.name, null);
      continue;
    }
    const { fields, selections } = rekey(compileObject(context, member, sources, path), fetchedKeys);
    fieldsOf.set(member.name, fields);
    if (selections.length > 0) conditions.push(conditionNode(member.name, selections));
  }
  return {
    fields: { kind: 'abstract', typeKey, fieldsOf },
    selections: [typenameNode(typeKey), ...conditions],
  };
}

/** Fetches what conflicts with a type before under keys of its own. */
function rekey({ fields, selections }: CompiledObject, fetchedKeys: FetchedKeys): CompiledObject {
  const renamed = new Map<string, string>();
  const nodes = selections.map((node) => {
    const key = (node.alias ?? node.name).value;
    const fetchedKey = fetchedKeys.keyFor(key, node);
    if (fetchedKey === key) return node;
    renamed.set(key, fetchedKey);
    return { ...node, alias: { kind: Kind.NAME, value: fetchedKey } } as const;
  });
  if (renamed.size === 0) return { fields, selections };
  return {
    fields: fields.map((field) =>
      'fetchedKey' in field ? { ...field, fetchedKey: renamed.get(field.key) ?? field.key } : field,
    ),
    selections: nodes,
  };
}

function innerSelections(
  written: readonly WrittenField[],
  definition: GraphQLField<unknown, unknown>,
): readonly WrittenSelections[] {
  return written.flatMap(({ node, parent }) => {
    const output = getNamedType((fieldOf(parent, node.name.value) ?? definition).type);
    return node.selectionSet && isCompositeType(output)
      ? [{ selectionSet: node.selectionSet, parent: output }]
      : [];
  });
}

function fieldNode(written: FieldNode, selections: readonly SelectionNode[] | null): FieldNode {
  return {
    kind: Kind.FIELD,
    name: written.name,
    ...(written.alias ? { alias: written.alias } : {}),
    ...(written.arguments ? { arguments: written.arguments } : {}),
    ...(selections ? { selectionSet: { kind: Kind.SELECTION_SET, selections } } : {}),
  };
}

function typenameNode(key: string): FieldNode {
  return {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: key },
    name: { kind: Kind.NAME, value: '__typename' },
  };
}

function conditionNode(typeName: string, selections: readonly SelectionNode[]): SelectionNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: typeName } },
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
}

function filteredDocument(
  { operation }: OperationOutline,
  selections: readonly SelectionNode[],
): DocumentNode {
  const selectionSet = { kind: Kind.SELECTION_SET, selections } as const;
  const used = new Set<string>();
  visit(selectionSet, { Variable: ({ name }) => void used.add(name.value) });
  return {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        kind: Kind.OPERATION_DEFINITION,
        operation: operation.operation,
        ...(operation.name ? { name: operation.name } : {}),
        variableDefinitions: (operation.variableDefinitions ?? []).filter(({ variable }) =>
          used.has(variable.name.value),
        ),
        selectionSet,
      },
    ],
  };
}

/** The root fields `__schema` and `__type` as the client wrote them. */
function introspectionDocument(
  { operation, fragments }: OperationOutline,
  rootFields: ReadonlyMap<string, readonly WrittenField[]>,
): DocumentNode | null {
  const selections = [...rootFields.values()]
    .flat()
    .flatMap(({ node }) => (node.name.value === '__schema' || node.name.value === '__type' ? [node] : []));
  if (selections.length === 0) return null;
  return {
    kind: Kind.DOCUMENT,
    definitions: [
      { ...operation, directives: [], selectionSet: { kind: Kind.SELECTION_SET, selections } },
      ...fragments.values(),
    ],
  };
}
