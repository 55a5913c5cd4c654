import { findIdentifierIds, readResolved, type IdentifierValue } from '@customer360/event-log';
import type { Database } from '@customer360/postgres';
import type { Foreseen } from '../consumer/index.ts';
import type { ProfileDatabase } from '../database.ts';
import type { Decision } from '../identities/command-answers.ts';
import type { IdentityCommand } from './command.ts';
import {
  identityRefused,
  MAX_MOVES,
  type IdentifierMove,
  type IdentityChange,
  type IdentityRefused,
} from './identity-change.ts';
import { findHolders } from './holder-repository.ts';

/** What a command is about: the profiles or the identifier that it names. */
interface Subject {
  readonly command: IdentityCommand;
  readonly identifier: IdentifierValue | null;
  readonly profileIds: readonly string[];
}

/** Resolves a command in a transaction that is never committed. */
export type DryRun = (
  tenantId: string,
  command: IdentityCommand,
  identifier: IdentifierValue | null,
) => Promise<Foreseen>;

/** What commands of identity change, for people to read. */
export interface IdentityChanges {
  read(
    tenantId: string,
    applied: Subject & { readonly position: number; readonly answer: Decision },
  ): Promise<IdentityChange>;
  foresee(tenantId: string, subject: Subject): Promise<IdentityChange | IdentityRefused>;
}

export function createIdentityChanges(options: {
  readonly database: Database<ProfileDatabase>;
  readonly dryRun: DryRun;
}): IdentityChanges {
  const { database } = options;

  async function describe(
    tenantId: string,
    { profileIds, identifier }: Subject,
    { setChanges, reattributed, answer }: Foreseen,
  ): Promise<Pick<IdentityChange, 'profileIds' | 'moves' | 'reattributedEvents' | 'warnings'>> {
    const changed = setChanges.slice(0, MAX_MOVES);
    return database.inTenant(tenantId, async (trx) => {
      const named = identifier === null ? [] : await findIdentifierIds(trx, tenantId, [identifier]);
      const concerned = [...named.filter((id) => id !== null), ...pinsOf(answer)];
      const holders = await findHolders(trx, tenantId, [
        ...concerned,
        ...changed.map((change) => change.identifierId),
      ]);
      const moves = changed.flatMap(({ identifierId, from, to }): IdentifierMove[] => {
        const holder = holders.get(identifierId);
        // What is left of a closed value moves too, but is no identifier.
        if (holder === undefined) return [];
        return [{ identifierId, type: holder.type, fromProfileId: from, toProfileId: to }];
      });
      const touched = [
        ...profileIds,
        ...concerned.flatMap((id) => holders.get(id)?.profileId ?? []),
        ...changed.flatMap(({ from, to }) => (from === null ? [to] : [from, to])),
      ];
      return {
        profileIds: [...new Set(touched)],
        moves,
        reattributedEvents: reattributed.length,
        warnings: warningsOf(answer),
      };
    });
  }

  return {
    async read(tenantId, { position, answer, ...subject }) {
      const { events } = await readResolved(database, tenantId, position - 1, 1);
      const [resolution] = events;
      if (resolution === undefined) throw new Error(`position ${position} is answered but not resolved`);
      return {
        kind: 'IdentityChange',
        position,
        dryRun: false,
        ...(await describe(tenantId, subject, { ...resolution, answer })),
      };
    },

    async foresee(tenantId, subject) {
      const foreseen = await options.dryRun(tenantId, subject.command, subject.identifier);
      if (!foreseen.answer.accepted) return identityRefused(foreseen.answer.reason);
      return {
        kind: 'IdentityChange',
        position: null,
        dryRun: true,
        ...(await describe(tenantId, subject, foreseen)),
      };
    },
  };
}

/** The identifiers that a command was found to be about. */
function pinsOf(answer: Decision): readonly string[] {
  return answer.accepted && 'pins' in answer ? answer.pins : [];
}

function warningsOf(answer: Decision): string[] {
  if (!answer.accepted || answer.does !== 'decide') return [];
  return answer.voided.map(
    ([a, b]) => `The identifiers ${a} and ${b} are kept apart no more: one of them is blocked.`,
  );
}
