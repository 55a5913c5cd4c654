import { AppError, type Viewer } from '@customer360/service';

/** Throws FORBIDDEN unless the viewer holds one of the scopes. */
export function requireAnyScope(viewer: Viewer, scopes: readonly string[]): void {
  if (scopes.some((scope) => viewer.scopes.has(scope))) return;
  throw new AppError('FORBIDDEN', `One of these scopes is needed: ${scopes.join(', ')}.`);
}
