import { AppError, requireScope, type Viewer } from '@customer360/service';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whom a question is about. */
export interface Population {
  /** Those who are members of this segment at present; everybody when left out. */
  readonly segmentId?: string | null | undefined;
}

/**
 * The segment that a question is narrowed to; null for everybody. Throws FORBIDDEN without `segment:read`, and BAD_USER_INPUT
 * for a text that is no segment's id. A segment that the tenant has not is one without members.
 */
export function readSegment(viewer: Viewer, segmentId: string | null | undefined): string | null {
  if (segmentId == null) return null;
  requireScope(viewer, 'segment:read');
  if (!UUID.test(segmentId)) throw new AppError('BAD_USER_INPUT', 'segmentId must be the id of a segment.');
  return segmentId.toLowerCase();
}
