import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openProfileFixture, type ProfileFixture } from '../../../test/profile-fixture.ts';

let fixture: ProfileFixture;
beforeAll(async () => {
  fixture = await openProfileFixture();
});
afterAll(() => fixture.close());

const SET = `mutation($input: SetConsentInput!) { setConsent(input: $input) {
  __typename
  ... on ConsentSet { position consent { purpose status expiresAt updatedAt } }
  ... on IdentityRefused { reason } ... on InvalidInput { field message } ... on IdempotencyConflict { message }
} }`;

async function set(input: Record<string, unknown>) {
  const { data, errors } = await fixture.ask(SET, { variables: { input } });
  const [error] = errors ?? [];
  if (error) throw error;
  return data.setConsent;
}

async function user(userId: string): Promise<string> {
  await fixture.send('shop', { userId, traits: { name: userId } });
  const { data } = await fixture.ask(
    `query($value: String!) { profileByIdentifier(type: "user_id", value: $value) { id } }`,
    { variables: { value: userId } },
  );
  return data.profileByIdentifier.id;
}

async function consents(id: string) {
  const { data } = await fixture.ask(
    `query($id: ID!) { profile(id: $id) { consents { purpose status expiresAt } } }`,
    { variables: { id } },
  );
  return data.profile.consents;
}

it('records a decision, and a later one replaces it', async () => {
  const profileId = await user('anna');
  expect(await consents(profileId)).toEqual([]);
  expect(await set({ profileId, purpose: 'MARKETING', status: 'GRANTED' })).toEqual({
    __typename: 'ConsentSet',
    position: expect.any(Number),
    consent: { purpose: 'MARKETING', status: 'GRANTED', expiresAt: null, updatedAt: expect.any(String) },
  });
  expect(await set({ profileId, purpose: 'MARKETING', status: 'DENIED' })).toMatchObject({
    consent: { status: 'DENIED' },
  });
  expect(await consents(profileId)).toEqual([{ purpose: 'MARKETING', status: 'DENIED', expiresAt: null }]);
});

it('a grant that has ended is a denial', async () => {
  const profileId = await user('bert');
  const expiresAt = '2026-01-01T00:00:00.000Z';
  expect(await set({ profileId, purpose: 'ANALYTICS', status: 'GRANTED', expiresAt })).toMatchObject({
    consent: { status: 'DENIED', expiresAt },
  });
});

it('acts once by its idempotency key', async () => {
  const profileId = await user('cleo');
  const input = { profileId, purpose: 'MARKETING', status: 'GRANTED', idempotencyKey: 'c-1' };
  const first = await set(input);
  expect(await set(input)).toEqual(first);
  expect(await set({ ...input, status: 'DENIED' })).toMatchObject({ __typename: 'IdempotencyConflict' });
  expect(await consents(profileId)).toMatchObject([{ status: 'GRANTED' }]);
});

it('refuses what it cannot act on', async () => {
  const input = { profileId: randomUUID(), purpose: 'MARKETING', status: 'DENIED' };
  expect(await set(input)).toEqual({ __typename: 'IdentityRefused', reason: 'UNKNOWN_PROFILE' });
  expect(await set({ ...input, profileId: 'x' })).toMatchObject({ field: 'input.profileId' });
  expect(await set({ ...input, expiresAt: '2030-01-01T00:00:00Z' })).toEqual({
    __typename: 'InvalidInput',
    field: 'input.expiresAt',
    message: 'belongs to a grant: a refusal has no end.',
  });
  await expect(set({ ...input, expiresAt: 'tomorrow' })).rejects.toThrow(/ISO 8601/);
});
