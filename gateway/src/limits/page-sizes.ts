import { Kind, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type {
  DocumentNode,
  GraphQLArgument,
  GraphQLSchema,
  OperationDefinitionNode,
  ValueNode,
} from 'graphql';
import { limitError } from './limit-error.ts';

/** A `first` somewhere in a document. */
interface PageSize {
  /** `Type.field`. */
  readonly coordinate: string;
  readonly limit: number;
  readonly value: ValueNode;
}

/** The largest page that an argument's description promises (`1 to 100`); null when it names none. */
export function documentedPageSize(description: string | null | undefined): number | null {
  const size = /\b1 to (?<size>\d[\d,]*)/.exec(description ?? '')?.groups?.['size'];
  return size === undefined ? null : Number(size.replaceAll(',', ''));
}

export interface PageSizeCheck {
  /** Throws the refusal of the first page that is out of bounds, its value written or in a variable. */
  (
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
  ): void;
}

/** Checks every `first` against its documented maximum. */
export function createPageSizeCheck(schema: GraphQLSchema, maxPageSize: number): PageSizeCheck {
  const known = new WeakMap<DocumentNode, readonly PageSize[]>();

  function pagesOf(document: DocumentNode): readonly PageSize[] {
    const pages = known.get(document) ?? findPages(schema, document, maxPageSize);
    known.set(document, pages);
    return pages;
  }

  return (document, operation, variables) => {
    for (const { coordinate, limit, value } of pagesOf(document)) {
      const size = sizeOf(value, operation, variables);
      if (size === null || (size >= 1 && size <= limit)) continue;
      throw limitError(`${coordinate}: "first" must be between 1 and ${limit}.`, limit);
    }
  };
}

function findPages(schema: GraphQLSchema, document: DocumentNode, maxPageSize: number): readonly PageSize[] {
  const pages: PageSize[] = [];
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Argument({ name, value }) {
        const argument = types.getArgument();
        if (name.value !== 'first' || !argument) return;
        const coordinate = `${types.getParentType()?.name ?? ''}.${types.getFieldDef()?.name ?? ''}`;
        pages.push({ coordinate, limit: limitOf(argument, maxPageSize), value });
      },
    }),
  );
  return pages;
}

function limitOf({ description }: GraphQLArgument, maxPageSize: number): number {
  return documentedPageSize(description) ?? maxPageSize;
}

/** Null when it is left out or no number: the schema's default holds, or coercion refuses it. */
export function sizeOf(
  value: ValueNode,
  { variableDefinitions }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number | null {
  if (value.kind === Kind.INT) return Number(value.value);
  if (value.kind !== Kind.VARIABLE) return null;
  const sent = variables[value.name.value];
  if (typeof sent === 'number') return sent;
  if (sent !== undefined) return null;
  const definition = variableDefinitions?.find(({ variable }) => variable.name.value === value.name.value);
  return definition?.defaultValue?.kind === Kind.INT ? Number(definition.defaultValue.value) : null;
}
