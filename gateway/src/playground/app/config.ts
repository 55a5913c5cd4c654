/** What the server puts into the page. The server's side is `PlaygroundConfig` in `playground-routes.ts`. */
export interface Config {
  readonly graphqlUrl: string;
  /** JSON text for the headers tab; empty when there is no ready-made token. */
  readonly headers: string;
  readonly query: string;
  /** Null: no sign-in button. */
  readonly oidc: { readonly issuer: string; readonly clientId: string; readonly scope: string } | null;
}

export function readConfig(): Config {
  const element = document.querySelector<HTMLMetaElement>('meta[name="playground-config"]');
  return JSON.parse(element?.content ?? '') as Config; // written by our own server
}
