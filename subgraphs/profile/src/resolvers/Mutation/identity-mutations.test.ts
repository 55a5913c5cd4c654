import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openProfileFixture, type ProfileFixture } from '../../../test/profile-fixture.ts';

let fixture: ProfileFixture;
beforeAll(async () => {
  fixture = await openProfileFixture();
});
afterAll(() => fixture.close());

const RESULT = `{
  __typename
  ... on IdentityChange { position dryRun profiles { id displayName } moves { identifierId type fromProfileId toProfileId } reattributedEvents warnings }
  ... on IdentityRefused { reason message }
  ... on InvalidInput { field message }
  ... on IdempotencyConflict { message }
}`;

/** Runs a mutation with its input as a variable and gives its answer. */
async function run(name: string, input: Record<string, unknown>, scopes?: readonly string[]) {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
  const { data, errors } = await fixture.ask(
    `mutation($input: ${type}) { ${name}(input: $input) ${RESULT} }`,
    {
      variables: { input },
      ...(scopes ? { scopes } : {}),
    },
  );
  const [error] = errors ?? [];
  if (error) throw error;
  return data[name];
}

/** Makes a profile of one device and gives its id. */
async function device(anonymousId: string): Promise<string> {
  await fixture.send('shop', { type: 'page', anonymousId });
  return idOf('anonymous_id', anonymousId);
}

async function user(userId: string, message = {}): Promise<string> {
  await fixture.send('shop', { userId, traits: { name: `User ${userId}` }, ...message });
  return idOf('user_id', userId);
}

async function idOf(type: string, value: string): Promise<string> {
  const { data } = await fixture.ask(
    `query($type: String!, $value: String!) { profileByIdentifier(type: $type, value: $value) { id } }`,
    { variables: { type, value } },
  );
  return data.profileByIdentifier.id;
}

describe('mergeProfiles and unmergeProfiles', () => {
  it('make two profiles one, and two again', async () => {
    const [anna, phone] = [await user('anna'), await device('phone-a')];
    const merged = await run('mergeProfiles', { profileId: phone, otherProfileId: anna });
    expect(merged).toEqual({
      __typename: 'IdentityChange',
      position: expect.any(Number),
      dryRun: false,
      profiles: [{ id: anna, displayName: 'User anna' }],
      moves: [
        { identifierId: expect.any(String), type: 'anonymous_id', fromProfileId: phone, toProfileId: anna },
      ],
      reattributedEvents: 0,
      warnings: [],
    });
    expect(await idOf('anonymous_id', 'phone-a')).toBe(anna);

    const { data } = await fixture.ask(
      `query($id: ID!) { profile(id: $id) { mergeRecords { nodes { id kind rule active } } } }`,
      { variables: { id: anna } },
    );
    const [record] = data.profile.mergeRecords.nodes;
    expect(record).toMatchObject({ kind: 'MERGED', rule: 'MERGE_COMMAND', active: true });

    const undone = await run('unmergeProfiles', { mergeRecordId: record.id });
    expect(undone).toMatchObject({
      __typename: 'IdentityChange',
      moves: [{ type: 'anonymous_id', fromProfileId: anna, toProfileId: phone }],
    });
    expect(new Set(undone.profiles.map(({ id }: { id: string }) => id))).toEqual(new Set([anna, phone]));
    expect(await idOf('anonymous_id', 'phone-a')).toBe(phone);
    expect(await run('unmergeProfiles', { mergeRecordId: record.id })).toMatchObject({
      reason: 'NOT_ACTIVE',
    });
  });

  it('refuse what would join two users, and say so', async () => {
    const [one, two] = [await user('one'), await user('two')];
    expect(await run('mergeProfiles', { profileId: one, otherProfileId: two })).toEqual({
      __typename: 'IdentityRefused',
      reason: 'TWO_USERS',
      message: 'The two have different user ids.',
    });
    expect(await run('mergeProfiles', { profileId: one, otherProfileId: one })).toMatchObject({
      reason: 'SAME_PROFILE',
    });
    expect(await run('mergeProfiles', { profileId: one, otherProfileId: randomUUID() })).toMatchObject({
      reason: 'UNKNOWN_PROFILE',
    });
    expect(await run('unmergeProfiles', { mergeRecordId: randomUUID() })).toMatchObject({
      reason: 'UNKNOWN_RECORD',
    });
  });

  it('a dry run shows what would change and changes nothing', async () => {
    const [bert, phone] = [await user('bert'), await device('phone-b')];
    const head = await position();
    const input = { profileId: bert, otherProfileId: phone, dryRun: true };
    expect(await run('mergeProfiles', input)).toMatchObject({
      position: null,
      dryRun: true,
      moves: [{ type: 'anonymous_id', fromProfileId: phone, toProfileId: bert }],
    });
    expect(await position()).toBe(head);
    expect(await idOf('anonymous_id', 'phone-b')).toBe(phone);
    const other = await user('bertram');
    expect(
      await run('mergeProfiles', { profileId: bert, otherProfileId: other, dryRun: true }),
    ).toMatchObject({
      __typename: 'IdentityRefused',
      reason: 'TWO_USERS',
    });
  });
});

