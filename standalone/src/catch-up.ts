import { showProgress } from './loaders/index.ts';
import type { Pipeline } from './pipeline.ts';

/** A replay of everything takes minutes at most. */
const PATIENCE_MS = 10 * 60 * 1_000;
const LOOK_EVERY_MS = 250;
/** Below it nobody has to be told. */
const WORTH_SHOWING = 1_000;

/** Resolves once golden records, journeys and segments hold everything that is in the log; shows how far they are. */
export async function catchUp(
  pipeline: Pipeline,
  tenantId: string,
  { plain }: { readonly plain: boolean },
): Promise<void> {
  // Segments tell the log what they found.
  for (let done = -1; ;) {
    const { through } = await pipeline.log.head(tenantId);
    if (through === done) return;
    await consume(pipeline, tenantId, { through, plain });
    done = through;
  }
}

async function consume(
  { profile, journeyGraph, segment }: Pipeline,
  tenantId: string,
  { through, plain }: { readonly through: number; readonly plain: boolean },
): Promise<void> {
  const steps = [
    { label: 'Golden records', consumer: profile.consumer },
    { label: 'Journey graph', consumer: journeyGraph.consumer },
    { label: 'Segments', consumer: segment.consumer },
  ];
  for (const { label, consumer } of steps) {
    const progress = showProgress(label, { plain });
    const look = async () => {
      const behind = (await consumer.lag()).find((lag) => lag.tenantId === tenantId)?.entries ?? 0;
      if (behind > WORTH_SHOWING)
        progress.onProgress({ done: Math.max(0, through - behind), total: through });
    };
    // A look that fails shows nothing; the wait itself reports what is wrong.
    const looking = setInterval(() => void look().catch(() => undefined), LOOK_EVERY_MS);
    try {
      await consumer.waitFor(tenantId, through, PATIENCE_MS);
    } finally {
      clearInterval(looking);
      progress.stop();
    }
  }
}
