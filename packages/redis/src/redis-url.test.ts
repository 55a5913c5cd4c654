import { expect, test } from 'vitest';
import { parseRedisUrl } from './redis-url.ts';

test('one server, with and without what may be left out', () => {
  expect(parseRedisUrl('redis://localhost')).toEqual({
    kind: 'single',
    tls: false,
    username: null,
    password: null,
    node: { host: 'localhost', port: 6379 },
    database: 0,
  });
  expect(parseRedisUrl('rediss://app:p%40ss%2Fword@cache.example:6380/3')).toEqual({
    kind: 'single',
    tls: true,
    username: 'app',
    password: 'p@ss/word',
    node: { host: 'cache.example', port: 6380 },
    database: 3,
  });
  expect(parseRedisUrl('redis://:secret@[::1]:6379')).toMatchObject({
    username: null,
    password: 'secret',
    node: { host: '::1', port: 6379 },
  });
});

test('sentinels with the name of their master', () => {
  expect(parseRedisUrl('redis+sentinel://:secret@s1:26379,s2/main/2')).toEqual({
    kind: 'sentinel',
    tls: false,
    username: null,
    password: 'secret',
    nodes: [
      { host: 's1', port: 26_379 },
      { host: 's2', port: 26_379 },
    ],
    master: 'main',
    database: 2,
  });
});

test('the nodes of a cluster', () => {
  expect(parseRedisUrl('rediss+cluster://c1:7000,c2:7001')).toMatchObject({
    kind: 'cluster',
    tls: true,
    nodes: [
      { host: 'c1', port: 7000 },
      { host: 'c2', port: 7001 },
    ],
  });
});

test.each([
  ['http://localhost', 'must have the form'],
  ['redis://', 'must have the form'],
  ['redis://host/0/1', 'must have the form'],
  ['redis://a,b', 'add +sentinel or +cluster'],
  ['redis://a:0', 'host 1 must be host or host:port with a port from 1 to 65535'],
  ['redis+cluster://a:1,b:70000', 'host 2 must be'],
  ['redis://a/ten', 'the database must be a number from 0 to 99'],
  ['redis+sentinel://a:1', 'must name the master'],
  ['redis+cluster://a:1/0', 'names no database'],
  ['redis://u:%zz@a', 'must be percent-encoded'],
])('%s is refused: %s', (url, text) => {
  expect(() => parseRedisUrl(url)).toThrow(text);
});

test('a refusal never quotes the password', () => {
  for (const url of [
    'redis://u:hunter2@a:0',
    'redis://u:hunter2@a,b',
    'nonsense://u:hunter2@a',
    'redis://u:hunter2%zz@a',
  ]) {
    expect(() => parseRedisUrl(url)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('hunter2') }),
    );
  }
});
