import { arrayParameter } from '@customer360/postgres';
import { sql, type Transaction } from 'kysely';
import type { MergeRecordKind, ProfileDatabase } from '../database.ts';
import type { Fact, Link } from './fold-changes.ts';

type Trx = Transaction<ProfileDatabase>;

export interface LedgerRow extends Link {
  readonly kind: 'LINK' | 'RETRACT';
  readonly trigger: number;
  readonly ordinal: number;
}

export interface NewRecord {
  readonly id: string;
  readonly kind: MergeRecordKind;
  readonly rule: string;
  readonly winnerId: string;
  readonly loserId: string;
  readonly trigger: number;
  readonly triggerEventId: string;
  readonly evidence: number;
  readonly evidenceEventId: string;
  /** `t` of the trigger. */
  readonly occurredAt: number;
}

export async function insertLedger(trx: Trx, tenantId: string, rows: readonly LedgerRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into profile.ledger (tenant_id, trigger_position, ordinal, kind, a, b, evidence_position, rule)
    select ${tenantId}, row.* from unnest(
      ${arrayParameter(
        trx,
        'int8',
        rows.map(({ trigger }) => trigger),
      )},
      ${arrayParameter(
        trx,
        'int4',
        rows.map(({ ordinal }) => ordinal),
      )},
      ${arrayParameter(
        trx,
        'text',
        rows.map(({ kind }) => kind),
      )},
      ${arrayParameter(
        trx,
        'uuid',
        rows.map(({ a }) => a),
      )},
      ${arrayParameter(
        trx,
        'uuid',
        rows.map(({ b }) => b),
      )},
      ${arrayParameter(
        trx,
        'int8',
        rows.map(({ evidence }) => evidence),
      )},
      ${arrayParameter(
        trx,
        'text',
        rows.map(({ rule }) => rule),
      )}
    ) as row (trigger_position, ordinal, kind, a, b, evidence_position, rule)`.execute(trx);
}

export async function insertRecords(
  trx: Trx,
  tenantId: string,
  records: readonly NewRecord[],
): Promise<void> {
  if (records.length === 0) return;
  await sql`
    insert into profile.merge_record (
      tenant_id, id, kind, rule, winner_id, loser_id, trigger_position, trigger_event_id, evidence_position,
      evidence_event_id, occurred_at, active)
    select ${tenantId}, row.*, case when row.kind = 'MERGED' then true end from unnest(
      ${arrayParameter(
        trx,
        'uuid',
        records.map(({ id }) => id),
      )},
      ${arrayParameter(
        trx,
        'text',
        records.map(({ kind }) => kind),
      )},
      ${arrayParameter(
        trx,
        'text',
        records.map(({ rule }) => rule),
      )},
      ${arrayParameter(
        trx,
        'uuid',
        records.map(({ winnerId }) => winnerId),
      )},
      ${arrayParameter(
        trx,
        'uuid',
        records.map(({ loserId }) => loserId),
      )},
      ${arrayParameter(
        trx,
        'int8',
        records.map(({ trigger }) => trigger),
      )},
      ${arrayParameter(
        trx,
        'uuid',
        records.map(({ triggerEventId }) => triggerEventId),
      )},
      ${arrayParameter(
        trx,
        'int8',
        records.map(({ evidence }) => evidence),
      )},
      ${arrayParameter(
        trx,
        'uuid',
        records.map(({ evidenceEventId }) => evidenceEventId),
      )},
      ${arrayParameter(
        trx,
        'int8',
        records.map(({ occurredAt }) => occurredAt),
      )}
    ) as row (
      id, kind, rule, winner_id, loser_id, trigger_position, trigger_event_id, evidence_position, evidence_event_id,
      occurred_at)`.execute(trx);
}

/** Says of the MERGED records of some facts whether these hold now. */
export async function updateActive(
  trx: Trx,
  tenantId: string,
  facts: readonly { readonly fact: Fact; readonly active: boolean }[],
): Promise<void> {
  if (facts.length === 0) return;
  await sql`
    update profile.merge_record record set active = changed.active = 1
    from unnest(
      ${arrayParameter(
        trx,
        'int8',
        facts.map(({ fact }) => fact.evidence),
      )},
      ${arrayParameter(
        trx,
        'text',
        facts.map(({ fact }) => fact.rule),
      )},
      ${arrayParameter(
        trx,
        'uuid',
        facts.map(({ fact }) => fact.winner),
      )},
      ${arrayParameter(
        trx,
        'uuid',
        facts.map(({ fact }) => fact.loser),
      )},
      ${arrayParameter(
        trx,
        'int4',
        facts.map(({ active }) => (active ? 1 : 0)),
      )}
    ) as changed (evidence_position, rule, winner_id, loser_id, active)
    where record.tenant_id = ${tenantId} and record.kind = 'MERGED' and record.winner_id = changed.winner_id
      and record.loser_id = changed.loser_id and record.evidence_position = changed.evidence_position
      and record.rule = changed.rule`.execute(trx);
}

/** A MERGED record by its id. */
export async function findMergedRecord(trx: Trx, tenantId: string, id: string) {
  const row = await trx
    .selectFrom('profile.merge_record')
    .select([
      'rule',
      'winner_id as winnerId',
      'loser_id as loserId',
      'evidence_position as evidence',
      'active',
    ])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('kind', '=', 'MERGED')
    .executeTakeFirst();
  return row;
}
