import type { Database } from '@customer360/postgres';
import {
  countMembersWith,
  findMembers,
  type Member,
  type MemberQuestion,
} from '../memberships/member-repository.ts';
import type { SegmentDatabase } from '../store/tables.ts';

const PAGE = 5_000;

/** How many members did not grant the purpose that is asked for. */
export async function countWithheld(
  database: Database<SegmentDatabase>,
  tenantId: string,
  question: MemberQuestion,
): Promise<number> {
  return database.inTenant(tenantId, async (trx) => {
    const everybody = await countMembersWith(trx, tenantId, { ...question, purpose: null });
    return everybody - (await countMembersWith(trx, tenantId, question));
  });
}

/** Members as lines of a CSV file, latest first, each page as it is when it is read. */
export async function* exportMembers(
  database: Database<SegmentDatabase>,
  tenantId: string,
  question: MemberQuestion,
): AsyncGenerator<string> {
  yield 'profile_id,entered_at\r\n';
  let after: Member | null = null;
  for (;;) {
    const asked = { ...question, after, limit: PAGE };
    const page: readonly Member[] = await database.inTenant(tenantId, (trx) =>
      findMembers(trx, tenantId, asked),
    );
    if (page.length > 0) yield page.map(lineOf).join('');
    if (page.length < PAGE) return;
    after = page.at(-1) ?? null;
  }
}

function lineOf({ profileId, enteredAt }: Member): string {
  return `${profileId},${new Date(enteredAt).toISOString()}\r\n`;
}
