import type { HistoryStep } from './history.ts';
import { named } from './played.ts';

const DAY = 86_400_000;
let count = 0;

type EventStep = Extract<HistoryStep, { step: 'event' }>;

/** An event that carries these identifiers, strongest first, this many days before it was received. */
export function event(
  names: string,
  options: Partial<EventStep> & { readonly daysAgo?: number } = {},
): EventStep {
  count += 1;
  const { daysAgo = 1, ...rest } = options;
  return {
    step: 'event',
    kind: 'track',
    sourceId: 'web',
    messageId: `m${String(count)}`,
    at: -daysAgo * DAY,
    receivedAt: 0,
    identifiers: names === '' ? [] : names.split(' ').map(named),
    ...rest,
  };
}

export const of = (name: string) => ({ of: 'identifier', identifier: named(name) }) as const;
export const remainder = (name: string) => ({ of: 'remainder', identifier: named(name) }) as const;
export const nonsense = { of: 'nonsense' } as const;

export const merge = (a: string, b: string): HistoryStep => ({ step: 'merge', a: of(a), b: of(b) });
export const keepApart = (a: string, b: string): HistoryStep => ({ step: 'keepApart', a: of(a), b: of(b) });
export const unmerge = (back: number | null = 0): HistoryStep => ({ step: 'unmerge', back });
export const block = (name: string): HistoryStep => ({ step: 'block', identifier: named(name) });
export const unblock = (name: string): HistoryStep => ({ step: 'unblock', identifier: named(name) });
export const limits = (value: unknown): HistoryStep => ({
  step: 'configure',
  configuration: 'limits',
  value,
});
