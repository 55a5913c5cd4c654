export type { TokenWishes } from './access-token.ts';
export { startIdentityProvider } from './identity-provider.ts';
export type { IdentityProvider, IdentityProviderOptions } from './identity-provider.ts';
export { roleNames } from './roles.ts';
export type { Role, RoleName, Scope } from './roles.ts';
