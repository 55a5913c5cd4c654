import type { Database } from '@customer360/postgres';
import { AppError } from '@customer360/service';
import { expect, test } from 'vitest';
import { boundedReads } from './bounded-reads.ts';

const cancelled = Object.assign(new Error('canceling statement'), { code: '57014' });

/** A database whose transactions answer with their options, or fail. */
function answering(failure?: Error): Database<unknown> {
  const database = {
    inTenant: async (tenantId: string, _work: unknown, options: unknown) => {
      if (failure) throw failure;
      return [tenantId, options];
    },
    as: () => database,
  };
  return database as unknown as Database<unknown>;
}

test('every transaction is bounded, also when the database is seen with other tables', async () => {
  const reads = boundedReads(answering(), 500);
  const expected = ['acme', { statementTimeoutMs: 500 }];
  expect(await reads.inTenant('acme', async () => null)).toEqual(expected);
  expect(await reads.as<object>().inTenant('acme', async () => null)).toEqual(expected);
});

test('a statement over its time is no fault of the question, any other failure stays what it is', async () => {
  const late = boundedReads(answering(cancelled), 500).inTenant('acme', async () => null);
  await expect(late).rejects.toThrow(
    new AppError('UPSTREAM_UNAVAILABLE', 'Reading took longer than 500 ms.', { cause: cancelled }),
  );
  const broken = new Error('broken');
  await expect(boundedReads(answering(broken), 500).inTenant('acme', async () => null)).rejects.toBe(broken);
});
