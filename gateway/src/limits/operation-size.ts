import { Kind } from 'graphql';
import type {
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionSetNode,
  ValidationContext,
  ValidationRule,
} from 'graphql';
import { limitError } from './limit-error.ts';
import type { OperationLimits } from './limits.ts';

interface Size {
  readonly depth: number;
  readonly aliases: number;
  /** Fields on the first level. */
  readonly fields: number;
}

const nothing: Size = { depth: 0, aliases: 0, fields: 0 };

/** Refuses operations that are too deep, have too many aliases or too many root fields. */
export function operationSizeRule(limits: OperationLimits): ValidationRule {
  return (context) => {
    const fragments = new Map(
      context
        .getDocument()
        .definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
        .map((fragment) => [fragment.name.value, fragment]),
    );
    const sizeOf = createMeasure(fragments);
    return {
      OperationDefinition(operation) {
        report(context, operation, sizeOf(operation.selectionSet), limits);
        return false;
      },
    };
  };
}

function report(
  context: ValidationContext,
  operation: OperationDefinitionNode,
  { depth, aliases, fields }: Size,
  { maxDepth, maxAliases, maxRootFields }: OperationLimits,
): void {
  const refuse = (what: string, limit: number) =>
    context.reportError(
      limitError(`The operation has ${what}; at most ${limit} are allowed.`, limit, [operation]),
    );
  if (depth > maxDepth) refuse(`${depth} levels of fields`, maxDepth);
  if (aliases > maxAliases) refuse(`${aliases} aliases`, maxAliases);
  if (fields > maxRootFields) refuse(`${fields} root fields`, maxRootFields);
}

/** Each fragment is measured once, so that fragments that spread one another cost no more than their text. */
function createMeasure(fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
  // A fragment under measurement counts as nothing: a cycle is refused by another rule.
  const known = new Map<string, Size>();

  function ofFragment(name: string): Size {
    const size = known.get(name);
    const fragment = fragments.get(name);
    if (size || !fragment) return size ?? nothing;
    known.set(name, nothing);
    const measured = ofSelections(fragment.selectionSet);
    known.set(name, measured);
    return measured;
  }

  function ofSelections({ selections }: SelectionSetNode): Size {
    let { depth, aliases, fields } = nothing;
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const below = selection.selectionSet ? ofSelections(selection.selectionSet) : nothing;
        depth = Math.max(depth, below.depth + 1);
        aliases += below.aliases + (isRenamed(selection) ? 1 : 0);
        fields += 1;
        continue;
      }
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? ofFragment(selection.name.value)
          : ofSelections(selection.selectionSet);
      depth = Math.max(depth, inner.depth);
      aliases += inner.aliases;
      fields += inner.fields;
    }
    return { depth, aliases, fields };
  }

  return ofSelections;
}

function isRenamed({
  alias,
  name,
}: {
  alias?: { value: string } | undefined;
  name: { value: string };
}): boolean {
  return alias !== undefined && alias.value !== name.value;
}
