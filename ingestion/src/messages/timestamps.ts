// ISO 8601 as clients write it: a date, or a date and a time with or without seconds, fraction and zone.
const iso =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?\s?(Z|[+-]\d{2}:?\d{2})?)?$/i;

// What SDKs send; of days that every month has, so that the engine's own parser cannot roll one over.
const common = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** Milliseconds since 1970 UTC, cut to the millisecond; a time without a zone is UTC. Null when the text is no time. */
export function parseTimestamp(text: string): number | null {
  if (common.test(text)) return Date.parse(text);
  const match = iso.exec(text.trim());
  if (match === null) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '.', zone = 'Z'] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return null;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return null;
  const milliseconds = Number(`${fraction}000`.slice(1, 4));
  date.setUTCHours(Number(hour), Number(minute), Number(second), milliseconds);
  return date.getTime() - offset(zone);
}

function offset(zone: string): number {
  if (zone.length === 1) return 0;
  const digits = zone.replace(':', '');
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5));
  return (digits.startsWith('-') ? -minutes : minutes) * 60_000;
}

export interface ClientTimes {
  readonly originalTimestamp: number | null;
  readonly sentAt: number | null;
  readonly receivedAt: number;
}

/**
 * `timestamp` of the Segment Spec: when the event happened by the server's clock. The time that passed between event
 * and sending is taken from the client's clock, which may be wrong by years.
 */
export function correctedTimestamp({ originalTimestamp, sentAt, receivedAt }: ClientTimes): number {
  if (originalTimestamp === null) return receivedAt;
  if (sentAt === null) return originalTimestamp;
  return receivedAt - (sentAt - originalTimestamp);
}
