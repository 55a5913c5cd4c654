import type { LogEntry } from '@customer360/event-log';
import { z } from 'zod';
import {
  consentPurposes,
  type ConsentPurpose,
  type TenantConfiguration,
} from '../configuration/configuration.ts';
import type { ConsentStatus } from './consent.ts';

/** What an entry says of a purpose, before it is known whom it is about. */
export interface Said {
  readonly purpose: ConsentPurpose;
  readonly status: ConsentStatus;
  readonly expiresAt: number | null;
}

const setConsent = z.object({
  command: z.literal('setConsent'),
  purpose: z.enum(consentPurposes),
  status: z.enum(['GRANTED', 'DENIED']),
  expiresAt: z.number().nullable().optional(),
});

const CATEGORY_MARK = '"categoryPreferences"';

/** Everything that an entry says of consent, by purpose; most entries say nothing. */
export function consentsSaid(entry: LogEntry, configuration: TenantConfiguration): Said[] {
  if (entry.payload === null) return [];
  if (entry.kind === 'command') return commanded(entry.payload);
  if (!entry.payload.includes(CATEGORY_MARK)) return [];
  const { context } = JSON.parse(entry.payload) as {
    context?: { consent?: { categoryPreferences?: unknown } };
  };
  const preferences = context?.consent?.categoryPreferences;
  if (typeof preferences !== 'object' || preferences === null) return [];
  const said = new Map<ConsentPurpose, ConsentStatus>();
  for (const [category, allowed] of Object.entries(preferences)) {
    const purposes = configuration.consentCategories;
    const purpose = Object.hasOwn(purposes, category) ? purposes[category] : undefined;
    if (purpose === undefined || typeof allowed !== 'boolean') continue;
    if (said.get(purpose) !== 'DENIED') said.set(purpose, allowed ? 'GRANTED' : 'DENIED');
  }
  return [...said]
    .map(([purpose, status]) => ({ purpose, status, expiresAt: null }))
    .toSorted((a, b) => (a.purpose < b.purpose ? -1 : 1));
}

function commanded(payload: string): Said[] {
  if (!payload.includes('"setConsent"')) return [];
  const command = setConsent.safeParse(JSON.parse(payload));
  if (!command.success) return [];
  const { purpose, status, expiresAt } = command.data;
  return [{ purpose, status, expiresAt: status === 'GRANTED' ? (expiresAt ?? null) : null }];
}
