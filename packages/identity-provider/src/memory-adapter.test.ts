import { expect, test } from 'vitest';
import { createMemoryAdapter } from './memory-adapter.ts';

test('entries of one model are found by id and uid, and never as another model', async () => {
  const factory = createMemoryAdapter();
  const [sessions, codes] = [factory('Session'), factory('AuthorizationCode')];
  await sessions.upsert('s1', { uid: 'u1' }, 60);
  expect(await sessions.find('s1')).toEqual({ uid: 'u1' });
  expect(await sessions.findByUid('u1')).toEqual({ uid: 'u1' });
  expect(await codes.find('s1')).toBeUndefined();
  await sessions.destroy('s1');
  expect(await sessions.find('s1')).toBeUndefined();
});

test('revoking a grant removes its codes and tokens of every model', async () => {
  const factory = createMemoryAdapter();
  const [codes, tokens] = [factory('AuthorizationCode'), factory('AccessToken')];
  await codes.upsert('c1', { grantId: 'g1' }, 60);
  await tokens.upsert('t1', { grantId: 'g1' }, 60);
  await tokens.upsert('t2', { grantId: 'g2' }, 60);
  await tokens.revokeByGrantId('g1');
  expect([await codes.find('c1'), await tokens.find('t1'), await tokens.find('t2')]).toEqual([
    undefined,
    undefined,
    { grantId: 'g2' },
  ]);
});

test('a consumed code says so', async () => {
  const codes = createMemoryAdapter()('AuthorizationCode');
  await codes.upsert('c1', {}, 60);
  await codes.consume('c1');
  expect(await codes.find('c1')).toEqual({ consumed: expect.any(Number) });
});
