// What a browser does in the authorization code flow: keeps cookies, follows redirects, sends forms.
import { createHash, randomBytes } from 'node:crypto';

export interface Pkce {
  readonly verifier: string;
  readonly challenge: string;
}

export function newPkce(): Pkce {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** An authorization request as the front end sends it; `change` replaces parameters, undefined leaves one out. */
export function authorizationUrl(
  issuer: string,
  pkce: Pkce,
  change: Record<string, string | undefined> = {},
): string {
  const parameters = {
    client_id: 'frontend',
    response_type: 'code',
    redirect_uri: 'http://127.0.0.1:5999/callback',
    scope: 'openid profile:read journey:read',
    state: 'abc',
    code_challenge: pkce.challenge,
    code_challenge_method: 'S256',
    ...change,
  };
  const sent = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return `${issuer}/auth?${new URLSearchParams(sent).toString()}`;
}

interface Sending {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
}

export class Browser {
  readonly #cookies = new Map<string, string>();

  /** One request, its cookies kept, redirects followed as long as they stay at the issuer. */
  async open(url: string, { headers, ...init }: Sending = {}): Promise<{ response: Response; url: string }> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { ...headers, cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) this.#cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) return { response, url };
    const next = new URL(location, url);
    return next.origin === new URL(url).origin ? this.open(next.href) : { response, url: next.href };
  }

  /** Chooses a person on the sign-in page and gives where the browser ends up. */
  async signIn(authorization: string, person: string): Promise<string> {
    const { response, url: page } = await this.open(authorization);
    const action = /action="([^"]+)"/.exec(await response.text())?.[1] ?? '';
    const sent = await this.open(new URL(action, page).href, {
      method: 'POST',
      body: new URLSearchParams({ person }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(page).origin },
    });
    return sent.url;
  }
}

export async function exchange(
  issuer: string,
  parameters: Record<string, string>,
  headers: Record<string, string> = {},
) {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams(parameters),
    headers,
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, string>,
  };
}
