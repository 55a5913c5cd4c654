import { canonicalJson } from '@customer360/tracking';
import { z } from 'zod';
import type { LogEntry, NewEntry } from './event-log.ts';
import { ownEntry } from './own-entry.ts';

const OPERATOR_SOURCE = 'internal:operator';

/** What operators can have made again from a tenant's log. */
export const rebuiltProjections = ['segments'] as const;
export type RebuiltProjection = (typeof rebuiltProjections)[number];

const request = z.object({ command: z.literal('rebuild'), projection: z.enum(rebuiltProjections) });

/** Asks for a projection to be made again from the log; the same key asks once. `now` in milliseconds since 1970. */
export function rebuildEntry(
  { projection, key }: { readonly projection: RebuiltProjection; readonly key: string },
  now: number,
): NewEntry {
  const payload = canonicalJson({ command: 'rebuild', projection });
  return ownEntry({ sourceId: OPERATOR_SOURCE, messageId: key, kind: 'command', payload }, now);
}

/** The projection that an entry asks to be made again; null for every other entry. */
export function readRebuildRequest({
  kind,
  sourceId,
  payload,
}: Pick<LogEntry, 'kind' | 'sourceId' | 'payload'>): RebuiltProjection | null {
  if (kind !== 'command' || sourceId !== OPERATOR_SOURCE || payload === null) return null;
  return request.safeParse(JSON.parse(payload)).data?.projection ?? null;
}
