import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';

test('without arguments the demo runs on embedded engines', () => {
  expect(readSettings([], {})).toEqual({
    dataSet: { name: 'demo' },
    reset: false,
    json: false,
    directory: '.data/demo',
    ports: { gateway: 4000, ingestion: 4001, issuer: 4002 },
    oidcIssuer: null,
    databaseUrl: null,
    arango: null,
  });
});

test('a server for the journey graph is named by its address', () => {
  const env = { ARANGO_URL: 'http://arango:8529', ARANGO_PASSWORD: 'secret' };
  expect(readSettings([], env).arango).toEqual({
    url: 'http://arango:8529',
    user: 'root',
    password: 'secret',
  });
});

test('each data set keeps a folder of its own', () => {
  const settings = readSettings(['--data', 'complete-journey', '/data/cj', '--shift-to-today'], {});
  expect(settings.dataSet).toEqual({ name: 'complete-journey', directory: '/data/cj', shiftToToday: true });
  expect(settings.directory).toBe('.data/complete-journey');
});

test('port 0 takes free ports for all three servers', () => {
  expect(readSettings(['--port', '0'], {}).ports).toEqual({ gateway: 0, ingestion: 0, issuer: 0 });
});

test.each([
  [['--port', 'x'], '--port must be a whole number'],
  [['--data', 'other'], '--data must be demo, complete-journey or clickstream'],
  [['--data', 'clickstream'], 'needs one folder'],
  [['stray'], 'What is "stray"?'],
  [['--nonsense'], "Unknown option '--nonsense'"],
])('%j is refused and named', (args, message) => {
  expect(() => readSettings(args, {})).toThrow(message);
});
