import type { Viewer } from '@customer360/service';

/** What a request brings to the resolvers of the graph. */
export interface GatewayContext {
  /** Null only where public fields are configured and no token came. */
  readonly viewer: Viewer | null;
  /** Forwarded to subgraphs as it came; each verifies it again. */
  readonly authorization: string | undefined;
  readonly requestId: string;
  /** W3C trace context, forwarded when well formed. */
  readonly traceparent: string | undefined;
}
