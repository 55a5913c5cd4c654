import { overPopulation, type PopulationQuery } from '../population/population-query.ts';
import { aqlFile, type AqlFile } from '../store/aql-file.ts';
import type { JourneyUnit } from './path-question.ts';

const unitsOfSessions = aqlFile(import.meta.url, './units-of-sessions.aql');
const unitsOfProfiles = aqlFile(import.meta.url, './units-of-profiles.aql');
const shape = aqlFile(import.meta.url, './shape.aql');

/** Units, their shaping and what is counted, as one query for each kind of unit. */
function ofUnits(name: string, count: AqlFile): Readonly<Record<JourneyUnit, PopulationQuery>> {
  return {
    SESSION: overPopulation(`${name}-of-sessions`, 'sessionsByStart', {
      rest: [unitsOfSessions, shape, count],
    }),
    PROFILE: overPopulation(`${name}-of-profiles`, 'sessionsByEnd', {
      rest: [unitsOfProfiles, shape, count],
    }),
  };
}

export const topPathsQuery = ofUnits('top-paths', aqlFile(import.meta.url, './top-paths.aql'));
export const sankeyQuery = ofUnits('sankey', aqlFile(import.meta.url, './sankey.aql'));
