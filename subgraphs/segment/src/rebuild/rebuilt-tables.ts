import type { SegmentDatabase } from '../store/tables.ts';

/**
 * What a rebuild does to a table, given the rows that the log makes:
 * `REPLACED`: it has these rows afterwards and no others.
 * `NAMED`: the same by key; a row that is there stays as it is, with the moment at which it was written.
 * `CORRECTED`: rows that the log makes are as it makes them; others, which scoring runs made, stay.
 * `COMPLETED`: rows that are missing are added.
 * `KEPT`: nothing, as the log does not have what is in it.
 */
export type Fate = 'REPLACED' | 'NAMED' | 'CORRECTED' | 'COMPLETED' | 'KEPT';

export interface RebuiltTable {
  readonly fate: Fate;
  /** The column that leads to the profile whose scores a row may change; null when it changes none. */
  readonly scored: 'profile_id' | 'identifier_id' | 'event_id' | null;
}

const replaced = { fate: 'REPLACED', scored: null } as const;
const kept = { fate: 'KEPT', scored: null } as const;

/** Every table of the schema, in the order in which rows are replaced. */
export const rebuiltTables = {
  'segment.profile': { fate: 'REPLACED', scored: 'profile_id' },
  'segment.identifier': { fate: 'REPLACED', scored: 'profile_id' },
  'segment.event': { fate: 'REPLACED', scored: 'profile_id' },
  'segment.event_value': { fate: 'REPLACED', scored: 'event_id' },
  'segment.profile_value': { fate: 'REPLACED', scored: 'profile_id' },
  'segment.trait_observation': { fate: 'REPLACED', scored: 'profile_id' },
  'segment.consent': { fate: 'REPLACED', scored: 'profile_id' },
  'segment.list_entry': { fate: 'REPLACED', scored: 'identifier_id' },
  'segment.batch_member': { fate: 'REPLACED', scored: 'profile_id' },
  'segment.observed_event': { fate: 'REPLACED', scored: 'identifier_id' },
  'segment.trait_state': replaced,
  'segment.trait_configuration': replaced,
  'segment.definition': replaced,
  'segment.version': replaced,
  'segment.state': replaced,
  'segment.membership': replaced,
  'segment.activity': replaced,
  'segment.outgoing_command': replaced,
  'segment.parked': { fate: 'NAMED', scored: null },
  'segment.archetype': { fate: 'CORRECTED', scored: null },
  'segment.scoring_run': { fate: 'COMPLETED', scored: null },
  'segment.scoring_head': kept,
  'segment.profile_score': kept,
  'segment.consumer': kept,
  'segment.rebuild': kept,
} as const satisfies Readonly<Record<keyof SegmentDatabase, RebuiltTable>>;

export type TableName = keyof typeof rebuiltTables;

// The keys of an object literal are what it says.
export const tableNames = Object.keys(rebuiltTables) as readonly TableName[];