describe('keepApart', () => {
  it('holds against a merge of other parts, and is refused when it stands already', async () => {
    const [cleo, phone] = [await user('cleo'), await device('phone-c')];
    expect(await run('keepApart', { profileId: cleo, otherProfileId: phone })).toMatchObject({
      __typename: 'IdentityChange',
      moves: [],
      profiles: [{ id: cleo }, { id: phone }],
    });
    expect(await run('keepApart', { profileId: phone, otherProfileId: cleo })).toMatchObject({
      reason: 'ALREADY_APART',
    });
    expect(await run('keepApart', { profileId: cleo, otherProfileId: cleo })).toMatchObject({
      reason: 'SAME_IDENTIFIER',
    });
  });
});

describe('blockIdentifier and unblockIdentifier', () => {
  it('take a value out of a profile and put it back', async () => {
    const dora = await user('dora', { anonymousId: 'kiosk-d' });
    const blocked = await run('blockIdentifier', { type: 'anonymous_id', value: ' kiosk-d ' });
    expect(blocked).toMatchObject({
      __typename: 'IdentityChange',
      moves: [{ type: 'anonymous_id', fromProfileId: dora }],
    });
    const own = await idOf('anonymous_id', 'kiosk-d');
    expect(own).not.toBe(dora);
    const { data } = await fixture.ask(
      `query($id: ID!) { profile(id: $id) { quarantined identifiers { nodes { blocked } } } }`,
      { variables: { id: own } },
    );
    expect(data.profile).toEqual({ quarantined: true, identifiers: { nodes: [{ blocked: 'OPERATOR' }] } });
    expect(await run('blockIdentifier', { type: 'anonymous_id', value: 'kiosk-d' })).toMatchObject({
      reason: 'ALREADY_BLOCKED',
    });
    expect(await run('unblockIdentifier', { type: 'anonymous_id', value: 'kiosk-d' })).toMatchObject({
      moves: [{ toProfileId: dora }],
    });
    expect(await run('unblockIdentifier', { type: 'anonymous_id', value: 'kiosk-d' })).toMatchObject({
      reason: 'NOT_BLOCKED',
    });
  });

  it('warn when a block voids a keep-apart', async () => {
    const [emil, phone] = [await user('emil'), await device('phone-e')];
    await run('keepApart', { profileId: emil, otherProfileId: phone });
    const foreseen = await run('blockIdentifier', { type: 'anonymous_id', value: 'phone-e', dryRun: true });
    expect(foreseen.warnings).toEqual([expect.stringContaining('are kept apart no more')]);
    expect(await run('blockIdentifier', { type: 'anonymous_id', value: 'phone-e' })).toMatchObject({
      warnings: foreseen.warnings,
      moves: [],
      profiles: [{ id: phone }],
    });
  });

  it('may name a value that was never seen, and never keep it in the command', async () => {
    const value = 'future.kiosk@example.com';
    expect(await run('blockIdentifier', { type: 'email', value, dryRun: true })).toMatchObject({
      dryRun: true,
    });
    expect(await run('blockIdentifier', { type: 'email', value })).toMatchObject({ moves: [], profiles: [] });
    const { rows } = await payloads();
    expect(rows).toContain('{"command":"blockIdentifier"}');
    expect(rows.join()).not.toContain('future.kiosk');
  });
});

