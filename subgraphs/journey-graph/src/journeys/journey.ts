import type { Touch } from '../sessions/touches.ts';
import type { JourneyDocument } from '../store/documents.ts';
import { keyOf } from '../store/keys.ts';

/** The way of a profile to a conversion, as it is shown. Times are milliseconds, money is minor units. */
export interface JourneyRecord {
  /** Id of its first event. */
  readonly id: string;
  readonly startedAt: number;
  readonly startPosition: number;
  readonly endedAt: number;
  readonly converted: boolean;
  /** Null while open. */
  readonly conversionId: string | null;
  readonly value: number;
  readonly touchpointCount: number;
  readonly sessionCount: number;
  readonly touches: readonly Touch[];
  readonly cut: boolean;
}

export function toJourneyRecord({ _key, ...document }: JourneyDocument): JourneyRecord {
  return { ...document, id: _key.slice(keyOf(document.tenantId, '').length) };
}
