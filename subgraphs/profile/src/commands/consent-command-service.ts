import { requireScope, type Viewer } from '@customer360/service';
import {
  checkId,
  checkIdempotencyKey,
  firstInvalid,
  idempotencyConflict,
  type IdempotencyConflict,
  invalidInput,
  type InvalidInput,
} from '@customer360/subgraph';
import type { ConsentPurpose } from '../configuration/configuration.ts';
import type { ConsentStatus } from '../consents/consent.ts';
import type { Consent } from '../profiles/consents/consent-service.ts';
import type { ProfileCommands } from './command.ts';
import { identityRefused, type IdentityRefused } from './identity-change.ts';

/** A decision that was recorded, with what now holds for its purpose. */
export interface ConsentSet {
  readonly kind: 'ConsentSet';
  readonly position: number;
  readonly consent: Consent;
}

export interface ConsentInput {
  readonly profileId: string;
  readonly purpose: ConsentPurpose;
  readonly status: ConsentStatus;
  /** Milliseconds. */
  readonly expiresAt?: number | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

export interface ConsentCommandService {
  setConsent(input: ConsentInput): Promise<ConsentSet | IdentityRefused | InvalidInput | IdempotencyConflict>;
}

export function createConsentCommandService(dependencies: {
  readonly viewer: Viewer;
  readonly commands: ProfileCommands;
  /** Decisions of a profile by present or former id. */
  readonly findConsents: (profileId: string) => Promise<readonly Consent[]>;
  readonly newId: () => string;
  readonly forget: () => void;
}): ConsentCommandService {
  const { viewer, commands, findConsents, newId, forget } = dependencies;
  return {
    async setConsent(input) {
      requireScope(viewer, 'profile:write');
      const { purpose, status, expiresAt = null, idempotencyKey } = input;
      const invalid = firstInvalid(
        checkId('input.profileId', input.profileId),
        checkIdempotencyKey(idempotencyKey),
        status === 'DENIED' && expiresAt !== null
          ? invalidInput('input.expiresAt', 'belongs to a grant: a refusal has no end.')
          : null,
      );
      if (invalid !== null) return invalid;
      const profileId = input.profileId.toLowerCase();
      const outcome = await commands.submit(viewer.tenantId, {
        command: { command: 'setConsent', profileId, purpose, status, expiresAt },
        messageId: idempotencyKey ?? newId(),
      });
      if (outcome.kind === 'conflict') {
        return idempotencyConflict();
      }
      forget();
      const { answer, position } = outcome;
      if (!answer.accepted) return identityRefused(answer.reason);
      const consent = (await findConsents(profileId)).find((decision) => decision.purpose === purpose);
      if (consent === undefined) throw new Error('an accepted consent left no decision');
      return { kind: 'ConsentSet', position, consent };
    },
  };
}
