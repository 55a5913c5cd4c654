import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Lag, ServerOrder, ServerReport } from './messages.ts';

/** A process of the product, started for a measurement. */
export interface ServerProcess {
  readonly url: string | null;
  readonly pid: number;
  lag(): Promise<Lag>;
  stop(): Promise<void>;
}

export async function startServer(order: ServerOrder): Promise<ServerProcess> {
  const child = fork(fileURLToPath(new URL('./server.ts', import.meta.url)), [JSON.stringify(order)]);
  const report = await nextReport('ready');
  if (report.kind !== 'ready') throw new Error('unreachable: the kind was asked for');
  return {
    url: report.url,
    pid: child.pid ?? 0,
    async lag() {
      const answer = nextReport('lag');
      child.send('lag');
      const lag = await answer;
      if (lag.kind !== 'lag') throw new Error('unreachable: the kind was asked for');
      return lag;
    },
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };

  function nextReport(kind: ServerReport['kind']): Promise<ServerReport> {
    return new Promise((resolve, reject) => {
      const onMessage = (message: ServerReport) => {
        if (message.kind !== kind) return;
        child.off('message', onMessage);
        child.off('exit', onExit);
        resolve(message);
      };
      const onExit = (code: number | null) => reject(new Error(`a server process ended with ${code}`));
      child.on('message', onMessage);
      child.once('exit', onExit);
    });
  }
}
