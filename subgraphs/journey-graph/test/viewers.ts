import type { Viewer } from '@customer360/service';

/** Somebody who may read journeys of the tenant, but no personal values. */
export function analyst(tenantId: string): Viewer {
  return { subject: 'analyst', clientId: null, tenantId, scopes: new Set(['journey:read']) };
}

/** An analyst who may read segments, too. */
export function segmentAnalyst(tenantId: string): Viewer {
  return { ...analyst(tenantId), scopes: new Set(['journey:read', 'segment:read']) };
}

/** Somebody who may read nothing of journeys. */
export function stranger(tenantId: string): Viewer {
  return { subject: 'stranger', clientId: null, tenantId, scopes: new Set(['profile:read']) };
}

/** Somebody who may read journeys of the tenant and personal values. */
export function agent(tenantId: string): Viewer {
  return { subject: 'agent', clientId: null, tenantId, scopes: new Set(['journey:read', 'profile:pii']) };
}
