import type { TrackingMessage } from '../loaders/tracking-message.ts';

/** Where the demo company's events come from; each is a source with a write key of its own. */
export const demoSources = ['web', 'app', 'pos', 'crm'] as const;
export type DemoSource = (typeof demoSources)[number];

export interface DemoEvent {
  readonly source: DemoSource;
  readonly message: TrackingMessage;
  /** A handful of events are broken on purpose, so that the dead letters show something. */
  readonly expected: 'accepted' | 'refused';
}

/** An event before it has its place among all others, and with it its messageId. */
export interface DraftEvent {
  readonly source: DemoSource;
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  readonly message: Omit<TrackingMessage, 'messageId' | 'timestamp'>;
  /** What is broken about it: replaces fields of the message. */
  readonly broken?: Partial<TrackingMessage>;
}
