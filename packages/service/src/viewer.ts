import { AppError } from './errors.ts';

/** Who asks, as a verified access token says. */
export interface Viewer {
  readonly subject: string;
  /** The OAuth client that asks for the subject. Null when the issuer does not name it. */
  readonly clientId: string | null;
  /** The only tenant whose rows this viewer may see. */
  readonly tenantId: string;
  readonly scopes: ReadonlySet<string>;
}

const tenantPattern = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** A tenant is named by a slug: 1 to 63 lower-case letters, digits and inner hyphens. */
export function isTenantId(value: unknown): value is string {
  return typeof value === 'string' && tenantPattern.test(value);
}

/** Throws FORBIDDEN unless the viewer holds the scope. */
export function requireScope(viewer: Viewer, scope: string): void {
  if (!viewer.scopes.has(scope)) throw new AppError('FORBIDDEN', `The scope ${scope} is needed.`);
}
