import { rmSync } from 'node:fs';
import { createLogger, stopOnSignals } from '@customer360/service';
import { announce } from './announcement.ts';
import { planOf } from './data-sets.ts';
import { startPlatform } from './platform.ts';
import { PortTakenError } from './ports.ts';
import { readSettings, SettingsError, USAGE } from './settings.ts';

const started = performance.now();
const args = process.argv.slice(2);
if (args.includes('--help')) {
  console.log(USAGE);
  process.exit(0);
}

try {
  const settings = readSettings(args, process.env);
  if (settings.reset) rmSync(settings.directory, { recursive: true, force: true });
  const logger = createLogger({ name: 'standalone', level: process.env['LOG_LEVEL'] ?? 'warn' });
  const platform = await startPlatform({
    settings,
    plan: planOf(settings.dataSet),
    logger,
    // Standard output belongs to the announcement.
    say: (line) => console.error(line),
    clock: Date.now,
  });
  stopOnSignals({ logger, stop: () => platform.stop() });
  const ready = {
    ...platform.announcement,
    seconds: Math.round((performance.now() - started) / 100) / 10,
    memoryMb: Math.round(process.memoryUsage.rss() / 1_048_576),
  };
  if (settings.json) console.error(platform.loaded);
  console.log(settings.json ? JSON.stringify(ready) : announce(ready, platform.loaded));
} catch (error) {
  if (error instanceof SettingsError) console.error(`${error.message}\n\n${USAGE}`);
  else if (error instanceof PortTakenError) console.error(error.message);
  else console.error('The start failed:', error);
  process.exit(1);
}
