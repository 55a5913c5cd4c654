import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { importMembers } from './import-members.ts';

const ROWS = 1_000_000;
const ROWS_OF_CHUNK = 1_000;

test('a million rows are read as they come, in two hundred commands, and never all at once', async () => {
  let [sent, taken, ahead] = [0, 0, 0];
  function* file() {
    yield Buffer.from('user_id\n');
    for (; sent < ROWS; sent += ROWS_OF_CHUNK) {
      ahead = Math.max(ahead, sent - taken);
      const rows = Array.from({ length: ROWS_OF_CHUNK }, (_, row) => `user-${sent + row}\n`);
      yield Buffer.from(rows.join(''));
    }
  }
  const commands = {
    submit: () => Promise.reject(new Error('a file accepts commands and answers them later')),
    accept: async (_tenantId: string, { command }: { readonly command: object }) => {
      taken += 'valueHashes' in command ? (command.valueHashes as readonly string[]).length : 0; // as it is given
      return { position: taken, isRepeated: false };
    },
    answer: async () => ({ accepted: true as const, segmentId: 'list', changed: 5_000 }),
  };
  const report = await importMembers(
    { commands, ids: { valueHash: (_type, value) => value }, identifiers: {}, seesValues: true },
    { tenantId: 'shop', segmentId: 'list', body: Readable.from(file()), column: null, uploadId: 'upload' },
  );
  expect(report).toMatchObject({ rows: ROWS, added: ROWS, unchanged: 0, unknown: 0, refused: 0 });
  expect(ahead).toBeLessThan(50_000);
}, 120_000);
