import { referencedSegments, requireRule } from '@customer360/segment-rules';
import { sql } from 'kysely';
import { countBatchSegment } from '../batch/count-batch-segment.ts';
import type { TenantEvaluation } from '../evaluation/tenant-evaluation.ts';
import {
  readDefinitions,
  readRuleOf,
  updateDefinition,
  type Definition,
} from '../segments/definition-writes.ts';
import { nextCount } from './schedule.ts';

/** Counts the batch segments whose schedules have come to a moment, those that others ask for first. */
export async function countDue(evaluation: TenantEvaluation, at: number): Promise<void> {
  const { trx, tenantId } = evaluation;
  const due = new Set(
    evaluation.rules.countsDue.filter((one) => one.at === at).map(({ segmentId }) => segmentId),
  );
  if (due.size === 0) return;
  const definitions = await readDefinitions(trx, tenantId);
  for (const segment of askedFirst(definitions)) {
    if (due.has(segment.segmentId)) await countScheduled(evaluation, segment, at);
  }
  evaluation.rules = await evaluation.readRules(trx, tenantId);
}

/** A count that fails says so, is undone and comes again at the next moment: everything else goes on. */
async function countScheduled(evaluation: TenantEvaluation, segment: Definition, at: number): Promise<void> {
  const { trx, tenantId, changes } = evaluation;
  const { segmentId, schedule } = segment;
  const before = changes.length;
  await sql`savepoint scheduled_count`.execute(trx);
  try {
    const rule = await readRuleOf(trx, tenantId, segment);
    // Several segments may be counted at one moment: each is a cause of its own for those who ask for it.
    await countBatchSegment(
      evaluation,
      { loggedAt: at, eventId: `due:${at}:${segmentId}` },
      { ...segment, rule },
    );
  } catch (error) {
    // Without a connection this fails too, and the whole transaction is tried again.
    await sql`rollback to savepoint scheduled_count`.execute(trx);
    changes.length = before;
    await updateDefinition(trx, tenantId, segmentId, {
      last_error: `The count of ${new Date(at).toISOString()} failed: ${String(error)}`,
      count_due_at: schedule && nextCount(schedule, at),
    });
  }
  await sql`release savepoint scheduled_count`.execute(trx);
}

function askedFirst(definitions: ReadonlyMap<string, Definition>): readonly Definition[] {
  const inOrder = new Map<string, Definition>();
  const seen = new Set<string>();
  const visit = (segment: Definition): void => {
    if (seen.has(segment.segmentId)) return;
    seen.add(segment.segmentId);
    for (const id of referencedSegments(requireRule(segment.latestRule))) {
      const asked = definitions.get(id);
      if (asked !== undefined) visit(asked);
    }
    inOrder.set(segment.segmentId, segment);
  };
  const all = [...definitions.values()];
  for (const segment of all.toSorted((one, other) => (one.segmentId < other.segmentId ? -1 : 1)))
    visit(segment);
  return [...inOrder.values()];
}
