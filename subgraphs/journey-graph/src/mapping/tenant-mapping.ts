import { aqlFile } from '../store/aql-file.ts';
import type { TenantQueries } from '../store/tenant-queries.ts';
import { defaultJourneyMapping, type JourneyMapping } from '@customer360/event-log';
import { conversionSteps } from './read-touchpoint.ts';

const tenantMapping = aqlFile(import.meta.url, './tenant-mapping.aql');

/** The mapping that the tenant's graph is made with; the default one while it has no other. */
export async function loadMapping(queries: TenantQueries): Promise<JourneyMapping> {
  const [text] = await queries.run<string | null>(tenantMapping, {});
  return parseMapping(text ?? null);
}

/** A stored mapping; the default one when there is none. */
export function parseMapping(text: string | null): JourneyMapping {
  // The projection stores nothing else.
  return text === null ? defaultJourneyMapping : (JSON.parse(text) as JourneyMapping);
}

/** The conversion step that is meant when none is named; null when the mapping has none. */
export function firstConversionStepOf(mapping: JourneyMapping): string | null {
  const [first] = conversionSteps(mapping);
  return first ?? null;
}
