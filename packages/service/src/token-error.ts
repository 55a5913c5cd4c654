import { errors } from 'jose';
import { AppError } from './errors.ts';

/** Why a token is refused, with the text that the client may read. */
const descriptions = {
  missing: 'An access token is needed.',
  malformed: 'The Authorization header must be "Bearer" and one JSON Web Token.',
  too_long: 'The token is too long.',
  not_an_access_token: 'The token is not an access token.',
  algorithm: 'The signing algorithm is not accepted.',
  unknown_key: 'The token is signed with an unknown key.',
  signature: 'The signature does not match.',
  expired: 'The token has expired.',
  not_yet_valid: 'The token is not valid yet.',
  lifetime: 'The token lives too long.',
  issuer: 'The token comes from another issuer.',
  audience: 'The token is meant for another audience.',
  subject: 'The token names no subject.',
  tenant: 'The token names no valid tenant.',
  scope: 'The token carries no scope claim.',
} as const;

export type TokenRefusal = keyof typeof descriptions;

/** UNAUTHENTICATED, with a reason that is safe to show. */
export class TokenError extends AppError {
  readonly reason: TokenRefusal;

  constructor(reason: TokenRefusal, options: { readonly cause?: unknown } = {}) {
    super('UNAUTHENTICATED', descriptions[reason], options);
    this.name = 'TokenError';
    this.reason = reason;
  }

  /** Value of `WWW-Authenticate` (RFC 6750 section 3): no error code when no token was sent. */
  get challenge(): string {
    if (this.reason === 'missing') return 'Bearer realm="customer360"';
    // RFC 6750 allows no double quote inside error_description.
    const description = descriptions[this.reason].replaceAll('"', "'");
    return `Bearer realm="customer360", error="invalid_token", error_description="${description}"`;
  }
}

const refusalOfClaim: Readonly<Record<string, TokenRefusal>> = {
  iss: 'issuer',
  aud: 'audience',
  sub: 'subject',
  tenant: 'tenant',
  scope: 'scope',
  nbf: 'not_yet_valid',
  exp: 'lifetime',
  iat: 'lifetime',
};

/** Says why the verification failed. An error that is no verdict on the token is thrown again by the caller. */
export function refusalOf(error: unknown): TokenRefusal | null {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) return refusalOfClaim[error.claim] ?? 'malformed';
  if (error instanceof errors.JOSEAlgNotAllowed) return 'algorithm';
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
    return 'unknown_key';
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  return error instanceof errors.JOSEError ? 'malformed' : null;
}
