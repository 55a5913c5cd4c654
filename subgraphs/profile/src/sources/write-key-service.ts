import type { Database } from '@customer360/postgres';
import { requireScope, type Viewer } from '@customer360/service';
import {
  checkId,
  checkText,
  CLIENT_SOURCE,
  firstInvalid,
  idempotencyConflict,
  type IdempotencyConflict,
  invalidInput,
  type InvalidInput,
  OWN_MESSAGE_IDS,
} from '@customer360/subgraph';
import type { SourceCommands } from './source-commands.ts';
import { findSourcesByIds } from './source-repository.ts';
import { isSourceId, type Source, type WriteKey } from './source.ts';
import type { IngestionTables } from './source-tables.ts';
import { findWriteKey } from './write-key-repository.ts';
import type { WriteKeySecret } from './write-key-secret.ts';

export interface WriteKeyIssued {
  readonly kind: 'WriteKeyIssued';
  readonly source: Source;
  readonly writeKey: WriteKey;
  /** Null when the call repeats one that was answered before. */
  readonly secret: string | null;
}

export interface WriteKeyRevoked {
  readonly kind: 'WriteKeyRevoked';
  readonly source: Source;
  readonly writeKey: WriteKey;
}

export interface WriteKeyService {
  /** The source id is the idempotency key: the same source again answers with its first key, without the secret. */
  createSource(input: {
    readonly id: string;
    readonly name: string;
  }): Promise<WriteKeyIssued | InvalidInput | IdempotencyConflict>;
  rotate(input: { readonly sourceId: string }): Promise<WriteKeyIssued | InvalidInput>;
  revoke(input: { readonly writeKeyId: string }): Promise<WriteKeyRevoked | InvalidInput>;
}

const refusals = {
  SOURCE_EXISTS: invalidInput('input.id', 'is the id of a source that is there already.'),
  UNKNOWN_SOURCE: invalidInput('input.sourceId', 'names no source.'),
  UNKNOWN_WRITE_KEY: invalidInput('input.writeKeyId', 'names no write key.'),
} as const;

/** Message ids are unique within a source: the commands' own source is nobody's to send from. */
function checkSourceId(id: string): InvalidInput | null {
  if (!isSourceId(id)) return invalidInput('input.id', 'must be 1 to 40 of a-z, 0-9 and -.');
  return id === CLIENT_SOURCE ? invalidInput('input.id', 'is reserved.') : null;
}

export function createWriteKeyService(options: {
  readonly database: Database<IngestionTables>;
  readonly commands: SourceCommands;
  readonly viewer: Viewer;
  readonly newId: () => string;
  readonly newSecret: () => WriteKeySecret;
}): WriteKeyService {
  const { database, commands, viewer, newId } = options;
  const { tenantId } = viewer;

  async function findKeyWithSource(ids: { readonly sourceId: string; readonly writeKeyId: string }) {
    return database.inTenant(tenantId, async (trx) => {
      const sources = await findSourcesByIds(trx, tenantId, [ids.sourceId]);
      const source = sources.get(ids.sourceId);
      const writeKey = await findWriteKey(trx, tenantId, ids.writeKeyId);
      if (source === undefined || writeKey === null) throw new Error('a source command left no rows');
      return { source, writeKey };
    });
  }

  return {
    async createSource({ id, name }) {
      requireScope(viewer, 'admin');
      const invalid = firstInvalid(checkSourceId(id), checkText('input.name', name, 100));
      if (invalid !== null) return invalid;
      const { secret, keyHash, hint } = options.newSecret();
      const outcome = await commands.submit(tenantId, {
        command: { command: 'createSource', id, name, writeKeyId: newId(), keyHash, hint },
        messageId: `${OWN_MESSAGE_IDS.source}${id}`,
        sameness: { command: 'createSource', id, name },
      });
      if (outcome.kind === 'conflict') {
        return idempotencyConflict('A source of this id was made before with another name.');
      }
      if ('refused' in outcome.answer) return refusals[outcome.answer.refused];
      const issued = await findKeyWithSource(outcome.answer);
      return { kind: 'WriteKeyIssued', ...issued, secret: outcome.isRepeated ? null : secret };
    },

    async rotate({ sourceId }) {
      requireScope(viewer, 'admin');
      if (!isSourceId(sourceId)) return refusals.UNKNOWN_SOURCE;
      const known = await database.inTenant(tenantId, (trx) => findSourcesByIds(trx, tenantId, [sourceId]));
      if (!known.has(sourceId)) return refusals.UNKNOWN_SOURCE;
      const { secret, keyHash, hint } = options.newSecret();
      const outcome = await commands.submit(tenantId, {
        command: { command: 'rotateWriteKey', sourceId, writeKeyId: newId(), keyHash, hint },
        messageId: newId(),
      });
      if (outcome.kind === 'conflict') throw new Error('a fresh message id was used before');
      if ('refused' in outcome.answer) return refusals[outcome.answer.refused];
      return { kind: 'WriteKeyIssued', ...(await findKeyWithSource(outcome.answer)), secret };
    },

    async revoke({ writeKeyId }) {
      requireScope(viewer, 'admin');
      const invalid = checkId('input.writeKeyId', writeKeyId);
      if (invalid !== null) return invalid;
      const id = writeKeyId.toLowerCase();
      const known = await database.inTenant(tenantId, (trx) => findWriteKey(trx, tenantId, id));
      if (known === null) return refusals.UNKNOWN_WRITE_KEY;
      const outcome = await commands.submit(tenantId, {
        command: { command: 'revokeWriteKey', writeKeyId: id },
        messageId: newId(),
      });
      if (outcome.kind === 'conflict') throw new Error('a fresh message id was used before');
      if ('refused' in outcome.answer) return refusals[outcome.answer.refused];
      return { kind: 'WriteKeyRevoked', ...(await findKeyWithSource(outcome.answer)) };
    },
  };
}
