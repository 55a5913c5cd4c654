import { SEGMENT_SOURCE, type LogEntry } from '@customer360/event-log';
import { CLIENT_SOURCE } from '@customer360/subgraph';
import { z } from 'zod';

const segmentId = z.uuid();
const name = z.string();
const description = z.string().nullable();
/** JSON that `readRule` accepted. */
const rule = z.unknown();

const schedule = z.object({ cron: z.string(), timeZone: z.string() }).nullable();

const clientCommand = z.discriminatedUnion('command', [
  z.object({
    command: z.literal('createSegment'),
    segmentId,
    name,
    description,
    kind: z.enum(['STATIC', 'BATCH', 'REALTIME']),
    rule,
    schedule: schedule.default(null),
  }),
  z.object({
    command: z.literal('updateSegment'),
    segmentId,
    expectedVersion: z.int().nullable(),
    /** Null stays as it is. */
    name: name.nullable(),
    description,
    rule: rule.nullable(),
    /** Left out stays as it is, null takes it away. */
    schedule: schedule.optional(),
  }),
  z.object({ command: z.literal('archiveSegment'), segmentId }),
  z.object({ command: z.literal('duplicateSegment'), segmentId, copyId: z.uuid(), name }),
  z.object({ command: z.literal('recomputeSegment'), segmentId }),
  z.object({
    command: z.literal('addSegmentMembers'),
    segmentId,
    profileIds: z.array(z.uuid()),
    /** Persons by `valueHash` of one of their identifiers: a value itself is not kept with a command. */
    valueHashes: z.array(z.uuid()).optional(),
  }),
  z.object({ command: z.literal('removeSegmentMembers'), segmentId, profileIds: z.array(z.uuid()) }),
]);

const ownCommand = z.object({
  command: z.literal('activateSegment'),
  segmentId,
  version: z.int(),
});

/** Commands about segments, as the log carries them. */
export type ClientCommand = z.output<typeof clientCommand>;
/** What evaluation tells the log itself: a version takes force at this entry. */
export type ActivateSegment = z.output<typeof ownCommand>;
export type SegmentCommand = ClientCommand | ActivateSegment;

/** The command of an entry; null when it is none about segments. */
export function readCommand(entry: LogEntry): SegmentCommand | null {
  if (entry.kind !== 'command' || entry.payload === null) return null;
  const schema = schemaOf(entry.sourceId);
  if (schema === null) return null;
  const parsed = schema.safeParse(JSON.parse(entry.payload));
  return parsed.success ? parsed.data : null;
}

function schemaOf(sourceId: string): z.ZodType<SegmentCommand> | null {
  if (sourceId === CLIENT_SOURCE) return clientCommand;
  return sourceId === SEGMENT_SOURCE ? ownCommand : null;
}
