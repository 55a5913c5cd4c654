import { Kind, valueFromASTUntyped } from 'graphql';
import type { ConstDirectiveNode, DocumentNode } from 'graphql';
import { AuthorizationTableError } from './table-error.ts';

/** A `@link` of a schema: which feature it brings and how its elements are named here. */
export interface LinkedFeature {
  /** The url without its version. */
  readonly identity: string;
  readonly version: string;
  readonly purpose: string | null;
  /** The name in this schema of the directive that has the feature's own name. */
  readonly directiveName: string;
  readonly node: ConstDirectiveNode;
}

/** All links of a supergraph, `as:` and `import` resolved as the link specification 1.0 says. */
export function linkedFeatures(document: DocumentNode): readonly LinkedFeature[] {
  const directives = document.definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
      ? (definition.directives ?? [])
      : [],
  );
  const links = directives.map((node) => ({ node, values: argumentsOf(node) }));
  const linkName = nameOfLink(links);
  return links.filter(({ node }) => node.name.value === linkName).map(toFeature);
}

export function argumentsOf(node: ConstDirectiveNode): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    (node.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]),
  );
}

interface AppliedLink {
  readonly node: ConstDirectiveNode;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The link specification links itself, possibly under another name. */
function nameOfLink(links: readonly AppliedLink[]): string {
  const self = links.find(({ values }) => String(values['url']).startsWith('https://specs.apollo.dev/link/'));
  if (!self) throw new AuthorizationTableError('the supergraph does not link the link specification');
  return self.node.name.value;
}

function toFeature({ node, values }: AppliedLink): LinkedFeature {
  const url = /^(?<identity>https?:\/\/.+\/(?<name>[^/]+))\/(?<version>v\d+\.\d+)\/?$/.exec(
    String(values['url']),
  )?.groups;
  if (!url) throw new AuthorizationTableError(`cannot read the link ${JSON.stringify(values['url'])}`);
  const { identity = '', name = '', version = '' } = url;
  return {
    identity,
    version,
    purpose: typeof values['for'] === 'string' ? values['for'] : null,
    directiveName: directiveNameOf(name, values),
    node,
  };
}

function directiveNameOf(name: string, { as, import: imports }: Readonly<Record<string, unknown>>): string {
  const imported = (Array.isArray(imports) ? imports : []).find((item) => importedName(item) === `@${name}`);
  if (typeof imported === 'string') return name;
  if (imported?.as) return String(imported.as).replace(/^@/, '');
  return typeof as === 'string' ? as : name;
}

function importedName(item: unknown): unknown {
  return typeof item === 'object' && item !== null && 'name' in item ? item.name : item;
}
