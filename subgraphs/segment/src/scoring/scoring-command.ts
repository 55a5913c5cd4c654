import type { LogEntry } from '@customer360/event-log';
import { CLIENT_SOURCE } from '@customer360/subgraph';
import { z } from 'zod';

const code = z.string();

const scoringCommand = z.discriminatedUnion('command', [
  z.object({
    command: z.literal('startScoring'),
    /** Milliseconds; null is the moment of the command. */
    asOf: z.int().nullable(),
    proposeArchetypes: z.boolean(),
  }),
  z.object({
    command: z.literal('saveArchetype'),
    code,
    name: z.string(),
    summary: z.string(),
    /** As the proposal or the archetype had it when it was saved, so that a replay needs no run; null without one. */
    centre: z.array(z.unknown()).nullable(),
    /** JSON that `readRule` accepted; null keeps the centre. */
    rule: z.unknown(),
    nextBestAction: z.string().nullable(),
  }),
  z.object({ command: z.literal('retireArchetype'), code }),
]);

/** Commands about scores and archetypes, as the log carries them. */
export type ScoringCommand = z.output<typeof scoringCommand>;

/** The command of an entry; null when it is none about scores. */
export function readScoringCommand({ kind, sourceId, payload }: LogEntry): ScoringCommand | null {
  if (kind !== 'command' || sourceId !== CLIENT_SOURCE || payload === null) return null;
  const parsed = scoringCommand.safeParse(JSON.parse(payload));
  return parsed.success ? parsed.data : null;
}
