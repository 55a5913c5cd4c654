import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { announce, curl } from './announcement.ts';

const ready = {
  gateway: 'http://127.0.0.1:4000/graphql',
  playground: 'http://127.0.0.1:4000/playground',
  ingestion: 'http://127.0.0.1:4001',
  issuer: 'http://127.0.0.1:4002',
  writeKey: 'wk',
  tokens: { frontend: 'ft' },
  query: '{ profile(id: "it\'s") { id } }',
  seconds: 12,
  memoryMb: 900,
};

test('the curl line survives the shell, quotes and all', () => {
  const line = curl(ready.gateway, 'ft', ready.query).trim().replace(/^curl/, 'printf "%s\\n"');
  const words = execFileSync('sh', ['-c', line], { encoding: 'utf8' }).trimEnd().split('\n');
  expect(words.at(-1)).toBe(JSON.stringify({ query: ready.query }));
  expect(words).toContain('authorization: Bearer ft');
});

test('the text names every address, the tokens and how to stop', () => {
  const text = announce(ready, 'The demo is loaded.');
  for (const needed of [
    ready.playground,
    ready.gateway,
    ready.ingestion,
    ready.issuer,
    'ft',
    'Ctrl-C',
    '--reset',
  ]) {
    expect(text).toContain(needed);
  }
});

test('with a provider of your own the text shows no tokens', () => {
  expect(announce({ ...ready, tokens: {} }, '')).not.toContain('Tokens');
});
