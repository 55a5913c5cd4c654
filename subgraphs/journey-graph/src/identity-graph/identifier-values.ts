import { findIdentifierValues, type IdentifierValue } from '@customer360/event-log';
import { createTenantLoader, type TenantReader } from '@customer360/subgraph';
import type DataLoader from 'dataloader';

/** Normalised values by identifier id, from the log's dictionary; null when it was erased or there never was one. */
export type IdentifierValueLoader = DataLoader<string, IdentifierValue | null>;

export function createIdentifierValueLoader<DB>(reader: TenantReader<DB>): IdentifierValueLoader {
  return createTenantLoader<DB, IdentifierValue | null>(reader, findIdentifierValues, null);
}
