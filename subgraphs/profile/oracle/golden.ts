import type { LogEntry } from '@customer360/event-log';

/** How golden values are picked, by trait name; `sources` are best first. */
export interface Survivorship {
  readonly default: string;
  readonly traits: Readonly<Record<string, string>>;
  readonly sources: readonly string[];
}

export interface Golden {
  readonly trait: string;
  /** Canonical JSON. */
  readonly value: string;
  readonly entry: LogEntry;
  readonly rule: string;
}

interface Said {
  readonly value: string;
  readonly verified: boolean;
  readonly entry: LogEntry;
}

/** JSON with sorted keys. */
export function sortedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${sortedJson(member)}`);
  return `{${members.join(',')}}`;
}

const parsed = new WeakMap<LogEntry, Record<string, unknown>>();

/** The traits that an `identify` event said. */
export function traitsOf(entry: LogEntry): Record<string, unknown> {
  if (entry.kind !== 'identify' || entry.payload === null) return {};
  const known = parsed.get(entry);
  if (known !== undefined) return known;
  const { traits = {} } = JSON.parse(entry.payload) as { traits?: Record<string, unknown> };
  parsed.set(entry, traits);
  return traits;
}

function byTime(a: Said, b: Said): number {
  if (a.entry.time !== b.entry.time) return a.entry.time - b.entry.time;
  const [x, y] = [a.entry.messageId ?? '', b.entry.messageId ?? ''];
  if (x !== y) return x < y ? -1 : 1;
  return a.entry.eventId < b.entry.eventId ? -1 : 1;
}

/** The golden values that the events of one profile make, by trait. */
export function goldenOf(events: readonly LogEntry[], survivorship: Survivorship): Golden[] {
  const names = new Set(events.flatMap((entry) => Object.keys(traitsOf(entry))));
  return [...names].toSorted().flatMap((trait) => {
    const ruled = Object.hasOwn(survivorship.traits, trait) ? survivorship.traits[trait] : undefined;
    const rule = ruled ?? survivorship.default;
    const said = events
      .filter((entry) => Object.hasOwn(traitsOf(entry), trait))
      .map((entry) => {
        const traits = traitsOf(entry);
        return { value: sortedJson(traits[trait]), verified: traits[`${trait}Verified`] === true, entry };
      })
      .toSorted(byTime);
    const picked = pick(rule, said, survivorship.sources);
    return picked === null ? [] : [{ trait, value: picked.value, entry: picked.entry, rule }];
  });
}

/** `said` is ordered by (t, messageId). */
function pick(rule: string, said: readonly Said[], sources: readonly string[]): Said | null {
  const filled = said.filter(({ value }) => value !== 'null');
  switch (rule) {
    case 'most_recent':
      return said.at(-1)?.value === 'null' ? null : (said.at(-1) ?? null);
    case 'oldest':
      return filled[0] ?? null;
    case 'non_null':
      return filled.at(-1) ?? null;
    case 'source_priority': {
      const ranked = sources.find((source) => filled.some(({ entry }) => entry.sourceId === source));
      return filled.findLast(({ entry }) => ranked === undefined || entry.sourceId === ranked) ?? null;
    }
    case 'verified_first':
      return filled.findLast(({ verified }) => verified) ?? filled.at(-1) ?? null;
    case 'most_frequent': {
      const times = (one: Said) => filled.filter(({ value }) => value === one.value).length;
      const most = Math.max(0, ...filled.map(times));
      return filled.findLast((one) => times(one) === most) ?? null;
    }
    case 'append_distinct': {
      const last = filled.at(-1);
      const distinct = [...new Set(filled.map(({ value }) => value))];
      return last === undefined ? null : { ...last, value: `[${distinct.join(',')}]` };
    }
    default:
      throw new Error(`unknown survivorship rule ${rule}`);
  }
}
