import type { DatabaseConfig } from '@customer360/postgres';

/** What a server process is told to be. */
export interface ServerOrder {
  readonly role: 'ingestion' | 'profile' | 'both';
  readonly database: DatabaseConfig;
}

/** What a server process says. */
export type ServerReport =
  | { readonly kind: 'ready'; readonly url: string | null }
  | { readonly kind: 'lag'; readonly entries: number; readonly seconds: number };

export type Lag = Extract<ServerReport, { readonly kind: 'lag' }>;
