import { roleNames, startIdentityProvider, type RoleName } from '@customer360/identity-provider';
import { createTokenVerifier, type Logger, type TokenVerifier } from '@customer360/service';

/** Who issues the tokens, and ready-made ones where that is us. */
export interface Identity {
  readonly issuer: string;
  readonly verifier: TokenVerifier;
  /** True when the embedded provider runs. */
  readonly isEmbedded: boolean;
  /** By role; empty when the provider is not ours. */
  tokens(): Promise<Readonly<Partial<Record<RoleName, string>>>>;
  close(): Promise<void>;
}

const AUDIENCE = 'customer360';

/** The embedded provider, or with an issuer of your own nothing but its verifier. */
export async function openIdentity(options: {
  readonly oidcIssuer: string | null;
  readonly port: number;
  readonly tenantId: string;
  readonly dataDir: string;
  readonly logger: Logger;
}): Promise<Identity> {
  const { oidcIssuer, port, tenantId, dataDir, logger } = options;
  if (oidcIssuer !== null) {
    const verifier = createTokenVerifier({ issuer: oidcIssuer, audience: AUDIENCE });
    return {
      issuer: oidcIssuer,
      verifier,
      isEmbedded: false,
      tokens: async () => ({}),
      close: async () => undefined,
    };
  }
  const provider = await startIdentityProvider({ port, tenantId, dataDir, logger });
  return {
    issuer: provider.issuer,
    verifier: createTokenVerifier({ issuer: provider.issuer, audience: AUDIENCE }),
    isEmbedded: true,
    async tokens() {
      const made = roleNames.map(async (role) => [role, await provider.tokenFor(role)] as const);
      return Object.fromEntries(await Promise.all(made));
    },
    close: () => provider.close(),
  };
}
