import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createGateway } from '@customer360/gateway';
import type { Gateway, SubgraphLocation } from '@customer360/gateway';
import { startIdentityProvider } from '@customer360/identity-provider';
import { supergraphSdl } from '@customer360/schema';
import { createLogger, createTokenVerifier } from '@customer360/service';
import { percentile, type Bench, type BenchOptions } from '../bench.ts';
import type { LoadOrder, LoadReport } from './profile-stub.ts';
import { stockSubgraph } from './stock-subgraph.ts';

const query = `query Profile($id: ID!) {
  profile(id: $id) {
    id displayName firstSeenAt lastSeenAt completeness
    traits { email phone address { city country } }
    identifiers(first: 5) { nodes { type value } }
    consents { purpose status }
  }
}`;
const connections = 32;
const rounds = 4;

export const gatewayBench: Bench = {
  name: 'gateway',
  about: 'requests a second of profile(id:) through the gateway, with the stock data source and with ours',
  targets: {},
  run: (options) => runGatewayBench(options),
};

/**
 * Measures both data sources in turns, rules and token checks on, against a subgraph that has its answer ready. The subgraph
 * and the client share another process, so that the gateway's is the one that is measured.
 */
export async function runGatewayBench({
  print,
  scale,
}: BenchOptions): Promise<Readonly<Record<string, number>>> {
  const stub = fork(fileURLToPath(new URL('./profile-stub.ts', import.meta.url)), [query]);
  const [{ port }] = await once(stub, 'message');
  const provider = await startIdentityProvider({ port: 0, tenantId: 'bench', dataDir: null });
  const token = await provider.tokenFor('frontend');
  const verifier = createTokenVerifier({
    issuer: provider.issuer,
    audience: 'customer360',
    jwksUri: provider.jwksUri,
  });
  const start = (profile: SubgraphLocation) =>
    createGateway({
      supergraphSdl: supergraphSdl(),
      verifier,
      subgraphs: { profile },
      logger: createLogger({ name: 'bench', level: 'silent' }),
    });
  const url = `http://127.0.0.1:${port}/graphql`;
  const variants = [
    { name: 'stock data source', gateway: await start(stockSubgraph(url)), reports: newReports() },
    { name: 'own data source', gateway: await start({ url }), reports: newReports() },
  ] as const;
  const addresses = await Promise.all(variants.map(({ gateway }) => listen(gateway)));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, { name, reports }] of variants.entries()) {
      const report = await order(stub, {
        url: addresses[index] ?? '',
        token,
        seconds: (round === 0 ? 2 : 4) * scale,
        connections,
      });
      // The first round warms up.
      if (round > 0) reports.push(report);
      print(
        `${round === 0 ? 'warm-up' : `round ${round}`}, ${name}: ${Math.round(rate([report]))} requests/s`,
      );
    }
  }
  await Promise.all(variants.map(({ gateway }) => gateway.close()));
  await provider.close();
  stub.kill();
  const [stock, own] = variants;
  const [stockTimes, times] = [stock, own].map(({ reports }) => reports.flatMap((report) => report.times));
  const ratio = rate(own.reports) / rate(stock.reports);
  print(`${ratio.toFixed(1)} times the requests/s of the stock data source`);
  return {
    timesStock: ratio,
    stockRequestsPerSecond: rate(stock.reports),
    stockP50Ms: percentile(stockTimes ?? [], 0.5),
    stockP99Ms: percentile(stockTimes ?? [], 0.99),
    requestsPerSecond: rate(own.reports),
    p50Ms: percentile(times ?? [], 0.5),
    p99Ms: percentile(times ?? [], 0.99),
  };
}

function newReports(): LoadReport[] {
  return [];
}

function listen(gateway: Gateway): Promise<string> {
  return gateway.listen({ host: '127.0.0.1', port: 0 });
}

async function order(stub: ChildProcess, load: LoadOrder): Promise<LoadReport> {
  stub.send(load);
  const answered = new AbortController();
  const { signal } = answered;
  const ended = once(stub, 'exit', { signal }).then(() => {
    throw new Error('the load process ended before it reported');
  });
  ended.catch(() => undefined);
  const [report] = await Promise.race([once(stub, 'message', { signal }), ended]);
  answered.abort();
  return report as LoadReport;
}

function rate(reports: readonly LoadReport[]): number {
  const sum = (of: (report: LoadReport) => number) =>
    reports.reduce((total, report) => total + of(report), 0);
  return sum(({ requests }) => requests) / sum(({ seconds }) => seconds);
}
