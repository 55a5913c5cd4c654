import { sql, type Transaction } from 'kysely';
import type { ProfileDatabase } from '../src/database.ts';

/** The rows of one tenant that a snapshot is read from, as JSON gives them. */
export interface StoredRows {
  readonly identifier: readonly ProfileDatabase['profile.identifier'][];
  readonly profile: readonly ProfileDatabase['profile.profile'][];
  readonly observation: readonly ProfileDatabase['profile.observation'][];
  readonly identifier_list: readonly ProfileDatabase['profile.identifier_list'][];
  readonly operator_decision: readonly ProfileDatabase['profile.operator_decision'][];
  readonly keep_apart: readonly ProfileDatabase['profile.keep_apart'][];
  readonly merge: readonly ProfileDatabase['profile.merge'][];
  readonly ledger: readonly ProfileDatabase['profile.ledger'][];
  readonly merge_record: readonly ProfileDatabase['profile.merge_record'][];
  readonly configuration: readonly { readonly name: string; readonly value: unknown }[];
  readonly source_record: readonly {
    readonly position: number;
    readonly attribution_id: string;
    readonly traits: unknown;
  }[];
  readonly golden_record: readonly {
    readonly profile_id: string;
    readonly traits: Readonly<Record<string, unknown>>;
    readonly state: Readonly<Record<string, never>>;
  }[];
  readonly consent: readonly {
    readonly profile_id: string;
    readonly purpose: string;
    readonly status: 'GRANTED' | 'DENIED';
    readonly expires_at: number | null;
    readonly updated_at: number;
  }[];
  readonly resolved: readonly {
    readonly position: number;
    readonly event_id: string;
    readonly identifier_id: string | null;
    readonly profile_id: string | null;
    readonly changes: unknown;
  }[];
  readonly answer: readonly {
    readonly position: number;
    readonly answer: { readonly accepted?: boolean; readonly reason?: string };
  }[];
}

const tables = [
  'profile.identifier',
  'profile.profile',
  'profile.observation',
  'profile.identifier_list',
  'profile.operator_decision',
  'profile.keep_apart',
  'profile.merge',
  'profile.ledger',
  'profile.merge_record',
  'profile.configuration',
  'profile.source_record',
  'profile.golden_record',
  'profile.consent',
  'event_log.resolved',
  'event_log.answer',
] as const;

/** Everything that the profile consumer wrote for the tenant of this transaction, in one statement. */
export async function readStoredRows(
  trx: Transaction<ProfileDatabase>,
  tenantId: string,
): Promise<StoredRows> {
  const columns = tables.map((table) => {
    const name = table.split('.')[1] ?? table;
    return sql`(
      select coalesce(json_agg(row), '[]') from ${sql.table(table)} as row where row.tenant_id = ${tenantId}
    ) as ${sql.id(name)}`;
  });
  const { rows } = await sql<StoredRows>`select ${sql.join(columns)}`.execute(trx);
  const [row] = rows;
  if (row === undefined) throw new Error('a select without from gives one row');
  return row;
}
