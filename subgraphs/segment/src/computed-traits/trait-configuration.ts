import { configurationSchemas, readPath, type LogEntry } from '@customer360/event-log';
import type { Transaction } from 'kysely';
import type { ComputedTraitTables } from './tables.ts';
import type { TraitConfiguration } from './trait-set.ts';

type Trx = Transaction<ComputedTraitTables>;

/** Parts of the configuration that say what is computed and who sees it. */
const names = ['journeys', 'computedTraits', 'personaFeatures', 'nonPersonalTraits'] as const;

export interface TraitSetting {
  readonly name: (typeof names)[number];
  readonly value: unknown;
}

/** True when the setting changes the values of computed traits. */
export function changesValues({ name }: TraitSetting): boolean {
  return name === 'journeys' || name === 'computedTraits';
}

/** The setting that an entry brings; null for every other entry. Throws for one that does not fit its schema. */
export function readTraitSetting({ kind, payload }: Pick<LogEntry, 'kind' | 'payload'>): TraitSetting | null {
  if (kind !== 'configuration' || payload === null) return null;
  const entry: unknown = JSON.parse(payload);
  const name = names.find((one) => one === readPath(entry, 'configuration'));
  if (name === undefined) return null;
  return { name, value: configurationSchemas[name].parse(readPath(entry, 'value')) };
}

export async function saveTraitSetting(
  trx: Trx,
  tenantId: string,
  { name, value, position }: TraitSetting & { readonly position: number },
): Promise<void> {
  const row = { value: JSON.stringify(value), position };
  await trx
    .insertInto('segment.trait_configuration')
    .values({ tenant_id: tenantId, name, ...row })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'name']).doUpdateSet(row))
    .execute();
}

/** The tenant's configuration in force. */
export async function loadTraitConfiguration(trx: Trx, tenantId: string): Promise<TraitConfiguration> {
  const rows = await trx
    .selectFrom('segment.trait_configuration')
    .select(['name', 'value'])
    .where('tenant_id', '=', tenantId)
    .execute();
  const values = new Map(rows.map(({ name, value }) => [name, value]));
  const read = <Name extends TraitSetting['name']>(name: Name): TraitConfiguration[Name] => {
    const text = values.get(name);
    // Only parsed values are saved.
    return text === undefined ? null : (JSON.parse(text) as TraitConfiguration[Name]);
  };
  return {
    journeys: read('journeys'),
    computedTraits: read('computedTraits'),
    personaFeatures: read('personaFeatures'),
    nonPersonalTraits: read('nonPersonalTraits'),
  };
}
