import { Client } from 'pg';

type Listener = (payload: string) => void;

/** LISTEN on one connection of its own, which is made at the first use and made again when it is lost. */
export function createWakeUps(url: string) {
  const listeners = new Map<string, Set<Listener>>();
  let client: Promise<Client> | null = null;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  async function connect(): Promise<Client> {
    const next = new Client({ connectionString: url, keepAlive: true });
    next.on('notification', ({ channel, payload }) => call(channel, payload ?? ''));
    next.on('error', lost);
    next.on('end', lost);
    await next.connect();
    for (const channel of listeners.keys()) await next.query(`listen ${next.escapeIdentifier(channel)}`);
    return next;
  }

  function call(channel: string, payload: string): void {
    for (const on of listeners.get(channel) ?? []) on(payload);
  }

  function lost(): void {
    client = null;
    if (closed || retry || listeners.size === 0) return;
    retry = setTimeout(() => {
      retry = undefined;
      current().then(
        // What was said in between is gone: everyone looks for himself.
        () => [...listeners.keys()].forEach((channel) => call(channel, '')),
        lost,
      );
    }, 250);
    retry.unref();
  }

  function current(): Promise<Client> {
    client ??= connect();
    return client;
  }

  return {
    async listen(channel: string, on: Listener): Promise<() => Promise<void>> {
      const isNew = !listeners.has(channel);
      const set = listeners.get(channel) ?? new Set();
      listeners.set(channel, set.add(on));
      const wasOpen = client !== null;
      const connection = await current();
      if (isNew && wasOpen) await connection.query(`listen ${connection.escapeIdentifier(channel)}`);
      return async () => {
        set.delete(on);
        if (set.size > 0 || listeners.get(channel) !== set) return;
        listeners.delete(channel);
        const open = await client?.catch(() => null);
        await open?.query(`unlisten ${open.escapeIdentifier(channel)}`).catch(() => undefined);
      };
    },
    async close(): Promise<void> {
      closed = true;
      clearTimeout(retry);
      const open = await client?.catch(() => null);
      await open?.end();
    },
  };
}
