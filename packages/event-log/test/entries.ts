import type { NewEntry } from '../src/event-log.ts';

/** A page view by one anonymous visitor; a test names only what it is about. */
export function entry(messageId: string, overrides: Partial<NewEntry> = {}): NewEntry {
  const receivedAt = overrides.receivedAt ?? Date.now();
  return {
    sourceId: 'web',
    messageId,
    kind: 'page',
    eventName: null,
    timestamp: receivedAt,
    originalTimestamp: null,
    sentAt: null,
    receivedAt,
    identifiers: [{ type: 'anonymous_id', value: 'visitor' }],
    mentions: [],
    payload: JSON.stringify({ messageId, type: 'page' }),
    ...overrides,
  };
}

export function entries(count: number, prefix = 'm'): NewEntry[] {
  return Array.from({ length: count }, (_, index) => entry(`${prefix}${index + 1}`));
}
