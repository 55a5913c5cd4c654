/** What the page is told. `app/config.ts` reads it. */
export interface PlaygroundConfig {
  readonly graphqlUrl: string;
  readonly headers: string;
  readonly query: string;
  readonly oidc: PlaygroundOidc | null;
}

/** A public client of an OpenID provider that the playground signs people in with. */
export interface PlaygroundOidc {
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
}

/** Puts the configuration and the nonce into the built page. */
export function renderPage(page: string, config: PlaygroundConfig, nonce: string): string {
  return page
    .replace('__STYLE_NONCE__', () => nonce)
    .replace('__PLAYGROUND_CONFIG__', () => escapeAttribute(JSON.stringify(config)));
}

/**
 * Scripts only from our own files. Style elements only from our files or with the nonce; style attributes are allowed,
 * because the code editor places every line by one; its fonts stand
 * inside its style sheets. Nothing leaves but to the gateway and the identity provider.
 */
export function contentSecurityPolicy(nonce: string, oidc: PlaygroundOidc | null): string {
  const issuer = oidc ? ` ${new URL(oidc.issuer).origin}` : '';
  return [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    `style-src-elem 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "font-src 'self' data:",
    "img-src 'self' data:",
    `connect-src 'self'${issuer}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function escapeAttribute(text: string): string {
  return text.replace(/[&"<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}
