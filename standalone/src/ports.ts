import { createServer } from 'node:net';

/** A port that something else holds. */
export class PortTakenError extends Error {}

/** Resolves when every port can be had on loopback; throws PortTakenError that names the port and the way out. */
export async function requireFreePorts(ports: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, port] of Object.entries(ports)) {
    if (port !== 0 && !(await isFree(port))) {
      throw new PortTakenError(
        `Port ${port} (${name}) is taken by another program. Stop that program, or choose other ports: ` +
          `npm start -- --port ${port >= 5_000 ? 4_000 : 5_000} (uses three ports from there on; 0 takes any free ones).`,
      );
    }
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
