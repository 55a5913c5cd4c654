import { buildASTSchema, Kind, parse, visit } from 'graphql';
import type { DefinitionNode, DocumentNode, GraphQLSchema, TypeNode } from 'graphql';

/** The supergraph's SDL without what federation and links brought: one schema as if there were no subgraphs. */
export function mergedDocument(supergraphSdl: string): DocumentNode {
  const document = parse(supergraphSdl);
  return {
    ...document,
    definitions: document.definitions.filter(
      (definition) => definition.kind !== Kind.DIRECTIVE_DEFINITION && !isMachinery(definition),
    ),
  };
}

function isMachinery(definition: DefinitionNode): boolean {
  return 'name' in definition && (definition.name?.value ?? '').includes('__');
}

export function mergedSchema(document: DocumentNode): GraphQLSchema {
  return buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
}

/** The same types with every output nullable, so that no null hides what stands beside it. */
export function nullableSchema(document: DocumentNode): GraphQLSchema {
  const strip = (type: TypeNode): TypeNode => {
    if (type.kind === Kind.NON_NULL_TYPE) return strip(type.type);
    // A list's items are stripped like the list.
    return type.kind === Kind.LIST_TYPE ? { ...type, type: strip(type.type) } : type;
  };
  return mergedSchema(
    visit(document, { FieldDefinition: (field) => ({ ...field, type: strip(field.type) }) }),
  );
}
