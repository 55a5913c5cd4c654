import { requireScope, type Viewer } from '@customer360/service';
import type DataLoader from 'dataloader';
import type { ConsentPurpose } from '../../configuration/configuration.ts';
import { statusAt, type ConsentStatus } from '../../consents/consent.ts';
import type { Profile } from '../profile.ts';
import type { PurposeDecision } from './consent-read-repository.ts';

/** A decision as of now. Times are milliseconds. */
export interface Consent {
  readonly purpose: ConsentPurpose;
  readonly status: ConsentStatus;
  readonly updatedAt: number;
  /** When a grant ends or ended; null when it does not. */
  readonly expiresAt: number | null;
}

export interface ConsentService {
  ofProfile(profile: Pick<Profile, 'id'>): Promise<Consent[]>;
}

export function createConsentService(options: {
  readonly viewer: Viewer;
  readonly consents: DataLoader<string, readonly PurposeDecision[]>;
  readonly clock: () => number;
}): ConsentService {
  const { viewer, consents, clock } = options;
  return {
    async ofProfile(profile) {
      requireScope(viewer, 'profile:read');
      return consentsAt(await consents.load(profile.id), clock());
    },
  };
}

/** Decisions as of a moment. */
export function consentsAt(decisions: readonly PurposeDecision[], now: number): Consent[] {
  return decisions.map((decision) => ({
    purpose: decision.purpose,
    status: statusAt(decision, now),
    updatedAt: decision.updatedAt,
    expiresAt: decision.expiresAt,
  }));
}
