import { canonicalJson, normaliseIdentifier } from '@customer360/tracking';
import { z } from 'zod';
import { computedTraits } from './computed-traits.ts';
import type { IdentifierValue, NewEntry } from './event-log.ts';
import { journeyMapping } from './journey-mapping.ts';
import { ownEntry } from './own-entry.ts';
import { personaFeatures } from './persona-features.ts';

export const survivorshipRules = [
  'most_recent',
  'oldest',
  'non_null',
  'source_priority',
  'verified_first',
  'most_frequent',
  'append_distinct',
] as const;
export type SurvivorshipRule = (typeof survivorshipRules)[number];

export const consentPurposes = [
  'FUNCTIONAL',
  'ANALYTICS',
  'PERSONALISATION',
  'MARKETING',
  'ADVERTISING',
  'DATA_SHARING',
  'AI_PROCESSING',
] as const;
export type ConsentPurpose = (typeof consentPurposes)[number];

const typeLimit = z.object({
  limit: z.int().min(1).max(1_000),
  /** Milliseconds; null counts for ever. */
  windowMs: z.int().positive().nullable(),
});

/** What each configuration entry of the log may hold, by its name. */
export const configurationSchemas = {
  survivorship: z.object({
    default: z.enum(survivorshipRules).default('most_recent'),
    traits: z.record(z.string().max(200), z.enum(survivorshipRules)).default({}),
  }),
  /** Source ids, best first. */
  sourcePriority: z.array(z.string().max(40)).max(1_000),
  /** Consent category of `context.consent.categoryPreferences` to purpose. */
  consentCategories: z.record(z.string().max(100), z.enum(consentPurposes)),
  /** Ids of identifiers. Their values stand in the dictionary, because the entry carries them as its identifiers. */
  blockedValues: z.array(z.uuid()).max(10_000),
  /**
   * What is shown without `profile:pii`: names of traits, `computed.NAME` of computed traits, and `properties.NAME` of
   * event properties, which rules may then ask for.
   */
  nonPersonalTraits: z.array(z.string().max(200)).max(1_000),
  journeys: journeyMapping,
  computedTraits,
  personaFeatures,
  limits: z.object({
    autoBlockUsers: z.int().min(1).max(10_000).optional(),
    maxIdentifiers: z.int().min(2).max(1_000).optional(),
    maxMerges: z.int().min(1).max(1_000).optional(),
    types: z.record(z.string().max(100), typeLimit).optional(),
  }),
} as const;

export type ConfigurationName = keyof typeof configurationSchemas;
export type ConfigurationValue<N extends ConfigurationName> = z.output<(typeof configurationSchemas)[N]>;

const blockedValues = z
  .array(z.object({ type: z.string().max(100), value: z.string().max(500) }))
  .max(10_000)
  .transform(normaliseValues);

/** A file of configuration: each name at most once, nothing that is unknown. */
export const configurationFile = z.strictObject({
  survivorship: configurationSchemas.survivorship.optional(),
  sourcePriority: configurationSchemas.sourcePriority.optional(),
  consentCategories: configurationSchemas.consentCategories.optional(),
  blockedValues: blockedValues.optional(),
  nonPersonalTraits: configurationSchemas.nonPersonalTraits.optional(),
  limits: configurationSchemas.limits.optional(),
  journeys: configurationSchemas.journeys.optional(),
  computedTraits: configurationSchemas.computedTraits.optional(),
  personaFeatures: configurationSchemas.personaFeatures.optional(),
});

/** Values as the dictionary spells them: one that is spelt otherwise would block nothing and nobody would notice. */
function normaliseValues(
  values: readonly IdentifierValue[],
  context: z.RefinementCtx,
): readonly IdentifierValue[] {
  return values.map(({ type, value }, index) => {
    const normal = normaliseIdentifier(type, value);
    if (normal === null) {
      const path = [index, 'value'];
      context.addIssue({ code: 'custom', path, message: `is not a value of the type ${type}`, input: value });
    }
    return { type, value: normal ?? value };
  });
}

/** One entry per name that the file sets, the list of blocked values last. Values go to the dictionary, never into an entry. */
export function configurationEntries(
  { blockedValues: blocked, ...rest }: z.output<typeof configurationFile>,
  options: { readonly now: number; readonly newId: () => string },
): NewEntry[] {
  const settings = Object.entries(rest).filter(([, value]) => value !== undefined);
  const entries = settings.map(([name, value]) =>
    configurationEntry(name, { value, identifiers: [] }, options),
  );
  if (blocked !== undefined) {
    entries.push(
      configurationEntry('blockedValues', { value: null, identifiers: distinct(blocked) }, options),
    );
  }
  return entries;
}

function configurationEntry(
  configuration: string,
  { value, identifiers }: { readonly value: unknown; readonly identifiers: readonly IdentifierValue[] },
  { now, newId }: { readonly now: number; readonly newId: () => string },
): NewEntry {
  return ownEntry(
    {
      sourceId: 'internal:configuration',
      messageId: newId(),
      kind: 'configuration',
      identifiers,
      payload: canonicalJson({ configuration, value }),
    },
    now,
  );
}

function distinct(values: readonly IdentifierValue[]): IdentifierValue[] {
  return [...new Map(values.map((value) => [JSON.stringify([value.type, value.value]), value])).values()];
}
