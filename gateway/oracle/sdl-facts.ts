import { Kind, valueFromASTUntyped } from 'graphql';
import type { ConstDirectiveNode, DocumentNode } from 'graphql';

/** A rule as the SDL writes it: one of the lists must be held whole. */
export type WrittenRule = readonly (readonly string[])[];

/** What the oracle and the fakes read from a supergraph's SDL. Shares no code with the gateway. */
export interface SdlFacts {
  /** By `Type`, `Type.field`, `Type.field.argument`. */
  readonly rules: ReadonlyMap<string, readonly WrittenRule[]>;
  /** Every scope that a rule names. */
  readonly scopes: readonly string[];
  /** Object types with a key, and interfaces with one. */
  readonly entities: ReadonlySet<string>;
  /** Names of the fields that `@requires` names, by `Type.field`. */
  readonly requires: ReadonlyMap<string, readonly string[]>;
}

export function readSdlFacts(document: DocumentNode): SdlFacts {
  const rules = new Map<string, readonly WrittenRule[]>();
  const entities = new Set<string>();
  const requires = new Map<string, readonly string[]>();
  const note = (place: string, directives: readonly ConstDirectiveNode[] | undefined) => {
    const found = (directives ?? []).flatMap((directive) => ruleOf(directive) ?? []);
    if (found.length > 0) rules.set(place, found);
  };
  for (const definition of document.definitions) {
    if (!('name' in definition) || !definition.name) continue;
    const type = definition.name.value;
    if (definition.kind !== Kind.INTERFACE_TYPE_DEFINITION && definition.kind !== Kind.DIRECTIVE_DEFINITION) {
      note(type, 'directives' in definition ? (definition.directives as readonly ConstDirectiveNode[]) : []);
    }
    if ('directives' in definition) {
      const keyed = definition.directives?.some(
        ({ name, arguments: args }) =>
          name.value === 'join__type' && args?.some((argument) => argument.name.value === 'key'),
      );
      if (keyed) entities.add(type);
    }
    if (!('fields' in definition) || definition.kind === Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const field of definition.fields ?? []) {
      note(`${type}.${field.name.value}`, field.directives);
      const needed = (field.directives ?? []).flatMap((directive) => stringArgument(directive, 'requires'));
      if (needed.length > 0) requires.set(`${type}.${field.name.value}`, needed.join(' ').split(/\s+/));
      if (field.kind !== Kind.FIELD_DEFINITION) continue;
      for (const argument of field.arguments ?? []) {
        note(`${type}.${field.name.value}.${argument.name.value}`, argument.directives);
      }
    }
  }
  const scopes = [...new Set([...rules.values()].flat(3))].toSorted();
  return { rules, scopes, entities, requires };
}

function ruleOf(directive: ConstDirectiveNode): readonly WrittenRule[] | null {
  if (directive.name.value === 'authenticated') return [[[]]];
  if (directive.name.value !== 'requiresScopes' && directive.name.value !== 'inputScopes') return null;
  const scopes = directive.arguments?.[0]?.value;
  // Both directives take a list of lists of names.
  return scopes ? [valueFromASTUntyped(scopes) as WrittenRule] : null;
}

function stringArgument({ arguments: args }: ConstDirectiveNode, name: string): readonly string[] {
  const value = args?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? [value.value] : [];
}
