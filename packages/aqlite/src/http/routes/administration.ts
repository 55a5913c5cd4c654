import { ArangoError } from '../../errors.ts';
import { isDocument, toStringValue } from '../../values/casts.ts';
import { answer } from '../api-response.ts';
import { type Route, route } from '../router.ts';

const version = '3.11.14';

/** What clients ask of a server as such. The server says that it is aqlite; the version is that of the API. */
export const administrationRoutes: readonly Route[] = [
  route('GET /_api/version', (request) => ({
    status: 200,
    body: {
      server: 'aqlite',
      license: 'none',
      version,
      ...(request.flag('details') ? { details: { engine: 'memory', api: version } } : {}),
    },
  })),
  route('GET /_api/engine', () => ({ status: 200, body: { name: 'memory', supports: {} } })),
  route('GET /_admin/server/availability', () => answer(200, { mode: 'default' })),
  route('GET /_admin/server/role', () => answer(200, { role: 'SINGLE' })),
  route('GET /_admin/server/mode', () => answer(200, { mode: 'default' })),
  route('GET /_admin/status', () => ({
    status: 200,
    body: {
      server: 'aqlite',
      version,
      pid: process.pid,
      mode: 'server',
      operationMode: 'server',
      serverInfo: { maintenance: false, role: 'SINGLE', writeOpsEnabled: true, readOnly: false },
    },
  })),
  route('GET /_admin/time', (request) => answer(200, { time: request.service.server.clock() / 1000 })),
  route('GET /_api/cluster/endpoints', (request) =>
    answer(200, { endpoints: [{ endpoint: request.service.url().replace(/^http/, 'tcp') }] }),
  ),
  route('POST /_open/auth', (request) => {
    const body = request.body();
    if (!isDocument(body)) throw new ArangoError(400, 'invalid JSON');
    const name = toStringValue(body['username'] ?? 'root');
    const jwt = request.service.authentication.login(name, toStringValue(body['password'] ?? ''));
    return { status: 200, body: { jwt } };
  }),
];
