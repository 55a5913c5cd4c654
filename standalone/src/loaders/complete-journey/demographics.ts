import type { JsonObject } from '../tracking-message.ts';
import type { CompleteJourneyFiles, DemographicsRow } from './files.ts';
import type { TimedMessage } from './timed-message.ts';

/** One `identify` per household with demographics. The file has no dates: they count as known from the start. */
export function demographicMessages(
  { demographics }: CompleteJourneyFiles,
  start: number,
): readonly TimedMessage[] {
  return demographics.map((row) => ({
    time: start,
    kind: 'identify',
    number: 0,
    household: row.household_id,
    message: {
      type: 'identify',
      messageId: `cj-identify-${row.household_id}`,
      userId: row.household_id,
      traits: toTraits(row),
    },
  }));
}

/** Age and income are bands, so they do not take the names of exact traits. Empty columns are left out. */
function toTraits(row: DemographicsRow): JsonObject {
  const traits = {
    ageBand: row.age,
    incomeBand: row.income,
    homeOwnership: row.home_ownership,
    maritalStatus: row.marital_status,
    householdSize: row.household_size,
    householdComposition: row.household_comp,
    kidsCount: row.kids_count,
  };
  return Object.fromEntries(Object.entries(traits).filter(([, value]) => value !== ''));
}
