import {
  configurationSchemas,
  defaultComputedTraits,
  defaultJourneyMapping,
  defaultPersonaFeatures,
  type ConfigurationName,
  type ConfigurationValue,
} from '@customer360/event-log';

export {
  consentPurposes,
  survivorshipRules,
  type ConfigurationName,
  type ConsentPurpose,
  type SurvivorshipRule,
} from '@customer360/event-log';

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
  journeys: defaultJourneyMapping,
  computedTraits: defaultComputedTraits,
  personaFeatures: defaultPersonaFeatures,
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
export function ruleOf(
  configuration: TenantConfiguration,
  trait: string,
): TenantConfiguration['survivorship']['default'] {
  const { survivorship } = configuration;
  return Object.hasOwn(survivorship.traits, trait)
    ? (survivorship.traits[trait] ?? survivorship.default)
    : survivorship.default;
}
