import { isMet, type Bench } from './bench.ts';
import { gatewayBench } from './gateway/gateway-bench.ts';
import { ingestBench } from './ingest/ingest-bench.ts';
import { journeyBench } from './journey/journey-bench.ts';
import { segmentsBench } from './segments/segments-bench.ts';

const BENCHES: readonly Bench[] = [ingestBench, gatewayBench, journeyBench, segmentsBench];

const args = process.argv.slice(2);
const json = args.includes('--json');
const scaleArgument = args.find((argument) => argument.startsWith('--scale='));
const scale = scaleArgument === undefined ? 1 : Number(scaleArgument.slice('--scale='.length));
const name = args.find((argument) => !argument.startsWith('--'));
const bench = BENCHES.find((candidate) => candidate.name === name);
if (bench === undefined || !(scale > 0)) {
  console.error('Usage: npm run bench -- NAME [--json] [--scale=0.1]\n');
  for (const { name: known, about } of BENCHES) console.error(`  ${known.padEnd(10)} ${about}`);
  process.exit(2);
}

const print = (line: string) => (json ? console.error(line) : console.log(line));
const figures = await bench.run({ print, scale }).catch((error: unknown) => {
  console.error(`The measurement broke off: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
const { targets } = bench;
const met = isMet(figures, targets);
for (const [figure, value] of Object.entries(figures)) {
  const target = targets[figure];
  const wanted =
    target === undefined
      ? ''
      : 'min' in target
        ? `  (target >= ${target.min})`
        : `  (target <= ${target.max})`;
  print(`${figure}: ${Math.round(value * 100) / 100}${wanted}`);
}
print(met ? 'All targets are met.' : 'Not all targets are met.');
if (json) console.log(JSON.stringify({ name: bench.name, figures, targets, met }));
process.exit(0);
