import type { ProposedArchetype } from '@customer360/scoring';
import type { Transaction } from 'kysely';
import type { Archetype } from './archetype.ts';
import { deleteProposals, findArchetypes, saveArchetypes } from './archetype-repository.ts';
import type { ArchetypeTables } from './tables.ts';

/** Stores what a run proposes in place of earlier proposals. A code that an archetype has already gets a number behind it. */
export async function replaceProposals(
  trx: Transaction<ArchetypeTables>,
  tenantId: string,
  {
    proposals,
    idOf,
  }: { readonly proposals: readonly ProposedArchetype[]; readonly idOf: (code: string) => string },
): Promise<void> {
  await deleteProposals(trx, tenantId);
  const taken = new Set((await findArchetypes(trx, tenantId)).map(({ code }) => code));
  const archetypes = proposals.map((proposal): Archetype => {
    const code = freeCode(proposal.code, taken);
    taken.add(code);
    const { name, centre, size, distinctions } = proposal;
    const summary = distinctions.map(({ text }) => text).join('; ') || 'much like all customers';
    return {
      id: idOf(code),
      code,
      name,
      summary,
      status: 'PROPOSED',
      version: 1,
      centre,
      rule: null,
      nextBestAction: null,
      proposedSize: size,
    };
  });
  await saveArchetypes(trx, tenantId, archetypes);
}

const MAX_CODE = 40;

function freeCode(proposed: string, taken: ReadonlySet<string>): string {
  const stem = proposed
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_CODE);
  for (let number = 2, code = stem; ; number += 1) {
    if (!taken.has(code)) return code;
    code = `${stem.slice(0, MAX_CODE - 1 - String(number).length)}-${number}`;
  }
}
