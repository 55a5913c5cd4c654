import { Kind } from 'graphql';
import type { DefinitionNode, DocumentNode, FieldDefinitionNode, NamedTypeNode } from 'graphql';

/** The names of visible types with those of their fields and arguments (`field(argument:)`); leaf types have none. */
export type VisibleElements = ReadonlyMap<string, ReadonlySet<string>>;

/** Leaves only the named elements in an SDL. Directive definitions stay. */
export function pruneDocument(document: DocumentNode, visible: VisibleElements): DocumentNode {
  return {
    ...document,
    definitions: document.definitions.flatMap((definition) => pruneDefinition(definition, visible) ?? []),
  };
}

/** Null when nothing of it is left. */
function pruneDefinition(definition: DefinitionNode, visible: VisibleElements): DefinitionNode | null {
  if (definition.kind === Kind.DIRECTIVE_DEFINITION) return definition;
  if (definition.kind === Kind.SCHEMA_DEFINITION) {
    const operationTypes = definition.operationTypes.filter(({ type }) => visible.has(type.name.value));
    return { ...definition, operationTypes };
  }
  const members = 'name' in definition && definition.name ? visible.get(definition.name.value) : undefined;
  if (!members) return null;
  const isVisible = (type: NamedTypeNode) => visible.has(type.name.value);
  if (definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION) {
    return {
      ...definition,
      interfaces: (definition.interfaces ?? []).filter(isVisible),
      fields: (definition.fields ?? []).flatMap((field) => pruneField(field, members) ?? []),
    };
  }
  if (definition.kind === Kind.UNION_TYPE_DEFINITION) {
    return { ...definition, types: (definition.types ?? []).filter(isVisible) };
  }
  if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
    const fields = (definition.fields ?? []).filter(({ name }) => members.has(name.value));
    return { ...definition, fields };
  }
  return definition;
}

function pruneField(field: FieldDefinitionNode, members: ReadonlySet<string>): FieldDefinitionNode | null {
  const name = field.name.value;
  if (!members.has(name)) return null;
  return {
    ...field,
    arguments: (field.arguments ?? []).filter((argument) => members.has(`${name}(${argument.name.value}:)`)),
  };
}
