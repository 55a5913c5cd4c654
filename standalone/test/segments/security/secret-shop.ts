import type { SegmentTenant } from '../segment-fixture.ts';
import { create } from '../segment-requests.ts';
import { changeArchetype, score } from '../../personas/scoring-requests.ts';
import { personalRules } from './personal-rules.ts';

/** Stands in every place where a personal value can stand. */
export const MARK = /zebulon|quistenberg|70012398|1985-04-12/i;

export const readScopes = 'segment:read profile:read';
export const writeScopes = `${readScopes} segment:write`;
export const withPii = `${writeScopes} profile:pii`;

/** Ids of what there is in a secret shop. */
export interface SecretShop {
  readonly person: string;
  readonly list: string;
  readonly batch: string;
  /** Realtime segments by what their rules ask for. */
  readonly ruled: Readonly<Record<string, string>>;
  readonly run: string;
}

const who = { user_id: 'zebulon-1', email: 'zebulon@example.com', phone: '+4917070012398' };
const said = { note: 'from zebulon', card: 70_012_398, 'zebulon@example.com': 'zebulon', revenue: 12.5 };

/** Fills a tenant with everything that the subgraph can say of a person, each with a secret where one may stand. */
export async function openSecretShop(tenant: SegmentTenant): Promise<SecretShop> {
  const of = { event: 'Order Completed' };
  await tenant.configure('nonPersonalTraits', ['plan', 'computed.favourite', 'properties.sku']);
  await tenant.configure('computedTraits', [
    { name: 'orders', of: 'orders', kind: 'counter' },
    { name: 'revenue', of: 'orders', kind: 'sum', value: '@value' },
    { name: 'favourite', of, kind: 'most_frequent', value: 'properties.sku' },
    ...['first', 'last', 'most_frequent', 'unique_list'].map((kind) => ({
      name: `${kind.replaceAll('_', '')}Note`,
      of,
      kind,
      value: 'properties.note',
    })),
    ...['sum', 'average', 'min', 'max'].map((kind) => ({
      name: `${kind}Card`,
      of,
      kind,
      value: 'properties.card',
    })),
  ]);
  await tenant.tell(
    { who, kind: 'identify', traits: secretTraits },
    ...['Product Viewed', 'Order Completed'].map((event) => ({
      who,
      event,
      properties: { ...said, sku: 'tea' },
    })),
    ...['bob', 'eve'].map((user) => ({ who: { user_id: user }, event: 'Order Completed' })),
  );
  await tenant.settled();
  return fillShop(tenant, personalRules);
}

/** The same with one person and three rules that look at nothing personal. */
export async function openPlainShop(tenant: SegmentTenant): Promise<SecretShop> {
  await tenant.tell({ who, event: 'Order Completed', properties: { revenue: 12.5 } });
  await tenant.settled();
  const rules = [{ has_identifier: 'user_id' }, { has_identifier: 'email' }, { has_identifier: 'phone' }];
  return fillShop(tenant, Object.fromEntries(rules.map((rule) => [rule.has_identifier, rule])));
}

async function fillShop(tenant: SegmentTenant, rules: Readonly<Record<string, object>>): Promise<SecretShop> {
  const person = await tenant.profileOf('user_id', 'zebulon-1');
  const ruled: Record<string, string> = {};
  for (const [what, rule] of Object.entries(rules)) {
    ruled[what] = await create(tenant, { name: what, kind: 'REALTIME', rule: { rule } });
  }
  const batch = await create(tenant, {
    name: 'All of them',
    kind: 'BATCH',
    rule: { rule: { or: Object.values(rules) } },
  });
  await tenant.ask(`mutation { recomputeSegment(input: { id: "${batch}" }) { __typename } }`);
  const list = await create(tenant, { name: 'A list', kind: 'STATIC' });
  await tenant.ask(
    `mutation { addSegmentMembers(input: { segmentId: "${list}", profileIds: ["${person}"] }) { __typename } }`,
  );
  const rule = { rule: { or: Object.values(rules) } };
  await changeArchetype(tenant, 'save', { code: 'secret', name: 'Secret', summary: 'By a rule', rule });
  const { id: run } = await score(tenant, { idempotencyKey: 'run', proposeArchetypes: true });
  await tenant.rebuild('again');
  await tenant.settled();
  return { person, list, batch, ruled, run };
}

const secretTraits = {
  id: 'zebulon-1',
  email: 'zebulon@example.com',
  name: 'Zebulon Quistenberg',
  lastName: 'Quistenberg',
  nickname: 'zebulon',
  birthday: '1985-04-12T00:00:00Z',
  card: 70_012_398,
  plan: 'gold',
  createdAt: '2020-01-01T00:00:00Z',
  address: { city: 'zebulon@example.com', country: 'DE', street: 'Zebulon Way 1' },
  'zebulon@example.com': 'zebulon',
};
