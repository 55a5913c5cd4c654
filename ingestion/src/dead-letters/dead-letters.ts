import { loadKeyedIds } from '@customer360/event-log';
import type { EventLogDatabase, KeyedIds } from '@customer360/event-log';
import type { Database } from '@customer360/postgres';
import { extractIdentifiers, findMentions } from '@customer360/tracking';
import type { IdentifierValue, NormaliseOptions } from '@customer360/tracking';
import { isObject } from '../messages/fields.ts';
import type { DeadLetter } from './dead-letter.ts';
import { excerpt } from './excerpt.ts';

export interface DeadLetters {
  /** Keeps what was refused; the same refusal of the same content is kept once. Resolves when it is durable. */
  keep(tenantId: string, letters: readonly DeadLetter[]): Promise<void>;
}

export function createDeadLetters(options: {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly database: Database<any>;
  readonly identifiers: NormaliseOptions;
}): DeadLetters {
  const database = options.database.as<EventLogDatabase>();
  return {
    async keep(tenantId, letters) {
      if (letters.length === 0) return;
      const ids = await loadKeyedIds(database, tenantId);
      const rows = letters.map((letter) => toRow(tenantId, letter, { ids, normalise: options.identifiers }));
      await database.inTenant(tenantId, (trx) =>
        trx
          .insertInto('ingestion.dead_letter')
          .values([...new Map(rows.map((row) => [row.id, row])).values()])
          .onConflict((conflict) => conflict.columns(['tenant_id', 'id']).doNothing())
          .execute(),
      );
    },
  };
}

function toRow(
  tenantId: string,
  letter: DeadLetter,
  { ids, normalise }: { readonly ids: KeyedIds; readonly normalise: NormaliseOptions },
) {
  const payload = excerpt(letter.content, letter.writeKey);
  const { code, field, message } = letter.reason;
  const hashes = mentionsOf(letter.content, payload, normalise).map(({ type, value }) =>
    ids.valueHash(type, value),
  );
  return {
    tenant_id: tenantId,
    id: ids.of('dead-letter', letter.sourceId, code, field ?? '', payload),
    source_id: letter.sourceId,
    message_id: letter.messageId === null ? null : storable(letter.messageId),
    reason: code,
    field: field === null ? null : storable(field.slice(0, 500)),
    message,
    received_at: new Date(letter.receivedAt),
    payload,
    mention_hashes: hashes.length === 0 ? null : [...new Set(hashes)],
  };
}

/** Everybody whom the letter names, so that an erasure finds it. */
function mentionsOf(
  content: unknown,
  payload: string,
  normalise: NormaliseOptions,
): readonly IdentifierValue[] {
  const mentioned = findMentions(payload, new Set(), normalise);
  if (!isObject(content)) return mentioned;
  const { identifiers, mentions } = extractIdentifiers(content, normalise);
  return [...identifiers, ...mentions, ...mentioned];
}

function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}
