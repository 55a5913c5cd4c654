import { randomUUID } from 'node:crypto';
import { selectEverything } from '@customer360/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openProfileFixture, type ProfileFixture } from '../../test/profile-fixture.ts';

/** Stands in every place where a personal value can stand; a mask may show its first letter, nothing else. */
const MARK = /zebulon|quistenberg|70012398/i;

const scopes = ['profile:read', 'profile:write', 'ingestion:read', 'admin'];
const withPii = [...scopes, 'profile:pii'];

const person = {
  userId: 'zebulon-1',
  anonymousId: 'device-of-zebulon',
  messageId: 'message-of-zebulon@example.com',
  context: {
    externalIds: [{ id: 'card-zebulon', type: 'loyalty_card', collection: 'users', encoding: 'none' }],
  },
  traits: {
    email: 'zebulon@example.com',
    emailVerified: true,
    phone: '+49 170 70012398',
    name: 'Zebulon Quistenberg',
    firstName: 'Zebulon',
    lastName: 'Quistenberg',
    avatar: 'https://example.com/zebulon.png',
    birthday: '1985-04-12 zebulon',
    createdAt: 'when zebulon came',
    description: 'Zebulon likes tea',
    gender: 'zebulon',
    id: 'zebulon-1',
    title: 'Head of Zebulon',
    username: 'zebulon',
    website: 'https://zebulon.example.com',
    address: {
      street: 'Zebulon Way 1',
      postalCode: 'zebulon',
      city: 'zebulon@example.com',
      country: 'DE',
      floor: 'zebulon',
    },
    company: { name: 'Zebulon Ltd', id: 'zebulon', industry: 'zebulon', plan: 'zebulon' },
    nickname: 'zebulon',
    children: [{ name: 'Zebulon Junior', phones: ['+4917070012398'] }],
    'zebulon@example.com': { 'zebulon@example.com': 'zebulon' },
  },
};

let fixture: ProfileFixture;

beforeAll(async () => {
  fixture = await openProfileFixture();
  await fixture.configure('shop', 'survivorship', {
    default: 'most_recent',
    traits: { email: 'append_distinct' },
  });
  await fixture.send('shop', { type: 'page', anonymousId: person.anonymousId }, person);
  for (const payload of [JSON.stringify(person), '{"userId":"zebulon', 'zebulon', JSON.stringify([person])]) {
    await fixture.database.inTenant('shop', (trx) =>
      trx
        .insertInto('ingestion.dead_letter')
        .values({
          tenant_id: 'shop',
          id: randomUUID(),
          source_id: 'web',
          message_id: 'zebulon@example.com',
          reason: 'INVALID_FIELD',
          field: 'traits.zebulon@example.com',
          message: 'traits.zebulon@example.com is not a text.',
          received_at: new Date(),
          payload,
          mention_hashes: [],
        })
        .execute(),
    );
  }
});
afterAll(() => fixture.close());

function everything(field: string, type: string): string {
  return `${field} ${selectEverything(fixture.subgraph.schema, type)}`;
}

const queries = () => [
  `{ ${everything('profiles', 'ProfileConnection')} }`,
  `{ ${everything('profileByIdentifier(type: "email", value: "zebulon@example.com")', 'Profile')} }`,
  `{ ${everything('deadLetters', 'DeadLetterConnection')} }`,
  `mutation { ${everything('blockIdentifier(input: {type: "user_id", value: "zebulon-1", dryRun: true})', 'BlockIdentifierResult')} }`,
  `mutation { ${everything('blockIdentifier(input: {type: "email", value: "zebulon"})', 'BlockIdentifierResult')} }`,
];

/** All text of an answer, with its cursors opened as far as a client can open them. */
function textOf(answer: unknown): string {
  const text = JSON.stringify(answer);
  const cursors = [...text.matchAll(/"(?:cursor|startCursor|endCursor)":"([^"]+)"/g)].map(([, cursor]) =>
    Buffer.from(String(cursor), 'base64url').toString('latin1'),
  );
  return [text, ...cursors].join('\n');
}

describe('an answer that selects everything', () => {
  it.each([0, 1, 2, 3, 4])('shows no personal value without profile:pii (query %d)', async (index) => {
    const answer = await fixture.ask(String(queries()[index]), { scopes });
    expect(answer.errors).toBeUndefined();
    expect(answer.data).not.toBeNull();
    expect(textOf(answer).match(MARK)).toBeNull();
  });

  it.each([0, 1, 2, 3])('shows them with profile:pii (query %d)', async (index) => {
    const answer = await fixture.ask(String(queries()[index]), { scopes: withPii });
    expect(answer.errors).toBeUndefined();
    const text = textOf(answer);
    expect(text.match(/zebulon/gi)?.length).toBeGreaterThan(3);
    expect(text).toMatch(/Quistenberg/);
  });

  it('shows masks in the places of the values', async () => {
    const { data } = await fixture.ask(
      `{ profileByIdentifier(type: "user_id", value: "zebulon-1") {
        displayName traits { phone name birthday address { city country street } age }
        identifiers { nodes { type value } }
        goldenValues { nodes { trait value } }
      } }`,
      { scopes },
    );
    const { goldenValues, identifiers, ...profile } = data.profileByIdentifier;
    expect(profile).toEqual({
      displayName: 'Z***',
      traits: {
        phone: '***98',
        name: 'Z***',
        birthday: '***',
        address: { city: '***', country: 'DE', street: '***' },
        age: null,
      },
    });
    expect(goldenValues.nodes).toContainEqual({ trait: 'email', value: ['z***@example.com'] });
    expect(goldenValues.nodes).toContainEqual({ trait: '***', value: { '***': '***' } });
    expect(identifiers.nodes).toEqual([
      { type: 'anonymous_id', value: '***' },
      { type: 'user_id', value: '***' },
      { type: 'email', value: 'z***@example.com' },
      { type: 'phone', value: '***98' },
      { type: 'loyalty_card', value: '***' },
    ]);
  });

  it('says as much of completeness to everybody', async () => {
    const query = `{ profileByIdentifier(type: "user_id", value: "zebulon-1") { completeness } }`;
    expect(await fixture.ask(query, { scopes })).toEqual(await fixture.ask(query, { scopes: withPii }));
  });
});
