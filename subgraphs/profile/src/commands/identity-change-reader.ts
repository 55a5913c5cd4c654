import {
  findIdentifierIds,
  readResolved,
  type IdentifierValue,
  type Resolution,
} from '@customer360/event-log';
import type { Database } from '@customer360/postgres';
import type { ProfileDatabase } from '../database.ts';
import type { CommandAnswer } from '../identities/step.ts';
import { findProfileIdOfIdentifier } from '../profiles/profile-repository.ts';
import type { IdentityCommand } from './command.ts';
import {
  identityRefused,
  MAX_MOVES,
  type IdentifierMove,
  type IdentityChange,
  type IdentityRefused,
} from './identity-change.ts';
import { findIdentifierTypes } from './identifier-types-repository.ts';

/** What a command is about: the profiles or the identifier that it names. */
interface Subject {
  readonly command: IdentityCommand;
  readonly identifier: IdentifierValue | null;
  readonly profileIds: readonly string[];
}

type Changes = Pick<Resolution, 'setChanges' | 'reattributed'>;
export type Foreseen = Changes & { readonly answer: CommandAnswer };

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
    applied: Subject & { readonly position: number; readonly answer: CommandAnswer },
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
    subject: Subject,
    { setChanges, reattributed }: Changes,
  ): Promise<Pick<IdentityChange, 'profileIds' | 'moves' | 'reattributedEvents'>> {
    const changed = setChanges.slice(0, MAX_MOVES);
    return database.inTenant(tenantId, async (trx) => {
      const types = await findIdentifierTypes(
        trx,
        tenantId,
        changed.map((change) => change.identifierId),
      );
      const moves = changed.flatMap((change): IdentifierMove[] => {
        const type = types.get(change.identifierId);
        // What is left of a closed value moves too, but is no identifier.
        if (type === undefined) return [];
        return [
          { identifierId: change.identifierId, type, fromProfileId: change.from, toProfileId: change.to },
        ];
      });
      const own = subject.identifier === null ? null : await findProfileOf(trx, tenantId, subject.identifier);
      const touched = [
        ...subject.profileIds,
        ...(own === null ? [] : [own]),
        ...changed.flatMap(({ from, to }) => (from === null ? [to] : [from, to])),
      ];
      return { profileIds: [...new Set(touched)], moves, reattributedEvents: reattributed.length };
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
        ...(await describe(tenantId, subject, resolution)),
        warnings: warningsOf(answer),
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
        warnings: warningsOf(foreseen.answer),
      };
    },
  };
}

async function findProfileOf(
  trx: Parameters<typeof findProfileIdOfIdentifier>[0],
  tenantId: string,
  identifier: IdentifierValue,
): Promise<string | null> {
  const [id] = await findIdentifierIds(trx, tenantId, [identifier]);
  return id == null ? null : findProfileIdOfIdentifier(trx, tenantId, id);
}

function warningsOf(_answer: CommandAnswer): string[] {
  return [];
}
