import { MASK, maskIdentifying, maskJson } from './mask.ts';

const kinds: ReadonlySet<string> = new Set(['identify', 'track', 'page', 'screen', 'group', 'alias']);
const times: ReadonlySet<string> = new Set(['timestamp', 'originalTimestamp', 'sentAt', 'receivedAt']);

/** A refused event as JSON text for a caller without `profile:pii`; what cannot be parsed is masked whole. */
export function maskPayload(payload: string): string {
  const message = parse(payload);
  if (message === undefined) return MASK;
  return JSON.stringify(maskMessage(message));
}

function maskMessage(message: unknown): unknown {
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return maskJson(message);
  return Object.fromEntries(
    Object.entries(message).map(([field, value]) => [
      maskIdentifying(field),
      isStructural(field, value) ? value : maskJson(value),
    ]),
  );
}

/** How an event was sent, not who sent it or what it says. A client may put anything into these fields. */
function isStructural(field: string, value: unknown): boolean {
  if (typeof value !== 'string') return false;
  if (field === 'type') return kinds.has(value);
  return times.has(field) && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$/.test(value);
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}
