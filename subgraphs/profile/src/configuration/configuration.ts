import { z } from 'zod';

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
  blockedValues: z.array(z.object({ type: z.string().max(100), value: z.string().max(500) })).max(10_000),
  /** Names of traits that are shown without `profile:pii`. */
  nonPersonalTraits: z.array(z.string().max(200)).max(1_000),
  limits: z.object({
    autoBlockUsers: z.int().min(1).max(10_000).optional(),
    maxIdentifiers: z.int().min(2).max(1_000).optional(),
    maxMerges: z.int().min(1).max(1_000).optional(),
    types: z.record(z.string().max(100), typeLimit).optional(),
  }),
} as const;

export type ConfigurationName = keyof typeof configurationSchemas;
export type ConfigurationValue<N extends ConfigurationName> = z.output<(typeof configurationSchemas)[N]>;

/** Everything that a tenant may configure, with the defaults filled in. */
export type TenantConfiguration = { readonly [N in ConfigurationName]: ConfigurationValue<N> };

export const defaultConfiguration: TenantConfiguration = {
  survivorship: { default: 'most_recent', traits: {} },
  sourcePriority: [],
  consentCategories: {
    Functional: 'FUNCTIONAL',
    Essential: 'FUNCTIONAL',
    Analytics: 'ANALYTICS',
    Performance: 'ANALYTICS',
    Personalization: 'PERSONALISATION',
    Personalisation: 'PERSONALISATION',
    Marketing: 'MARKETING',
    Email: 'MARKETING',
    Advertising: 'ADVERTISING',
    DataSharing: 'DATA_SHARING',
    AI: 'AI_PROCESSING',
  },
  blockedValues: [],
  nonPersonalTraits: [],
  limits: {},
};

/** The configuration that stored values make; a value that does not parse is a defect and throws. */
export function toConfiguration(stored: ReadonlyMap<string, unknown>): TenantConfiguration {
  const parsed: Partial<Record<ConfigurationName, unknown>> = {};
  for (const name of Object.keys(configurationSchemas) as ConfigurationName[]) {
    if (stored.has(name)) parsed[name] = configurationSchemas[name].parse(stored.get(name));
  }
  // Each value was parsed by the schema of its name.
  return { ...defaultConfiguration, ...(parsed as Partial<TenantConfiguration>) };
}

/** The rule that picks the golden value of a trait. */
export function ruleOf(configuration: TenantConfiguration, trait: string): SurvivorshipRule {
  const { survivorship } = configuration;
  return Object.hasOwn(survivorship.traits, trait)
    ? (survivorship.traits[trait] ?? survivorship.default)
    : survivorship.default;
}
