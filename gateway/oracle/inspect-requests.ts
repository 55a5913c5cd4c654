import { isInterfaceType, isObjectType, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { DocumentNode } from 'graphql';
import type { RecordedRequest } from './fake-subgraphs.ts';
import { inlineVariables } from './inline-variables.ts';
import type { Oracle } from './oracle.ts';

/**
 * What subgraphs were asked or gave although the caller may not read it. Key fields do not count: the gateway moves by them
 * and keeps them to itself unless they are selected.
 */
export function forbiddenIn(
  oracle: Oracle,
  requests: readonly RecordedRequest[],
  scopes: ReadonlySet<string>,
): readonly string[] {
  const judge = oracle.judge(scopes);
  const isTransit = (typeName: string, fieldName: string) =>
    fieldName.startsWith('_') || (fieldName === 'id' && oracle.facts.entities.has(typeName));
  const found: string[] = [];
  for (const request of requests) {
    for (const coordinate of request.resolved) {
      const [typeName = '', fieldName = ''] = coordinate.split('.');
      if (!isTransit(typeName, fieldName) && !judge.showsField(typeName, fieldName)) {
        found.push(`${request.subgraph} gave ${coordinate}`);
      }
    }
    const types = new TypeInfo(request.schema);
    visit(
      inlined(request),
      visitWithTypeInfo(types, {
        Field(node) {
          const parent = types.getParentType()?.name ?? '';
          const owners = ownersOf(oracle, parent).filter((owner) => !isTransit(owner, node.name.value));
          if (owners.length > 0 && owners.every((owner) => !judge.shows(owner, node))) {
            found.push(`${request.subgraph} was asked for ${parent}.${node.name.value}`);
          }
        },
      }),
    );
  }
  return found;
}

/** Only variables of inputs; representations are keys. */
function inlined({ schema, document, variables }: RecordedRequest): DocumentNode {
  const { representations: _, ...inputs } = variables;
  const withoutEntities = visit(document, {
    Argument: ({ name }) => (name.value === 'representations' ? null : undefined),
    VariableDefinition: ({ variable }) => (variable.name.value === 'representations' ? null : undefined),
  });
  return inlineVariables(schema, withoutEntities, inputs);
}

/** A subgraph's type may be an interface of the supergraph, or machinery that the supergraph does not have. */
function ownersOf({ schema }: Oracle, typeName: string): readonly string[] {
  const type = schema.getType(typeName);
  if (isInterfaceType(type)) return schema.getPossibleTypes(type).map(({ name }) => name);
  return isObjectType(type) ? [typeName] : [];
}
