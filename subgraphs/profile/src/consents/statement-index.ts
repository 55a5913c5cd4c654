import type { ConsentPurpose } from '../configuration/configuration.ts';
import type { ConsentStatement } from './consent.ts';

/** A statement with the key of its entry's identifier list; null for commands. */
export interface KeptStatement extends ConsentStatement {
  readonly listKey: string | null;
}

/** The statements in memory, found by the identifiers and remainders that they bear on. */
export class StatementIndex {
  readonly #byAttribution = new Map<string, Set<KeptStatement>>();

  add(statement: KeptStatement): void {
    for (const id of attributionsOf(statement)) {
      const present = this.#byAttribution.get(id);
      if (present === undefined) this.#byAttribution.set(id, new Set([statement]));
      else present.add(statement);
    }
  }

  remove(statement: KeptStatement): void {
    for (const id of attributionsOf(statement)) this.#byAttribution.get(id)?.delete(statement);
  }

  clear(): void {
    this.#byAttribution.clear();
  }

  /** Statements that bear on any of the attributions, each once. */
  of(attributions: Iterable<string>): Set<KeptStatement> {
    const found = new Set<KeptStatement>();
    for (const id of attributions) {
      for (const statement of this.#byAttribution.get(id) ?? []) found.add(statement);
    }
    return found;
  }
}

function attributionsOf(statement: ConsentStatement): Set<string> {
  return new Set([statement.attributionId, ...statement.pins]);
}

/** The applying statements by purpose. */
export function byPurpose(statements: Iterable<KeptStatement>): Map<ConsentPurpose, KeptStatement[]> {
  const grouped = new Map<ConsentPurpose, KeptStatement[]>();
  for (const statement of statements) {
    const present = grouped.get(statement.purpose);
    if (present === undefined) grouped.set(statement.purpose, [statement]);
    else present.push(statement);
  }
  return grouped;
}

/**
 * True when the newer statement makes the older one without effect for ever, whatever profiles do: both come from one
 * identifier list, and the newer reaches at least as far. A browser that repeats its choice with each event so leaves
 * one row, not one for each event.
 */
export function replaces(newer: KeptStatement, older: KeptStatement): boolean {
  if (newer.listKey === null || newer.listKey !== older.listKey) return false;
  if (newer.purpose !== older.purpose || newer.status !== older.status) return false;
  if (newer.attributionId !== older.attributionId || newer.time < older.time) return false;
  if (newer.status === 'DENIED') {
    const pins = new Set(newer.pins);
    return pins.size === older.pins.length && older.pins.every((pin) => pins.has(pin));
  }
  const lasts = newer.expiresAt === null || (older.expiresAt !== null && newer.expiresAt >= older.expiresAt);
  return lasts && older.overrides.every((position) => newer.overrides.includes(position));
}
