import {
  findIdentifierValues,
  type IdentifierValue,
  type KeyedIds,
  type LogEntry,
} from '@customer360/event-log';
import { matchesBlockPattern } from '@customer360/tracking';
import type { Transaction } from 'kysely';
import type { TenantConfiguration } from '../configuration/configuration.ts';
import type { OperatorDecision, ProfileDatabase } from '../database.ts';
import { findOperatorDecisions } from './constraint-repository.ts';
import type { Birth, IdentifierConstraints } from './known-identifier.ts';

/** True when an identifier names nobody: by a pattern that its value matches, or by the tenant's list. */
export function namesNobody(
  identifier: { readonly id: string; readonly value: IdentifierValue | undefined },
  { blockedValues }: Pick<TenantConfiguration, 'blockedValues'>,
): boolean {
  const { id, value } = identifier;
  // A value that was erased matches no pattern.
  if (value !== undefined && matchesBlockPattern(value.type, value.value)) return true;
  return blockedValues.includes(id);
}

/** What is known of identifiers that no event has carried yet. */
export class Unborn {
  readonly #values = new Map<string, IdentifierValue>();
  readonly #operators = new Map<string, OperatorDecision>();
  readonly #loaded = new Set<string>();
  readonly #births = new Map<string, Birth>();

  async load(trx: Transaction<ProfileDatabase>, tenantId: string, ids: readonly string[]): Promise<void> {
    const missing = [...new Set(ids)].filter((id) => !this.#loaded.has(id));
    if (missing.length === 0) return;
    const values = await findIdentifierValues(trx, tenantId, missing);
    const operators = await findOperatorDecisions(trx, tenantId, missing);
    for (const id of missing) this.#loaded.add(id);
    for (const [id, value] of values) this.#values.set(id, value);
    for (const [id, decision] of operators) this.#operators.set(id, decision);
  }

  /** Whether the identifier was unborn at some time of the batch. */
  isLoaded(id: string): boolean {
    return this.#loaded.has(id);
  }

  /** Undefined for a value that was erased. */
  valueOf(id: string): IdentifierValue | undefined {
    return this.#values.get(id);
  }

  /** Foresees the births that an event brings, as far as the events before it have not: gives what is born. */
  expect(entry: LogEntry, ids: KeyedIds): readonly Birth[] {
    return entry.identifiers.flatMap(({ id }, rank) => {
      if (!this.#loaded.has(id) || this.#births.has(id)) return [];
      const birth = birthOf(entry, rank, ids);
      this.#births.set(id, birth);
      return [birth];
    });
  }

  /** The birth that an event is to an identifier. */
  birthBy(entry: LogEntry, rank: number, ids: KeyedIds): Birth {
    const expected = this.#births.get(entry.identifiers[rank]?.id ?? '');
    return expected?.birthEventId === entry.eventId && expected.birthPosition === entry.position
      ? expected
      : birthOf(entry, rank, ids);
  }

  decide(id: string, decision: OperatorDecision | null): void {
    if (decision === null) this.#operators.delete(id);
    else this.#operators.set(id, decision);
  }

  constraintsOf(id: string, configuration: TenantConfiguration): IdentifierConstraints {
    if (!this.#loaded.has(id)) throw new Error(`nothing was read of identifier ${id}`);
    return {
      operator: this.#operators.get(id) ?? null,
      isPattern: namesNobody({ id, value: this.#values.get(id) }, configuration),
      userIds: [],
    };
  }
}

function birthOf(entry: LogEntry, rank: number, ids: KeyedIds): Birth {
  const identifier = entry.identifiers[rank];
  if (identifier === undefined) throw new RangeError('an event has no identifier of this rank');
  const { id, type } = identifier;
  const message = [entry.sourceId, String(entry.messageId), type, rank] as const;
  return {
    id,
    type,
    isUser: type === 'user_id',
    birthPosition: entry.position,
    birthRank: rank,
    birthEventId: entry.eventId,
    firstSeenAt: entry.time,
    ownProfileId: ids.of('profile', ...message),
    remainderId: ids.of('remainder', id, 0),
    remainderProfileId: ids.of('profile-remainder', ...message, 0),
  };
}
