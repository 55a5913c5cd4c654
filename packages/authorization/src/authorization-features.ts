import { Kind, visit } from 'graphql';
import type { DocumentNode } from 'graphql';
import { linkedFeatures } from './linked-features.ts';
import type { LinkedFeature } from './linked-features.ts';
import { AuthorizationTableError } from './table-error.ts';

/** Where the specification of `@inputScopes` lives; subgraphs link and compose it. */
export const inputScopesUrl = 'https://customer360.example/inputScopes/v0.1';

const identities = {
  authenticated: 'https://specs.apollo.dev/authenticated',
  requiresScopes: 'https://specs.apollo.dev/requiresScopes',
  inputScopes: inputScopesUrl.replace(/\/v0\.1$/, ''),
} as const;
const knownVersion = 'v0.1';

export type AuthorizationFeature = keyof typeof identities;

/** The features that the stock gateway would refuse to load with their purpose. */
export function isRemovedPurpose(feature: LinkedFeature): boolean {
  return feature.identity === identities.authenticated || feature.identity === identities.requiresScopes;
}

/** Names that only a link may explain: applied without one, they would be rules that nobody enforces. */
const reservedNames = ['authenticated', 'requiresScopes', 'policy', 'inputScopes'];

/** The name of each authorization directive in this supergraph; a feature that is not linked has none. */
export function authorizationFeatures(
  document: DocumentNode,
): Readonly<Partial<Record<AuthorizationFeature, string>>> {
  const names: Partial<Record<AuthorizationFeature, string>> = {};
  for (const feature of linkedFeatures(document)) {
    const known = featureOf(feature);
    if (known === null) continue;
    if (names[known] !== undefined) throw new AuthorizationTableError(`${known} is linked twice`);
    names[known] = feature.directiveName;
  }
  const linked = new Set(Object.values(names));
  const defined = definedDirectives(document);
  for (const name of linked) {
    if (!defined.has(name)) throw new AuthorizationTableError(`@${name} is linked and not defined`);
  }
  for (const name of [...defined, ...appliedDirectives(document)]) {
    if (!linked.has(name) && isReserved(name)) {
      throw new AuthorizationTableError(`@${name} is used and not linked`);
    }
  }
  return names;
}

/** Null for features that say nothing about access. */
function featureOf({ identity, version, purpose }: LinkedFeature): AuthorizationFeature | null {
  // The cast gives the keys back that Object.entries widens to strings.
  const found = (Object.entries(identities) as [AuthorizationFeature, string][]).find(
    ([, known]) => known === identity,
  );
  if (!found) {
    if (purpose !== 'SECURITY') return null;
    throw new AuthorizationTableError(`the security feature ${identity} is unknown`);
  }
  if (version === knownVersion) return found[0];
  throw new AuthorizationTableError(`${found[0]} ${version} is unknown; ${knownVersion} is known`);
}

function isReserved(name: string): boolean {
  return reservedNames.some((reserved) => name === reserved || name.startsWith(`${reserved}__`));
}

function definedDirectives(document: DocumentNode): ReadonlySet<string> {
  return new Set(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.DIRECTIVE_DEFINITION ? [definition.name.value] : [],
    ),
  );
}

function appliedDirectives(document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  visit(document, { Directive: ({ name }) => void names.add(name.value) });
  return names;
}
