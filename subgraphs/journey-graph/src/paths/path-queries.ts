import { aqlFile, type AqlFile } from '../store/aql-file.ts';
import { joinAql } from '../store/join-aql.ts';
import type { JourneyUnit } from './path-question.ts';

const units: Readonly<Record<JourneyUnit, AqlFile>> = {
  SESSION: aqlFile(import.meta.url, './units-of-sessions.aql'),
  PROFILE: aqlFile(import.meta.url, './units-of-profiles.aql'),
};
const shape = aqlFile(import.meta.url, './shape.aql');
const topPaths = aqlFile(import.meta.url, './top-paths.aql');
const sankey = aqlFile(import.meta.url, './sankey.aql');

/** Units, their shaping and what is counted, as one query for each kind of unit. */
export const topPathsQuery: Readonly<Record<JourneyUnit, AqlFile>> = {
  SESSION: joinAql('top-paths-of-sessions', units.SESSION, shape, topPaths),
  PROFILE: joinAql('top-paths-of-profiles', units.PROFILE, shape, topPaths),
};

export const sankeyQuery: Readonly<Record<JourneyUnit, AqlFile>> = {
  SESSION: joinAql('sankey-of-sessions', units.SESSION, shape, sankey),
  PROFILE: joinAql('sankey-of-profiles', units.PROFILE, shape, sankey),
};
