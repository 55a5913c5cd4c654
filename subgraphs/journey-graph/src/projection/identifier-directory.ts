import {
  findIdentifierIds,
  findIdentifierValues,
  loadKeyedIds,
  type IdentifierValue,
} from '@customer360/event-log';
import type { AnyDatabase } from '@customer360/postgres';

/** Ids of identifiers by their values, without showing a value. Values are normalised. */
export interface IdentifierDirectory {
  /** For each value its keyed hash, and its id; null for a value that no entry has brought. */
  find(tenantId: string, values: readonly IdentifierValue[]): Promise<readonly NamedIdentifier[]>;
  /** Keyed hashes of the values of identifiers; those whose value is unknown or erased are missing. */
  hashes(tenantId: string, identifierIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

export interface NamedIdentifier {
  readonly identifierId: string | null;
  readonly valueHash: string;
}

/** The dictionary of the event log. */
export function createIdentifierDirectory(database: AnyDatabase): IdentifierDirectory {
  return {
    async find(tenantId, values) {
      const ids = await loadKeyedIds(database, tenantId);
      const found = await database.inTenant(tenantId, (trx) => findIdentifierIds(trx, tenantId, values));
      return values.map(({ type, value }, place) => ({
        identifierId: found[place] ?? null,
        valueHash: ids.valueHash(type, value),
      }));
    },
    async hashes(tenantId, identifierIds) {
      const ids = await loadKeyedIds(database, tenantId);
      const values = await database.inTenant(tenantId, (trx) =>
        findIdentifierValues(trx, tenantId, identifierIds),
      );
      return new Map([...values].map(([id, { type, value }]) => [id, ids.valueHash(type, value)]));
    },
  };
}
