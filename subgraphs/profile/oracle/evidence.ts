import type { IdentifierValue, LogEntry } from '@customer360/event-log';
import type { BlockReason } from './snapshot.ts';

export interface TypeLimit {
  readonly limit: number;
  /** Milliseconds; null counts for ever. */
  readonly windowMs: number | null;
}

export interface Limits {
  readonly autoBlockUsers: number;
  readonly maxIdentifiers: number;
  readonly maxMerges: number;
  readonly types: Readonly<Record<string, TypeLimit>>;
}

/** An accepted merge command. */
export interface MergeCommand {
  readonly position: number;
  readonly pins: readonly [string, string];
  readonly revoked: boolean;
}

/** All that the fold needs beside the events: what people decided, as of now. */
export interface Evidence {
  readonly operators: ReadonlyMap<string, 'BLOCKED' | 'ALLOWED'>;
  /** Keys of `pairKey`. */
  readonly keepApart: ReadonlySet<string>;
  readonly merges: readonly MergeCommand[];
  readonly limits: Limits;
  /** Ids of listed identifiers. */
  readonly blockedValues: readonly string[];
}

export function pairKey(x: string, y: string): string {
  return x < y ? `${x} ${y}` : `${y} ${x}`;
}

export function isEvent(entry: LogEntry): boolean {
  return (
    entry.kind !== 'command' && entry.kind !== 'configuration' && !entry.sourceId.startsWith('internal:')
  );
}

export interface Values {
  /** The value behind every identifier id of the log. */
  readonly valueOf: (identifierId: string) => IdentifierValue;
  /** The built-in patterns of values that name nobody. */
  readonly matchesPattern: (type: string, value: string) => boolean;
}

/** Why each identifier of the log is blocked; those that are not are left out. */
export function blockedIdentifiers(
  entries: readonly LogEntry[],
  evidence: Evidence,
  values: Values,
): Map<string, BlockReason> {
  const isPattern = (id: string): boolean => {
    const { type, value } = values.valueOf(id);
    return values.matchesPattern(type, value) || evidence.blockedValues.includes(id);
  };
  const events = entries.filter(isEvent);
  const isAutoBlocked = (id: string): boolean => {
    const users = new Set<string>();
    for (const event of events) {
      if (!event.identifiers.some((identifier) => identifier.id === id)) continue;
      for (const identifier of event.identifiers) {
        if (identifier.type === 'user_id' && !isPattern(identifier.id)) users.add(identifier.id);
      }
    }
    return users.size > evidence.limits.autoBlockUsers;
  };
  const blocked = new Map<string, BlockReason>();
  const seen = new Map(
    entries.flatMap((entry) => entry.identifiers).map((identifier) => [identifier.id, identifier.type]),
  );
  for (const [id, type] of seen) {
    const operator = evidence.operators.get(id);
    if (operator === 'BLOCKED') blocked.set(id, 'OPERATOR');
    else if (operator === 'ALLOWED') continue;
    else if (isPattern(id)) blocked.set(id, 'PATTERN');
    else if (type !== 'user_id' && isAutoBlocked(id)) blocked.set(id, 'AUTO');
  }
  return blocked;
}
