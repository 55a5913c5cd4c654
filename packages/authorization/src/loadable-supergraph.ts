import { Kind, parse, print, visit } from 'graphql';
import type { DirectiveNode } from 'graphql';
import { authorizationFeatures, isRemovedPurpose } from './authorization-features.ts';
import { linkedFeatures } from './linked-features.ts';

/**
 * The supergraph as the stock gateway loads it: only the `for:` of the links of `authenticated` and `requiresScopes` is gone,
 * so that any other security feature still stops it. Throws what `readAuthorizationTable` throws about features.
 */
export function loadableSupergraph(supergraphSdl: string): string {
  const document = parse(supergraphSdl);
  authorizationFeatures(document);
  const links = new Set<DirectiveNode>(
    linkedFeatures(document)
      .filter(isRemovedPurpose)
      .map(({ node }) => node),
  );
  return print(
    visit(document, {
      [Kind.DIRECTIVE]: (node) =>
        links.has(node)
          ? { ...node, arguments: (node.arguments ?? []).filter(({ name }) => name.value !== 'for') }
          : undefined,
    }),
  );
}
