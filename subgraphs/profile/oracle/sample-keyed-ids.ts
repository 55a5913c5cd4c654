import { createHash } from 'node:crypto';
import type { KeyedIds } from '@customer360/event-log';

function uuid(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

/** Ids with the shape of a tenant's keyed ids, for logs that are in no store. */
export function sampleKeyedIds(): KeyedIds {
  const known = new Map<string, string>();
  const of = (...parts: readonly (string | number)[]) => {
    const text = JSON.stringify(parts);
    const id = known.get(text) ?? uuid(text);
    known.set(text, id);
    return id;
  };
  return {
    of,
    eventId: (sourceId, messageId) => of('event', sourceId, messageId),
    valueHash: (type, value) => of('value', type, value),
    contentHash: (text) => of('content', text),
  };
}
