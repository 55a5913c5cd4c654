import type { CentreFeature } from '@customer360/scoring';

/** What is typical of an archetype, by feature in its own unit; null when it goes by a rule. */
export function typicalValues(
  centre: readonly CentreFeature[] | null,
): Readonly<Record<string, number>> | null {
  return centre && Object.fromEntries(centre.map(({ feature, typical }) => [feature, typical]));
}
