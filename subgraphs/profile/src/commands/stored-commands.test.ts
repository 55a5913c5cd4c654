import { createEventLog, ownEntry, type IdentifierValue } from '@customer360/event-log';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openProfileFixture, type ProfileFixture } from '../../test/profile-fixture.ts';

let fixture: ProfileFixture;
let log: ReturnType<typeof createEventLog>;
beforeAll(async () => {
  fixture = await openProfileFixture();
  log = createEventLog(fixture.database);
});
afterAll(async () => {
  await log.close();
  await fixture.close();
});

/** Puts a command into the log as it once was put there. */
async function stored(command: {
  readonly messageId: string;
  readonly identifiers?: readonly IdentifierValue[];
  readonly payload: string;
  readonly contentKey: string;
}): Promise<number> {
  const entry = ownEntry({ ...command, sourceId: 'graphql', kind: 'command' }, Date.now());
  const [result] = await log.append('shop', [entry]);
  if (result?.status !== 'accepted') throw new Error('the stored command was not accepted');
  return result.position;
}

it('the same call repeats a block that stands in the log', async () => {
  const identifiers = [{ type: 'email', value: 'all@example.com' }];
  const position = await stored({
    messageId: 'block',
    identifiers,
    payload: '{"command":"blockIdentifier"}',
    contentKey: '{"command":"blockIdentifier","identifiers":[{"type":"email","value":"all@example.com"}]}',
  });
  const { data } = await fixture.ask(
    `mutation($input: BlockIdentifierInput!) { blockIdentifier(input: $input) {
      __typename ... on IdentityChange { position } } }`,
    { variables: { input: { ...identifiers[0], idempotencyKey: 'block' } } },
  );
  expect(data.blockIdentifier).toEqual({ __typename: 'IdentityChange', position });
});

it('the same call repeats a merge that stands in the log', async () => {
  const [a, b] = ['00000000-0000-8000-8000-00000000000a', '00000000-0000-8000-8000-00000000000b'];
  await stored({
    messageId: 'merge',
    payload: `{"a":"${a}","b":"${b}","command":"mergeProfiles"}`,
    contentKey: `{"a":"${a}","b":"${b}","command":"mergeProfiles","identifiers":[]}`,
  });
  const { data } = await fixture.ask(
    `mutation($input: MergeProfilesInput!) { mergeProfiles(input: $input) {
      __typename ... on IdentityRefused { reason } } }`,
    { variables: { input: { profileId: a, otherProfileId: b, idempotencyKey: 'merge' } } },
  );
  expect(data.mergeProfiles).toEqual({ __typename: 'IdentityRefused', reason: 'UNKNOWN_PROFILE' });
});

it('the same call repeats a source that stands in the log, without its secret', async () => {
  const hash = 'ab'.repeat(32);
  await stored({
    messageId: 'createSource/app',
    payload: `{"command":"createSource","hint":"abcd","id":"app","keyHash":"${hash}","name":"App","writeKeyId":"00000000-0000-4000-8000-00000000000c"}`,
    contentKey: '{"command":"createSource","id":"app","name":"App"}',
  });
  const { data } = await fixture.ask(
    `mutation($input: CreateSourceInput!) { createSource(input: $input) {
      __typename ... on WriteKeyIssued { secret source { id } } } }`,
    { variables: { input: { id: 'app', name: 'App' } } },
  );
  expect(data.createSource).toEqual({ __typename: 'WriteKeyIssued', secret: null, source: { id: 'app' } });
});
