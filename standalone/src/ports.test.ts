import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { PortTakenError, requireFreePorts } from './ports.ts';

test('a taken port is named with the way out', async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
  const { port } = holder.address() as AddressInfo; // an IP socket has a port
  try {
    const refusal = requireFreePorts({ gateway: port });
    await expect(refusal).rejects.toThrow(PortTakenError);
    await expect(refusal).rejects.toThrow(`Port ${port} (gateway) is taken`);
    await expect(refusal).rejects.toThrow('npm start -- --port');
  } finally {
    holder.close();
  }
});

test('port 0 is always free', async () => {
  await expect(requireFreePorts({ gateway: 0, ingestion: 0 })).resolves.toBeUndefined();
});
