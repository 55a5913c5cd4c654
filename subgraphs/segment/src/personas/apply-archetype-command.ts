import type { KeyedIds } from '@customer360/event-log';
import type { CentreFeature } from '@customer360/scoring';
import type { Transaction } from 'kysely';
import type { ScoringAnswer } from '../scoring/scoring-answer.ts';
import type { ScoringCommand } from '../scoring/scoring-command.ts';
import { findArchetypes, saveArchetypes } from './archetype-repository.ts';
import type { ArchetypeTables } from './tables.ts';

type Trx = Transaction<ArchetypeTables>;
type Command<Name extends ScoringCommand['command']> = Extract<ScoringCommand, { readonly command: Name }>;

function unknown(message: string): ScoringAnswer {
  return { accepted: false, reason: 'UNKNOWN_ARCHETYPE', message };
}

/** A new version of an archetype, in force from the next scoring on. */
export async function saveArchetype(
  trx: Trx,
  { tenantId, ids }: { readonly tenantId: string; readonly ids: KeyedIds },
  { code, name, summary, rule, centre, nextBestAction }: Command<'saveArchetype'>,
): Promise<ScoringAnswer> {
  const known = (await findArchetypes(trx, tenantId)).find((one) => one.code === code);
  // The service that made the command took the centre from an archetype.
  const kept = rule == null ? ((centre as readonly CentreFeature[] | null) ?? known?.centre ?? null) : null;
  const keptRule = rule ?? (kept === null ? (known?.rule ?? null) : null);
  if (kept === null && keptRule === null) {
    return unknown('No archetype has this code; a new one needs a rule.');
  }
  await saveArchetypes(trx, tenantId, [
    {
      id: known?.id ?? ids.of('archetype', code),
      code,
      name,
      summary,
      status: 'ACTIVE',
      version: known === undefined || known.status === 'PROPOSED' ? 1 : known.version + 1,
      centre: kept,
      rule: keptRule,
      nextBestAction,
      proposedSize: null,
    },
  ]);
  return { accepted: true, code };
}

/** Ends an archetype or refuses a proposal. */
export async function retireArchetype(
  trx: Trx,
  tenantId: string,
  { code }: Command<'retireArchetype'>,
): Promise<ScoringAnswer> {
  const known = (await findArchetypes(trx, tenantId)).find((one) => one.code === code);
  if (known === undefined) return unknown('No archetype has this code.');
  await saveArchetypes(trx, tenantId, [{ ...known, status: 'RETIRED', proposedSize: null }]);
  return { accepted: true, code };
}
