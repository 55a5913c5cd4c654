export interface RedisNode {
  readonly host: string;
  readonly port: number;
}

interface Credentials {
  readonly tls: boolean;
  /** Null: the default user. */
  readonly username: string | null;
  /** Null: no password. */
  readonly password: string | null;
}

/** Where Redis is, as `REDIS_URL` says it. */
export type RedisTarget = Credentials &
  (
    | { readonly kind: 'single'; readonly node: RedisNode; readonly database: number }
    | {
        readonly kind: 'sentinel';
        readonly nodes: readonly RedisNode[];
        readonly master: string;
        readonly database: number;
      }
    | { readonly kind: 'cluster'; readonly nodes: readonly RedisNode[] }
  );

const FORMS =
  'redis[s]://host:port/database, redis[s]+sentinel://host:port,host:port/master-name/database or redis[s]+cluster://host:port,host:port';

const SHAPE = /^redis(s?)(\+sentinel|\+cluster)?:\/\/(?:([^@/]*)@)?([^@/?#]+)(?:\/([^?#]*))?$/;

const defaultPorts = { single: 6379, sentinel: 26379, cluster: 6379 } as const;

/**
 * Reads an address of Redis; user and password stand before `@`, percent-encoded. Throws RangeError that says what is
 * wrong and never quotes the address, because it may hold a password.
 */
export function parseRedisUrl(url: string): RedisTarget {
  const match = SHAPE.exec(url);
  if (!match) throw new RangeError(`REDIS_URL must have the form ${FORMS}`);
  const [, secure, form, login = '', hosts = '', path = ''] = match;
  const credentials = { tls: secure === 's', ...parseLogin(login) };
  const segments = path === '' ? [] : path.split('/');
  if (form === '+sentinel') {
    const [master = '', database = '', ...rest] = segments;
    if (master === '' || rest.length > 0)
      throw new RangeError('REDIS_URL must name the master after the sentinels');
    const nodes = parseNodes(hosts, defaultPorts.sentinel);
    return { kind: 'sentinel', ...credentials, nodes, master, database: parseDatabase(database) };
  }
  if (form === '+cluster') {
    if (segments.length > 0) throw new RangeError('REDIS_URL of a cluster names no database');
    return { kind: 'cluster', ...credentials, nodes: parseNodes(hosts, defaultPorts.cluster) };
  }
  const [node, ...others] = parseNodes(hosts, defaultPorts.single);
  if (!node || others.length > 0)
    throw new RangeError('REDIS_URL names several hosts: add +sentinel or +cluster');
  if (segments.length > 1) throw new RangeError(`REDIS_URL must have the form ${FORMS}`);
  return { kind: 'single', ...credentials, node, database: parseDatabase(segments[0] ?? '') };
}

function parseLogin(login: string): { username: string | null; password: string | null } {
  const colon = login.indexOf(':');
  const [username, password] = colon < 0 ? [login, ''] : [login.slice(0, colon), login.slice(colon + 1)];
  return { username: decode(username), password: decode(password) };
}

function decode(text: string): string | null {
  if (text === '') return null;
  try {
    return decodeURIComponent(text);
  } catch (error) {
    throw new RangeError('REDIS_URL: user and password must be percent-encoded', { cause: error });
  }
}

function parseNodes(hosts: string, defaultPort: number): readonly RedisNode[] {
  return hosts.split(',').map((one, index) => {
    const match = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?$/.exec(one);
    const port = Number(match?.[2] ?? defaultPort);
    if (!match?.[1] || port < 1 || port > 65_535) {
      throw new RangeError(
        `REDIS_URL: host ${index + 1} must be host or host:port with a port from 1 to 65535`,
      );
    }
    return { host: match[1].replace(/^\[|\]$/g, ''), port };
  });
}

function parseDatabase(text: string): number {
  if (text === '') return 0;
  if (/^\d{1,2}$/.test(text)) return Number(text);
  throw new RangeError('REDIS_URL: the database must be a number from 0 to 99');
}
