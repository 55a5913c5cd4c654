export type { TokenWishes } from './access-token.ts';
export { startIdentityProvider } from './identity-provider.ts';
export type { IdentityProvider, IdentityProviderOptions } from './identity-provider.ts';
export { allScopes, roleNames, roles } from './roles.ts';
export type { Role, RoleName, Scope } from './roles.ts';
