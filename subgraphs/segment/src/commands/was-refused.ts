import { readAnswers, type Position } from '@customer360/event-log';
import type { TenantEvaluation } from '../evaluation/tenant-evaluation.ts';
import { readingLog } from '../store/reading-log.ts';
import type { CommandAnswer } from './answer.ts';

/** True when a command was refused once: whoever sent it was told so, and a replay does not decide again. */
export async function wasRefused(
  { trx, tenantId, logTenantId }: Pick<TenantEvaluation, 'trx' | 'tenantId' | 'logTenantId'>,
  position: Position,
): Promise<boolean> {
  const answers = await readingLog(trx, { tenantId, logTenantId }, () =>
    readAnswers(trx, logTenantId, [position]),
  );
  // Only what applies these commands answers them.
  const answer = answers.get(position) as CommandAnswer | undefined;
  return answer?.accepted === false;
}
