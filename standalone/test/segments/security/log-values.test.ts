import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { changeArchetype } from '../../personas/scoring-requests.ts';
import { openSegmentFixture, type SegmentTenant } from '../segment-fixture.ts';
import { clearSegments } from '../segment-outcome.ts';
import { change, create, membersOf } from '../segment-requests.ts';

let fixture: Awaited<ReturnType<typeof openSegmentFixture>>;
let tenant: SegmentTenant;
let ann: string;

const ANN = ['ann@example.com', '+491701234567', 'u-ann'] as const;
const rules: Readonly<Record<string, object>> = {
  email: { '==': [{ var: 'traits.email' }, ANN[0]] },
  phone: { in: [{ var: 'traits.phone' }, ['+491709999999', ANN[1]]] },
  id: { '==': [{ var: 'traits.id' }, ANN[2]] },
  event: { event_count: [{ event: 'Sent', where: { '==': [{ var: 'properties.to' }, ANN[0]] } }, '>=', 1] },
  nobody: { not: { '==': [{ var: 'traits.email' }, 'nobody@example.com'] } },
};

beforeAll(async () => {
  fixture = await openSegmentFixture();
  tenant = await fixture.tenant('shop');
  const who = { user_id: 'u-ann', email: ANN[0], phone: ANN[1] };
  await tenant.tell(
    { who, kind: 'identify', traits: { email: ANN[0], phone: ANN[1], id: ANN[2] } },
    { who, event: 'Sent', properties: { to: ANN[0] } },
    { who: { user_id: 'u-bob' }, event: 'Sent', properties: { to: 'bob@example.com' } },
  );
  await tenant.settled();
  ann = await tenant.profileOf('user_id', 'u-ann');
});
afterAll(() => fixture.close());

async function commands() {
  const { through } = await fixture.log.head(tenant.id);
  return (await fixture.log.read(tenant.id, 0, through)).filter(({ kind }) => kind === 'command');
}

describe('a rule that compares with a value of an identifier', () => {
  const made = new Map<string, string>();

  it('finds whom it is about, and is shown as it was given', async () => {
    for (const [name, rule] of Object.entries(rules)) {
      const id = await create(tenant, { name, kind: 'REALTIME', rule: { rule }, idempotencyKey: name });
      made.set(name, id);
      expect(await membersOf(tenant, id)).toContain(ann);
      const { segment } = await tenant.ask<{ readonly segment: { readonly rule: unknown } }>(
        `{ segment(id: "${id}") { rule } }`,
      );
      expect(segment.rule).toEqual(rule);
    }
    const rule = { rule: { or: Object.values(rules) } };
    await changeArchetype(tenant, 'save', { code: 'ann', name: 'Ann', summary: 'Ann', rule });
    const updated = await change(tenant, 'update', {
      id: made.get('nobody'),
      rule: { rule: rules['email'] },
    });
    expect(updated.segment?.version).toBe(1);
    expect(await membersOf(tenant, String(made.get('nobody')))).toEqual([ann]);
  });

  it('is in the log without the value', async () => {
    const logged = await commands();
    expect(logged.length).toBeGreaterThan(6);
    const text = JSON.stringify(logged);
    for (const value of [...ANN, 'nobody@example.com', '+491709999999']) expect(text).not.toContain(value);
    const [first] = logged;
    expect(first?.identifiers).toMatchObject([{ type: 'email' }]);
    expect(JSON.parse(first?.payload ?? '')).toMatchObject({
      rule: { '==': [{ var: 'traits.email' }, { identifier: 0 }] },
    });
  });

  it('under its key is the same, with another value a conflict', async () => {
    const input = { name: 'email', kind: 'REALTIME', idempotencyKey: 'email' };
    const again = await change(tenant, 'create', { ...input, rule: { rule: rules['email'] } });
    expect(again.segment?.id).toBe(made.get('email'));
    const other = { rule: { '==': [{ var: 'traits.email' }, 'bob@example.com'] } };
    expect(await change(tenant, 'create', { ...input, rule: other })).toMatchObject({
      __typename: 'IdempotencyConflict',
    });
  });

  it('makes nobody of a value that only rules know', async () => {
    await expect(tenant.profileOf('email', 'nobody@example.com')).rejects.toThrow('nobody has');
  });

  it('is the same after a replay, and asks for nobody once its value is erased from the dictionary', async () => {
    const replay = async () => {
      await fixture.segment.stop();
      await clearSegments(fixture.database, tenant.id);
      await fixture.segment.start();
      await tenant.settled();
    };
    await replay();
    expect(await membersOf(tenant, String(made.get('email')))).toEqual([ann]);
    await fixture.database.asSystem((trx) =>
      sql`update event_log.identifier_value set value = null
        where tenant_id = ${tenant.id} and value = ${ANN[0]}`.execute(trx),
    );
    await replay();
    expect(await membersOf(tenant, String(made.get('email')))).toEqual([]);
    expect(await membersOf(tenant, String(made.get('phone')))).toEqual([ann]);
  });
});

it('what a command mentions otherwise is indexed by keyed hash', async () => {
  const rule = { rule: { contains: [{ var: 'traits.note' }, 'wrote to Cid@Example.com'] } };
  await create(tenant, { name: 'Mentions', kind: 'BATCH', rule });
  const { rows } = await fixture.database.asSystem((trx) =>
    sql<{ readonly mentions: number }>`select cardinality(mention_hashes) as mentions from event_log.accepted
      where tenant_id = ${tenant.id} and kind = 'command' and mention_hashes is not null`.execute(trx),
  );
  expect(rows).toEqual([{ mentions: 1 }]);
});