describe('every command', () => {
  it('acts once by its idempotency key', async () => {
    const [finn, phone] = [await user('finn'), await device('phone-f')];
    const input = { profileId: finn, otherProfileId: phone, idempotencyKey: 'merge-1' };
    const first = await run('mergeProfiles', input);
    expect(await run('mergeProfiles', input)).toEqual(first);
    const conflict = {
      __typename: 'IdempotencyConflict',
      message: 'The idempotency key was used before with other input.',
    };
    expect(await run('mergeProfiles', { ...input, otherProfileId: randomUUID() })).toEqual(conflict);
    expect(await run('keepApart', input)).toEqual(conflict);
    expect(
      await run('blockIdentifier', { type: 'email', value: 'a@example.com', idempotencyKey: 'merge-1' }),
    ).toEqual(conflict);
  });

  it('a refusal is final for its key', async () => {
    const [gina, unknown] = [await user('gina'), randomUUID()];
    const input = { profileId: gina, otherProfileId: unknown, idempotencyKey: 'merge-2' };
    const refused = await run('mergeProfiles', input);
    expect(refused).toMatchObject({ reason: 'UNKNOWN_PROFILE' });
    expect(await run('mergeProfiles', input)).toEqual(refused);
  });

  it.each([
    ['mergeProfiles', { profileId: 'x', otherProfileId: randomUUID() }, 'input.profileId', 'must be a UUID.'],
    ['keepApart', { profileId: randomUUID(), otherProfileId: '' }, 'input.otherProfileId', 'must be a UUID.'],
    ['unmergeProfiles', { mergeRecordId: 'x' }, 'input.mergeRecordId', 'must be a UUID.'],
    ['blockIdentifier', { type: 'email', value: 'nobody' }, 'input.value', 'is not a value of this type.'],
    ['blockIdentifier', { type: '', value: 'x' }, 'input.type', 'must have 1 to 100 characters.'],
    ['unblockIdentifier', { type: 'user_id', value: 'a\0b' }, 'input.value', 'is not a value of this type.'],
    ...['', 'x'.repeat(101)].map(
      (idempotencyKey) =>
        [
          'unmergeProfiles',
          { mergeRecordId: randomUUID(), idempotencyKey },
          'input.idempotencyKey',
          'must have 1 to 100 characters.',
        ] as const,
    ),
    [
      'unmergeProfiles',
      { mergeRecordId: randomUUID(), idempotencyKey: 'createSource/web' },
      'input.idempotencyKey',
      'must not begin with createSource/.',
    ],
  ] as const)('%s refuses %o', async (name, input, field, message) => {
    expect(await run(name, input)).toEqual({ __typename: 'InvalidInput', field, message });
  });

  it('needs profile:write', async () => {
    await expect(
      run('blockIdentifier', { type: 'email', value: 'a@example.com' }, ['profile:read']),
    ).rejects.toMatchObject({
      extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' },
    });
  });
});

async function position(): Promise<number> {
  const { position: head } = await fixture.database.inTenant('shop', (trx) =>
    trx.selectFrom('event_log.head').select('position').executeTakeFirstOrThrow(),
  );
  return head;
}

async function payloads(): Promise<{ rows: string[] }> {
  const rows = await fixture.database.inTenant('shop', (trx) =>
    trx.selectFrom('event_log.accepted').select('payload').where('kind', '=', 'command').execute(),
  );
  return { rows: rows.map(({ payload }) => String(payload)) };
}
