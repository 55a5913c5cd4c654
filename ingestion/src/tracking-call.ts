import type { TrackingType } from '@customer360/tracking';

/** What an address of the tracking API takes. */
export type TrackingCall =
  | { readonly kind: 'single'; readonly type: TrackingType }
  /** `import` is for history: the client's times are kept as they are. */
  | { readonly kind: 'batch' | 'import' };

/** Addresses with the names that servers use and the short ones of the browser library. */
export const trackingCalls: Readonly<Record<string, TrackingCall>> = {
  identify: { kind: 'single', type: 'identify' },
  track: { kind: 'single', type: 'track' },
  page: { kind: 'single', type: 'page' },
  screen: { kind: 'single', type: 'screen' },
  group: { kind: 'single', type: 'group' },
  alias: { kind: 'single', type: 'alias' },
  batch: { kind: 'batch' },
  import: { kind: 'import' },
  i: { kind: 'single', type: 'identify' },
  t: { kind: 'single', type: 'track' },
  p: { kind: 'single', type: 'page' },
  s: { kind: 'single', type: 'screen' },
  g: { kind: 'single', type: 'group' },
  a: { kind: 'single', type: 'alias' },
  b: { kind: 'batch' },
};
